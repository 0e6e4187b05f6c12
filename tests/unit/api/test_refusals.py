"""What each mistake is answered with: status, type, and a sentence to act upon."""

import logging

import pytest
from starlette.types import ASGIApp

from playhead.query.errors import InvalidParametersError, TooExpensiveError
from tests.unit.api.asking import ToldQuery, ask

METRICS = "/data/v1/metrics"
OVERALL = f"{METRICS}/views/overall"
TIMESERIES = f"{METRICS}/views/timeseries"
BREAKDOWN = f"{METRICS}/views/breakdown"
VIEWS = "/data/v1/video-views"
ABSENT = "The requested resource either doesn't exist or you don't have access to it."


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (f"{OVERALL}?measurement=p99", ["measurement 'p99'", "views", "count"]),
        (f"{OVERALL}?measurement=median", ["measurement 'median'", "(count)"]),
        (f"{METRICS}/video_startup_time/overall?measurement=mediam", ["Did you mean 'median'"]),
        (f"{OVERALL}?filters[]=countri:NO", ["'countri:NO'", "Did you mean 'country'"]),
        (f"{OVERALL}?filters[]=country", ["filters[] 'country'", "no colon"]),
        (f"{OVERALL}?filters[]=%2Bcountry:NO", ["'+country:NO'", "sequence"]),
        (f"{OVERALL}?filters[]=video_cdn_trace:a", ["video_cdn_trace:[a]"]),
        (f"{OVERALL}?metric_filters[]=views>=1", ["views", "cannot filter"]),
        (f"{OVERALL}?metric_filters[]=rebuffer_count", ["metric_filters[] 'rebuffer_count'"]),
        (f"{TIMESERIES}?group_by=hours", ["group_by 'hours'", "hour", "Did you mean 'hour'"]),
        (f"{TIMESERIES}?order_direction=up", ["order_direction 'up'", "asc, desc"]),
        (f"{BREAKDOWN}?group_by=browsr", ["group_by 'browsr'", "Did you mean 'browser'"]),
        (f"{BREAKDOWN}?order_by=values", ["order_by 'values'", "Did you mean 'value'"]),
        (f"{BREAKDOWN}?limit=0", ["limit '0'", "1 or more"]),
        (f"{BREAKDOWN}?limit=1.0", ["limit '1.0'"]),
        (f"{BREAKDOWN}?page=-1", ["page '-1'"]),
        (f"{VIEWS}?page=one", ["page 'one'"]),
        (f"{VIEWS}?error_id=some", ["error_id 'some'", "'any'"]),
        (f"{VIEWS}?order_direction=newest", ["order_direction 'newest'"]),
        (f"{VIEWS}?filters[]=%ff", ["not UTF-8"]),
        (f"{VIEWS}?{'a=1&' * 400}", ["401 parameters: send at most 300"]),
        (f"{VIEWS}?a={'b' * 40_000}", ["40002 bytes: send at most 32768"]),
        (f"{VIEWS}/%ff", ["Failed to parse ID"]),
        (f"{VIEWS}/%00", ["Failed to parse ID"]),
        (f"{VIEWS}/{'x' * 129}", ["Failed to parse ID"]),
    ],
)
def test_an_invalid_parameter_is_named_with_its_value_and_what_is_allowed(
    app: ASGIApp, query: ToldQuery, target: str, said: list[str]
) -> None:
    heard = ask(app, target)
    kind, messages = heard.error
    assert (heard.status, kind) == (400, "invalid_parameters")
    assert all(part in messages[0] for part in said), messages
    assert query.questions == []


@pytest.mark.parametrize("endpoint", [OVERALL, TIMESERIES, BREAKDOWN, VIEWS])
@pytest.mark.parametrize(
    "timeframe",
    [
        pytest.param("timeframe[]=1770000000", id="one number"),
        pytest.param("timeframe[]=2&timeframe[]=1", id="the end before the start"),
        pytest.param("timeframe[]=1&timeframe[]=2&timeframe[]=3", id="three"),
        pytest.param("timeframe[]=24:fortnights", id="an unknown unit"),
        pytest.param("timeframe[]=24:hours&timeframe[]=1770000000", id="mixed"),
        pytest.param("timeframe[]=101:days", id="older than what is kept"),
        pytest.param("timeframe[]=1.5&timeframe[]=2", id="no integer"),
    ],
)
def test_a_timeframe_that_cannot_be_answered_has_its_own_type(
    app: ASGIApp, query: ToldQuery, endpoint: str, timeframe: str
) -> None:
    heard = ask(app, f"{endpoint}?{timeframe}")
    assert heard.status == 400
    kind, (message,) = heard.error
    assert kind == "invalid_timeframe"
    assert message.startswith("timeframe[]")
    assert query.questions == []


@pytest.mark.parametrize(
    ("target", "more"),
    [
        (f"{METRICS}/video_startup/overall", ["Did you mean 'video_startup_time'"]),
        (f"{METRICS}/nonsense/timeseries", ["There is no metric 'nonsense'"]),
        (f"{METRICS}/VIEWS/breakdown", ["There is no metric 'VIEWS'"]),
        (f"{VIEWS}/unknown", []),
        ("/data/v1/nothing", []),
    ],
)
def test_what_does_not_exist_is_not_found(app: ASGIApp, target: str, more: list[str]) -> None:
    heard = ask(app, target)
    kind, (first, *rest) = heard.error
    assert (heard.status, kind, first) == (404, "not_found", ABSENT)
    assert len(rest) == len(more)
    assert all(part in text for part, text in zip(more, rest, strict=True)), rest


def test_a_query_cut_off_is_not_answered_so_that_clients_send_it_again(
    app: ASGIApp, query: ToldQuery
) -> None:
    query.failure = TooExpensiveError("it read more than 2 rows: narrow the timeframe")
    heard = ask(app, OVERALL)
    assert heard.status == 422
    assert heard.error == (
        "query_too_expensive",
        ["it read more than 2 rows: narrow the timeframe"],
    )


def test_what_the_query_refuses_itself_is_the_callers_fault_too(
    app: ASGIApp, query: ToldQuery
) -> None:
    query.failure = InvalidParametersError("20000 points: use larger buckets")
    heard = ask(app, TIMESERIES)
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters")


@pytest.mark.parametrize("target", [OVERALL, f"{VIEWS}/view-1"])
def test_a_mistake_of_ours_is_logged_and_not_told(
    app: ASGIApp, query: ToldQuery, caplog: pytest.LogCaptureFixture, target: str
) -> None:
    query.failure = RuntimeError("SELECT secret FROM /var/lib")
    with caplog.at_level(logging.ERROR, logger="tests.api"):
        heard = ask(app, target)
    assert heard.status == 500
    assert heard.error == ("internal_server_error", ["Internal server error"])
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is query.failure
    assert heard.headers["x-request-id"] in record.getMessage()
