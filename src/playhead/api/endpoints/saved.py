"""Endpoints about what people keep of their reading: notes on errors, filter sets, dashboards."""

from typing import Final

from playhead.api.administration import dashboards, error_notes, filter_sets
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.endpoints.organizations import ONE
from playhead.model.people import Role

_ENVIRONMENT: Final = f"{ONE}/environments/{{ENVIRONMENT_ID}}"
_FILTER_SETS: Final = f"{_ENVIRONMENT}/filter-sets"
_FILTER_SET: Final = f"{_FILTER_SETS}/{{FILTER_SET_ID}}"
_DASHBOARDS: Final = f"{_ENVIRONMENT}/dashboards"
_DASHBOARD: Final = f"{_DASHBOARDS}/{{DASHBOARD_ID}}"
_BUILT: Final = (
    '{"name": "Startup", "visibility": "shared", "definition": {"timeframe": "7:days",'
    ' "filters": ["country:NO"], "numbers": [{"metric": "video_startup_time"}], "components":'
    ' [{"type": "timeseries", "metric": "video_startup_time", "compare": "week"},'
    ' {"type": "bars", "metric": "video_startup_time", "dimension": "browser"},'
    ' {"type": "list", "metric": "playback_failure_percentage", "dimension": "video_title",'
    ' "rows": 5}]}}'
)

ENDPOINTS: Final = (
    Endpoint(
        "change_error_note",
        Tag.SAVED,
        f"{_ENVIRONMENT}/error-notes/{{ERROR_ID}}",
        "Say what is known of an error; what is left out stays",
        Role.MEMBER,
        (),
        error_notes.change_error_note,
        method=Method.PATCH,
        body=error_notes.ErrorNoteChanges,
        body_example=(
            '{"description": "The old player meets a new codec",'
            ' "notes": "Gone once everybody has 5.2."}'
        ),
    ),
    Endpoint(
        "list_filter_sets",
        Tag.SAVED,
        _FILTER_SETS,
        "One's own filter sets, and those that are shared",
        Role.MEMBER,
        (),
        filter_sets.list_filter_sets,
    ),
    Endpoint(
        "create_filter_set",
        Tag.SAVED,
        _FILTER_SETS,
        "Keep filters under a name; values that nobody has seen yet are fine",
        Role.MEMBER,
        (),
        filter_sets.create_filter_set,
        method=Method.POST,
        status=201,
        body=filter_sets.NewFilterSet,
        body_example=(
            '{"name": "Phones in Norway", "visibility": "shared",'
            ' "filters": ["country:NO", "viewer_device_category:phone"],'
            ' "metric_filters": ["rebuffer_count>=1"]}'
        ),
    ),
    Endpoint(
        "change_filter_set",
        Tag.SAVED,
        _FILTER_SET,
        "Change or share a filter set: one's own, or as an admin a shared one",
        Role.MEMBER,
        (),
        filter_sets.change_filter_set,
        method=Method.PATCH,
        body=filter_sets.ChangedFilterSet,
        body_example='{"visibility": "shared"}',
    ),
    Endpoint(
        "delete_filter_set",
        Tag.SAVED,
        _FILTER_SET,
        "Forget a filter set: one's own, or as an admin a shared one",
        Role.MEMBER,
        (),
        filter_sets.delete_filter_set,
        method=Method.DELETE,
        status=204,
    ),
    Endpoint(
        "list_dashboards",
        Tag.SAVED,
        _DASHBOARDS,
        "One's own dashboards, and those that are shared",
        Role.MEMBER,
        (),
        dashboards.list_dashboards,
    ),
    Endpoint(
        "create_dashboard",
        Tag.SAVED,
        _DASHBOARDS,
        "Build a dashboard of up to ten components",
        Role.MEMBER,
        (),
        dashboards.create_dashboard,
        method=Method.POST,
        status=201,
        body=dashboards.NewDashboard,
        body_example=_BUILT,
    ),
    Endpoint(
        "get_dashboard",
        Tag.SAVED,
        _DASHBOARD,
        "One dashboard, with what it shows",
        Role.MEMBER,
        (),
        dashboards.one_dashboard,
    ),
    Endpoint(
        "change_dashboard",
        Tag.SAVED,
        _DASHBOARD,
        "Change or share a dashboard: one's own, or as an admin a shared one",
        Role.MEMBER,
        (),
        dashboards.change_dashboard,
        method=Method.PATCH,
        body=dashboards.ChangedDashboard,
        body_example='{"name": "Startup in Norway", "visibility": "shared"}',
    ),
    Endpoint(
        "delete_dashboard",
        Tag.SAVED,
        _DASHBOARD,
        "Forget a dashboard: one's own, or as an admin a shared one",
        Role.MEMBER,
        (),
        dashboards.delete_dashboard,
        method=Method.DELETE,
        status=204,
    ),
    Endpoint(
        "duplicate_dashboard",
        Tag.SAVED,
        f"{_DASHBOARD}/duplicate",
        "Make a private dashboard of one's own from one that one sees",
        Role.MEMBER,
        (),
        dashboards.duplicate_dashboard,
        method=Method.POST,
        status=201,
    ),
    Endpoint(
        "mark_dashboard",
        Tag.SAVED,
        f"{_DASHBOARD}/favourite",
        "Have a dashboard among one's favourites, of which there may be 20",
        Role.MEMBER,
        (),
        dashboards.mark_dashboard,
        method=Method.POST,
        status=204,
    ),
    Endpoint(
        "unmark_dashboard",
        Tag.SAVED,
        f"{_DASHBOARD}/favourite",
        "Have a dashboard among one's favourites no more",
        Role.MEMBER,
        (),
        dashboards.unmark_dashboard,
        method=Method.DELETE,
        status=204,
    ),
)
