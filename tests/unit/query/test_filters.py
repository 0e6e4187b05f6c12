"""What the values of `filters[]` and `metric_filters[]` mean, and which are refused."""

import pytest

from playhead.query.errors import InvalidParametersError
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import Comparison, FilterOperator

IS, IS_NOT = FilterOperator.IS, FilterOperator.IS_NOT
NULL, NOT_NULL = FilterOperator.IS_NULL, FilterOperator.IS_NOT_NULL
CONTAINS, OMITS = FilterOperator.CONTAINS, FilterOperator.OMITS


@pytest.mark.parametrize(
    ("text", "dimension", "operator", "values"),
    [
        ("country:NO", "country", IS, ("NO",)),
        ("!country:NO", "country", IS_NOT, ("NO",)),
        ("country:", "country", NULL, ()),
        ("!country:", "country", NOT_NULL, ()),
        ("country:__empty__", "country", NULL, ()),
        ("!country:__empty__", "country", NOT_NULL, ()),
        ("page_url:https://a.example/?b=c:d", "page_url", IS, ("https://a.example/?b=c:d",)),
        ("video_title:[draft]", "video_title", IS, ("[draft]",)),
        ("view_dropped:true", "view_dropped", IS, ("true",)),
        ("asn:64500", "asn", IS, ("64500",)),
        ("+video_cdn_trace:fastly", "video_cdn_trace", CONTAINS, ("fastly",)),
        (" video_cdn_trace:fastly", "video_cdn_trace", CONTAINS, ("fastly",)),
        ("-video_cdn_trace:fastly", "video_cdn_trace", OMITS, ("fastly",)),
        ("video_cdn_trace:[fastly,akamai]", "video_cdn_trace", IS, ("fastly", "akamai")),
        ("video_cdn_trace:[fastly, akamai]", "video_cdn_trace", IS, ("fastly", "akamai")),
        ("video_cdn_trace:[]", "video_cdn_trace", IS, ()),
        ("video_cdn_trace:", "video_cdn_trace", IS, ()),
        ("!video_cdn_trace:[fastly]", "video_cdn_trace", IS_NOT, ("fastly",)),
        ("!video_cdn_trace:", "video_cdn_trace", IS_NOT, ()),
    ],
)
def test_a_filter_is_read(
    text: str, dimension: str, operator: FilterOperator, values: tuple[str, ...]
) -> None:
    (found,) = read_filters([text])
    assert (found.dimension.id, found.operator, found.values) == (dimension, operator, values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("country", "has no colon: write 'dimension:value'"),
        (":NO", "names no dimension"),
        ("!:NO", "names no dimension"),
        ("contry:NO", "no dimension 'contry'. Did you mean 'country'?"),
        ("zzz:NO", "no dimension 'zzz'."),
        (" country:NO", "no dimension ' country'. Did you mean 'country'?"),
        ("+country:NO", "'+' asks a sequence, and country is none"),
        ("-country:NO", "'-' asks a sequence"),
        ("!+video_cdn_trace:a", "'!+' cannot be combined"),
        ("!-video_cdn_trace:a", "'!-' cannot be combined"),
        ("+video_cdn_trace:[a]", "takes one element without brackets"),
        ("+video_cdn_trace:", "takes one element without brackets"),
        ("video_cdn_trace:a", "write 'video_cdn_trace:[a]', or '+video_cdn_trace:a'"),
        ("video_cdn_trace:[a", "is compared in brackets"),
        ("view_dropped:yes", "view_dropped is 'true' or 'false'"),
        ("asn:AS64500", "asn is a number"),
        ("asn:nan", "asn is a number"),
        ("asn:1_0", "asn is a number"),
        ("page_url:" + "a" * 2049, "longer than 2048 characters"),
        ("page_url:\ud800", "holds half a character"),
    ],
)
def test_a_filter_that_says_nothing_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidParametersError) as caught:
        read_filters([text])
    assert message in str(caught.value)
    assert str(caught.value).startswith("filters[] ")
    assert len(str(caught.value)) < 500
    str(caught.value).encode()


@pytest.mark.parametrize(
    ("text", "metric", "operator", "number"),
    [
        ("aggregate_startup_time>=1000", "aggregate_startup_time", ">=", 1000),
        ("rebuffer_percentage<0.5", "rebuffer_percentage", "<", 0.5),
        ("rebuffer_count<=-3", "rebuffer_count", "<=", -3),
        ("rebuffer_count>1e3", "rebuffer_count", ">", 1000),
        ("rebuffer_count=0", "rebuffer_count", "=", 0),
        ("rebuffer_count==0", "rebuffer_count", "=", 0),
        ("rebuffer_count != 0", "rebuffer_count", "!=", 0),
        ("smoothness_score>0", "rebuffer_score", ">", 0),
    ],
)
def test_a_metric_filter_is_read(text: str, metric: str, operator: str, number: float) -> None:
    (found,) = read_metric_filters([text])
    assert (found.metric.id, found.operator) == (metric, Comparison(operator))
    assert found.number == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rebuffer_count", "cannot be read"),
        ("rebuffer_count>", "cannot be read"),
        ("rebuffer_count=>1", "cannot be read"),
        ("rebuffer_count>many", "cannot be read"),
        ("rebuffer_count>nan", "cannot be read"),
        ("rebuffer_count>inf", "cannot be read"),
        ("rebuffer_count:1", "cannot be read"),
        ("rebufer_count>1", "no metric 'rebufer_count'. Did you mean 'rebuffer_count'?"),
        ("views>1", "views cannot filter views"),
        ("unique_viewers>1", "unique_viewers cannot filter views"),
        ("view_dropped_percentage>0", "cannot filter views"),
        ("exits_before_video_start=1", "cannot filter views"),
        ("video_startup_failure_percentage=1", "cannot filter views"),
        ("x" * 9999, "cannot be read"),
    ],
)
def test_a_metric_filter_that_says_nothing_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidParametersError) as caught:
        read_metric_filters([text])
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500


def test_fifty_filters_are_enough() -> None:
    assert len(read_filters(["country:NO"] * 50)) == 50
    with pytest.raises(InvalidParametersError, match=r"given 51 times: give at most 50"):
        read_filters(["country:NO"] * 51)
    with pytest.raises(InvalidParametersError, match=r"metric_filters\[\] was given 51 times"):
        read_metric_filters(["rebuffer_count>0"] * 51)
