"""The site's own twenty dimensions; the official clients' enums know the first ten."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = tuple(
    Dimension(
        id=f"custom_{slot}",
        label=f"Custom {slot}",
        meaning=f"the site's own dimension in slot {slot}",
        column=f"custom_{slot}",
        level=Level.ADVANCED,
        in_group_by=slot <= 10,
        in_comparison=slot <= 10,
    )
    for slot in range(1, 21)
)
