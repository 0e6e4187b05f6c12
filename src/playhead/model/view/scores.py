"""The five scores of a view, each a fraction from 0 (bad) to 1 (good), null where undefined."""

from typing import Annotated

import msgspec

from playhead.model.column import decimal, integer


class Scores(msgspec.Struct, frozen=True):
    """Scores and the version of their formulas."""

    viewer_experience_score: Annotated[float | None, decimal("overall")] = None
    playback_success_score: Annotated[float | None, decimal("did it play")] = None
    startup_time_score: Annotated[float | None, decimal("did it start fast")] = None
    smoothness_score: Annotated[float | None, decimal("did it stall")] = None
    video_quality_score: Annotated[float | None, decimal("was it sharp")] = None
    scores_version: Annotated[int, integer("version of the formulas")] = 1
