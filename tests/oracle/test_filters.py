"""Filters let through the views that the plain-Python reading lets through."""

import pytest

from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import (
    Overall,
    Scope,
)
from playhead.query.run import Query
from tests.oracle import reading
from tests.oracle.questions import SAMPLE, SCOPE


@pytest.mark.parametrize(
    "filters",
    [
        ["browser:browser 1"],
        ["browser:browser 1", "browser:browser 2"],
        ["!browser:browser 1"],
        ["!browser:browser 1", "!browser:browser 2"],
        ["browser:browser 1", "browser:browser 2", "!browser:browser 2"],
        ["browser:browser 1", "country:country 2"],
        ["browser:it's"],
        ["browser:"],
        ["browser:__empty__", "browser:browser 3"],
        ["!browser:"],
        ["page_url:a\\b\n"],
        ["page_url:b:c"],
        ["page_url:[x,y]"],
        ["page_url:{p:String}"],
        ["page_url:Å 😀"],
        ["!page_url:%(s)s"],
        ["page_url:' OR 1=1 --"],
        ["browser_version:browser_version 1"],
        ["browser_version:browser 2 browser_version 1"],
        ["!browser_version:browser 2 browser_version 1"],
        ["browser_version:"],
        ["asn:2"],
        ["!asn:2"],
        ["asn:"],
        ["video_source_fps:29.97"],
        ["video_source_fps:30"],
        ["view_dropped:true"],
        ["!view_dropped:true"],
        ["preroll_played:false"],
        ["!preroll_played:false"],
        ["preroll_played:"],
        ["+video_cdn_trace:c d"],
        ["+video_cdn_trace:a", "+video_cdn_trace:b"],
        ["-video_cdn_trace:a"],
        ["-video_cdn_trace:a", "-video_cdn_trace:b"],
        ["video_cdn_trace:[a,b]"],
        ["!video_cdn_trace:[a,b]"],
        ["video_cdn_trace:[]"],
        ["!video_cdn_trace:"],
        ["video_cdn_trace:[]", "+video_cdn_trace:a"],
        ["environment_id:other"],
    ],
    ids=repr,
)
def test_filters(query: Query, views: list[View], filters: list[str]) -> None:
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, read_filters(filters))
    expected = len(reading.chosen(views, scope, TimeBasis.START))
    assert query.overall(Overall(scope, SAMPLE[0])).total_views == expected
    assert expected < len(reading.chosen(views, SCOPE, TimeBasis.START))
    assert expected or filters[0] in {"page_url:' OR 1=1 --", "environment_id:other"}


@pytest.mark.parametrize(
    "filters",
    [
        ["video_startup_time>=1000"],
        ["video_startup_time<1000"],
        ["rebuffer_percentage>0.5"],
        ["rebuffer_count=0"],
        ["rebuffer_count!=0"],
        ["seek_latency<=2.5"],
        ["playback_failure_percentage=1"],
        ["ad_playback_failure_percentage=0"],
        ["viewer_experience_score>-1e3", "video_startup_time>0"],
    ],
    ids=repr,
)
def test_metric_filters(query: Query, views: list[View], filters: list[str]) -> None:
    wanted = read_metric_filters(filters)
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, metric_filters=wanted)
    expected = len(reading.chosen(views, scope, TimeBasis.START))
    assert query.overall(Overall(scope, SAMPLE[0])).total_views == expected > 0
