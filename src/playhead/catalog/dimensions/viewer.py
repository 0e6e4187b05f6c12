"""Who watched, with what."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="browser",
        label="Browser",
        meaning="browser or application",
        column="browser",
        level=Level.BASIC,
    ),
    Dimension(
        id="browser_version",
        label="Browser Version",
        meaning="browser with its version",
        column="browser_version",
        prefix_column="browser",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="operating_system",
        label="Operating System",
        meaning="operating system",
        column="operating_system",
        level=Level.BASIC,
    ),
    Dimension(
        id="operating_system_version",
        label="Operating System Version",
        meaning="operating system with its version",
        column="operating_system_version",
        prefix_column="operating_system",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_connection_type",
        label="Connection Type",
        meaning="cellular, wifi, wired or other",
        column="viewer_connection_type",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_device_category",
        label="Device Category",
        meaning="desktop, phone, tablet, tv and others",
        column="viewer_device_category",
        level=Level.BASIC,
    ),
    Dimension(
        id="viewer_device_manufacturer",
        label="Device Brand",
        meaning="brand of the device",
        column="viewer_device_manufacturer",
        level=Level.BASIC,
    ),
    Dimension(
        id="viewer_device_model",
        label="Device Model",
        meaning="model code of the device",
        column="viewer_device_model",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_device_name",
        label="Device Name",
        meaning="name of the device",
        column="viewer_device_name",
        level=Level.BASIC,
    ),
    Dimension(
        id="viewer_plan",
        label="Viewer Plan",
        meaning="plan of the viewer",
        column="viewer_plan",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_plan_category",
        label="Viewer Plan Category",
        meaning="category of the plan",
        column="viewer_plan_category",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_plan_status",
        label="Viewer Plan Status",
        meaning="status of the plan",
        column="viewer_plan_status",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="viewer_user_id",
        label="Viewer ID",
        meaning="the site's id of the viewer",
        column="viewer_user_id",
        level=Level.ADVANCED,
    ),
)
