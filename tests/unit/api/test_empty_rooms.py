"""Incidents and exports: nothing makes any, so the answers are empty, and in their right shape."""

import pytest
from starlette.types import ASGIApp

from tests.unit.api import made
from tests.unit.api.asking import ask

NOW_S = made.NOW_MS // 1000
EMPTY = {"total_row_count": 0, "timeframe": [NOW_S - 86_400, NOW_S], "data": []}


@pytest.mark.parametrize(
    "target",
    [
        "exports",
        "exports/views",
        "incidents",
        "incidents?status=open&severity=alert&limit=500&page=2&order_by=value&order_direction=asc",
        "incidents?measurement=median&timeframe[]=nonsense",
    ],
)
def test_an_empty_list(app: ASGIApp, target: str) -> None:
    heard = ask(app, f"/data/v1/{target}")
    assert (heard.status, heard.json) == (200, EMPTY)


@pytest.mark.parametrize("target", ["incidents/ABCD1234", "incidents/ABCD1234/related"])
def test_an_incident_that_there_is_not(app: ASGIApp, target: str) -> None:
    heard = ask(app, f"/data/v1/{target}")
    assert heard.status == 404
    assert heard.error[0] == "not_found"


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("status=opened", "Did you mean 'open'?"),
        ("severity=bad", "warning, alert"),
        ("order_by=time", "negative_impact, value, views, field"),
        ("order_direction=up", "order_direction 'up'"),
        ("limit=0", "limit '0'"),
        ("page=x", "page 'x'"),
    ],
)
def test_a_mistake_is_told_although_nothing_is_there(
    app: ASGIApp, parameters: str, says: str
) -> None:
    heard = ask(app, f"/data/v1/incidents?{parameters}")
    assert heard.status == 400
    assert says in heard.error[1][0]
