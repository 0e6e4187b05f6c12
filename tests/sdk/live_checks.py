"""What an official client has to say of the viewers in `live_seeds`, whichever client it is."""

from collections.abc import Callable
from typing import Any

POINTS = 360
MINUTES = 30


def dimensions(count: int) -> Callable[[Any], None]:
    """The list of dimensions is whole, and in its order."""

    def check(answer: Any) -> None:
        names = [each["name"] for each in answer["data"]]
        assert (len(names), names[:2]) == (count, ["asn", "cdn"])
        assert answer["data"][0]["display_name"] == "ASN"

    return check


def metrics(count: int) -> Callable[[Any], None]:
    """The list of metrics is whole, and in its order."""

    def check(answer: Any) -> None:
        names = [each["name"] for each in answer["data"]]
        assert (len(names), names) == (count, sorted(names))

    return check


def breakdown(answer: Any) -> None:
    """Viewers by country; of two nothing is known."""
    start, end = answer["timeframe"]
    assert start == end
    assert [
        (row.get("value"), row["metric_value"], row["concurrent_viewers"]) for row in answer["data"]
    ] == [("NO", 10, 10), (None, 2, 2)]
    assert answer["data"][0]["display_value"] == "Norway"
    assert answer["data"][0]["starting_up_viewers"] == 1


def breakdown_timeseries(answer: Any) -> None:
    """A minute of stalls in one network, of which fifteen seconds are known."""
    assert answer["total_row_count"] == len(answer["data"]) == 12
    assert [len(each["values"]) for each in answer["data"]] == [0] * 9 + [1] * 3
    (row,) = answer["data"][-1]["values"]
    assert (row["value"], row["concurrent_viewers"]) == ("AS64500", 10)
    assert 0 < row["metric_value"] < 1


def timeseries(value: float, viewers: int) -> Callable[[Any], None]:
    """Half an hour, of which fifteen seconds are known."""

    def check(answer: Any) -> None:
        start, end = answer["timeframe"]
        assert (len(answer["data"]), end - start) == (POINTS, 1_795)
        newest = answer["data"][-1]
        assert (newest["value"], newest["concurrent_viewers"]) == (value, viewers)
        assert answer["data"][0].get("value") is None
        assert answer["data"][0]["concurrent_viewers"] == 0

    return check


def histogram(answer: Any) -> None:
    """Twelve starts in one minute, or in the two that the ticks lie in."""
    assert len(answer["data"]) == MINUTES
    assert len(answer["meta"]["buckets"]) == 7
    assert answer["meta"]["buckets"][-1].get("end") is None
    assert sum(minute["sum"] for minute in answer["data"]) == 12
    newest = answer["data"][-1]
    assert {400, 1_200} >= {newest["median"], newest["p95"]}
    assert newest["max_percentage"] == newest["bucket_values"][1]["percentage"] == 0.5
