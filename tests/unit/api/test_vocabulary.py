"""An interface that reads the catalog's endpoint need know no metric by heart."""

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID, METRICS
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from tests.unit.api.asking import ask

CATALOG = "/api/v1/catalog"


def test_every_metric_is_told_with_its_unit_and_what_it_can_be_measured_by(app: ASGIApp) -> None:
    told = {each["id"]: each for each in ask(app, CATALOG).json["data"]["metrics"]}
    assert told.keys() == {metric.id for metric in METRICS}
    startup = told["video_startup_time"]
    assert startup["unit"] == "milliseconds"
    assert startup["better"] == "lower"
    assert startup["default_measurement"] == "median"
    assert startup["family"] == "Startup"
    assert "rebuffer_score" in told
    assert "smoothness_score" in told["rebuffer_score"]["aliases"]


@pytest.mark.parametrize(
    ("dimension", "category", "shape"),
    [
        ("country", "Location", "text"),
        ("custom_3", "Custom", "text"),
        ("asn", "Location", "number"),
    ],
)
def test_every_dimension_is_told_with_its_group(
    app: ASGIApp, dimension: str, category: str, shape: str
) -> None:
    told = {each["id"]: each for each in ask(app, CATALOG).json["data"]["dimensions"]}
    assert told.keys() == set(DIMENSION_BY_ID)
    assert (told[dimension]["category"], told[dimension]["shape"]) == (category, shape)


def test_live_metrics_tell_whether_they_are_one_number(app: ASGIApp) -> None:
    told = {each["id"]: each for each in ask(app, CATALOG).json["data"]["live_metrics"]}
    assert list(told) == [metric.id for metric in LIVE_METRICS]
    assert not told["video-startup-time"]["in_breakdown"]
    assert told["current-concurrent-viewers"]["in_breakdown"]
