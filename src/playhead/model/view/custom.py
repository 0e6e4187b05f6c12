"""The site's own dimensions: twenty fixed slots, and an open map."""

from typing import Annotated

import msgspec

from playhead.model.column import Column, Kind, label


class Custom(msgspec.Struct, frozen=True):
    """What only the site knows of the view."""

    custom_1: Annotated[str | None, label("custom dimension 1")] = None
    custom_2: Annotated[str | None, label("custom dimension 2")] = None
    custom_3: Annotated[str | None, label("custom dimension 3")] = None
    custom_4: Annotated[str | None, label("custom dimension 4")] = None
    custom_5: Annotated[str | None, label("custom dimension 5")] = None
    custom_6: Annotated[str | None, label("custom dimension 6")] = None
    custom_7: Annotated[str | None, label("custom dimension 7")] = None
    custom_8: Annotated[str | None, label("custom dimension 8")] = None
    custom_9: Annotated[str | None, label("custom dimension 9")] = None
    custom_10: Annotated[str | None, label("custom dimension 10")] = None
    custom_11: Annotated[str | None, label("custom dimension 11")] = None
    custom_12: Annotated[str | None, label("custom dimension 12")] = None
    custom_13: Annotated[str | None, label("custom dimension 13")] = None
    custom_14: Annotated[str | None, label("custom dimension 14")] = None
    custom_15: Annotated[str | None, label("custom dimension 15")] = None
    custom_16: Annotated[str | None, label("custom dimension 16")] = None
    custom_17: Annotated[str | None, label("custom dimension 17")] = None
    custom_18: Annotated[str | None, label("custom dimension 18")] = None
    custom_19: Annotated[str | None, label("custom dimension 19")] = None
    custom_20: Annotated[str | None, label("custom dimension 20")] = None
    custom_dimensions: Annotated[
        dict[str, str], Column(Kind.TEXT_MAP, "further dimensions by name", 512)
    ] = {}
