"""Where the player stood: application, page, experiment and site."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="client_application_name",
        label="Client Application",
        meaning="the site's application",
        column="client_application_name",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="client_application_version",
        label="Client Application Version",
        meaning="version of the application",
        column="client_application_version",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="environment_id",
        label="Environment",
        meaning="environment the view belongs to",
        column="environment_id",
        level=Level.ADVANCED,
        in_group_by=False,
        in_comparison=False,
    ),
    Dimension(
        id="experiment_name",
        label="Experiment Name",
        meaning="label of an A/B test",
        column="experiment_name",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="page_type",
        label="Page Type",
        meaning="watchpage or iframe",
        column="page_type",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="page_url",
        label="Page URL",
        meaning="URL of the page",
        column="page_url",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="sub_property_id",
        label="Sub Property ID",
        meaning="the site's tenant or sub-site",
        column="sub_property_id",
        level=Level.BASIC,
    ),
    Dimension(
        id="view_session_id",
        label="View Session ID",
        meaning="ties the view to logs of CDN and origin",
        column="view_session_id",
        level=Level.ADVANCED,
    ),
)
