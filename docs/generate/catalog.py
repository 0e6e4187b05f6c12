"""The reference of metrics and of dimensions, from the catalog."""

from types import ModuleType

from docs.generate.markdown import code, codes, first_paragraph, page, table
from playhead.catalog import dimensions, metrics
from playhead.catalog.dimension import Dimension, Level
from playhead.catalog.index import DIMENSIONS, METRICS, families_of
from playhead.catalog.measure import Distinct, Flag, Number, One, PerDistinct, Ratio, Value
from playhead.catalog.metric import Metric

_METRICS_INTRO = f"""\
{len(METRICS)} metrics, by family. Each is asked for as `/data/v1/metrics/<id>/overall`,
`/timeseries` and `/breakdown`. A view without a value does not count: *Counts* says which views
have one.

- **Unit**: `percentage` is a fraction (0.25 is 25 %), `score` a fraction from 0 (bad) to 1 (good).
- **Time**: which end of a view decides the interval it belongs to.
- **Default**: the measurement where none is asked for. `95th`, `median`, `avg`, `count` and `sum`
  are allowed unless the entry names fewer.
- **From**: the view's own value, from the columns of [a view](view.md). The average of a ratio is
  the ratio of the sums; every other average is the plain mean over views.
- Percentiles are nearest-rank and exact, of however many views; insights take them of numbers of
  seven digits ([why](../decisions/0020-exact-percentiles-in-one-pass.md)).

A metric may stand in `metric_filters[]` unless its entry says otherwise.
"""

_DIMENSIONS_INTRO = f"""\
{len(DIMENSIONS)} dimensions, by family. Views are grouped by them (`group_by`) and filtered with
them: `filters[]=country:DE` is, `filters[]=!country:DE` is not, `filters[]=country:` has no value.
On a *trace*, a sequence of texts, `+` contains, `-` omits, and `[a,b]` is the whole sequence.

*Level* is the list in which an id is shown: basic, advanced, or none. Every dimension can be used
everywhere, whatever its level.
"""


def metrics_page() -> str:
    """Return the reference of metrics."""
    parts = [
        f"## {_title(family)}\n\n" + "\n".join(map(_metric, family.METRICS))
        for family in families_of(metrics)
    ]
    return page("Metrics", "src/playhead/catalog/metrics/", _METRICS_INTRO, *parts)


def dimensions_page() -> str:
    """Return the reference of dimensions."""
    heads = ("id", "label", "meaning", "column", "values", "level")
    parts = [
        f"## {_title(family)}\n\n" + table(heads, map(_dimension_row, family.DIMENSIONS))
        for family in families_of(dimensions)
    ]
    return page("Dimensions", "src/playhead/catalog/dimensions/", _DIMENSIONS_INTRO, *parts)


def _title(family: ModuleType) -> str:
    return first_paragraph(family).rstrip(".")


def _metric(metric: Metric) -> str:
    facts = [
        ("Meaning", metric.meaning),
        ("Counts", metric.counts),
        ("Unit", code(metric.unit)),
        ("Time", code(metric.basis)),
        ("From", value_text(metric.value)),
        ("Default", code(metric.default)),
        ("Better", metric.better.value),
        ("Since", metric.since),
    ]
    if len(metric.allowed) == 1:
        facts.append(("Allowed", codes(metric.allowed)))
    if metric.aliases:
        facts.append(("Also known as", codes(metric.aliases)))
    if not metric.filterable:
        facts.append(("Filter", "not in `metric_filters[]`"))
    rows = [(f"**{name}**", text) for name, text in facts]
    return f"### {metric.label}\n\n" + table((code(metric.id), ""), rows)


def value_text(value: Value) -> str:
    """Return in words what a metric takes from a view."""
    match value:
        case One():
            return "1 for each view"
        case Number(column):
            return code(column)
        case Flag(column, None):
            return f"1 where {code(column)}, else 0"
        case Flag(column, among):
            return f"1 where {code(column)}, else 0, among views with {code(among)}"
        case Ratio(numerator, denominator, scale):
            times = "" if scale == 1 else f" * {scale:,g}"
            return f"{code(numerator)} / {code(denominator)}{times}"
        case Distinct(column):
            return f"distinct {code(column)}"
        case PerDistinct(column):
            return f"views per distinct {code(column)}"


def _dimension_row(dimension: Dimension) -> tuple[str, ...]:
    column = code(dimension.column)
    if dimension.prefix_column:
        column = f"{code(dimension.prefix_column)} and {column}"
    if dimension.names_country:
        column = f"{column}, called by its English name"
    if dimension.name_column:
        column = f"{column}, called {code(dimension.name_column)}"
    level = "none" if dimension.level is Level.NONE else dimension.level.value
    return (
        code(dimension.id),
        dimension.label,
        dimension.meaning,
        column,
        dimension.shape.value,
        level,
    )
