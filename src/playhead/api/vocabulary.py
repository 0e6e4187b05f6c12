"""What can be asked: every metric and dimension with its name, meaning and unit, for interfaces.

Law: it is the catalog, with an environment's own names for its own dimensions; an interface that
reads it need know no metric by heart.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

import msgspec

from playhead.api.endpoint import Asked
from playhead.catalog import dimensions, metrics
from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.index import families_of
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSIONS
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.model.intent import CustomDimension

Words = TypeVar("Words")


class VocabularyEnvelope(msgspec.Struct, Generic[Words], frozen=True):
    """What the vocabulary is wrapped in: it knows no timeframe and no pages."""

    data: Words


class MetricWord(msgspec.Struct, frozen=True):
    """A metric. `family` is a group of metrics that belong together; `aliases` are former ids."""

    id: str
    aliases: tuple[str, ...]
    label: str
    meaning: str
    counts: str
    family: str
    unit: Unit
    aggregation: TimeBasis
    better: Better
    measurements: tuple[Measurement, ...]
    default_measurement: Measurement
    has_percentiles: bool
    is_filterable: bool


class DimensionWord(msgspec.Struct, frozen=True):
    """A dimension. `category` is a group of dimensions, for the site's own the one it gave."""

    id: str
    label: str
    meaning: str
    category: str
    shape: Shape


class LiveMetricWord(msgspec.Struct, frozen=True):
    """A metric of monitoring. One that is not `in_breakdown` is told as a distribution alone."""

    id: str
    label: str
    meaning: str
    unit: Unit
    better: Better
    in_breakdown: bool


class LiveDimensionWord(msgspec.Struct, frozen=True):
    """A dimension of monitoring."""

    id: str
    label: str
    meaning: str


class Vocabulary(msgspec.Struct, frozen=True):
    """All of it."""

    metrics: tuple[MetricWord, ...]
    dimensions: tuple[DimensionWord, ...]
    live_metrics: tuple[LiveMetricWord, ...]
    live_dimensions: tuple[LiveDimensionWord, ...]


def _metric_words() -> Iterable[MetricWord]:
    for module in families_of(metrics):
        family = _name_of(module.__name__)
        for entry in module.METRICS:
            yield _metric_word(entry, family)


def _metric_word(entry: Metric, family: str) -> MetricWord:
    return MetricWord(
        id=entry.id,
        aliases=entry.aliases,
        label=entry.label,
        meaning=entry.meaning,
        counts=entry.counts,
        family=family,
        unit=entry.unit,
        aggregation=entry.basis,
        better=entry.better,
        measurements=entry.allowed,
        default_measurement=entry.default,
        has_percentiles=entry.ranked,
        is_filterable=entry.filterable,
    )


def _dimension_words() -> Iterable[DimensionWord]:
    for module in families_of(dimensions):
        category = _name_of(module.__name__)
        for entry in module.DIMENSIONS:
            yield _dimension_word(entry, category)


def _dimension_word(entry: Dimension, category: str) -> DimensionWord:
    return DimensionWord(entry.id, entry.label, entry.meaning, category, entry.shape)


def _name_of(module: str) -> str:
    return module.rpartition(".")[2].capitalize()


METRIC_WORDS: Final = tuple(_metric_words())
DIMENSION_WORDS: Final = tuple(_dimension_words())
LIVE_METRIC_WORDS: Final = tuple(
    LiveMetricWord(each.id, each.label, each.meaning, each.unit, each.better, not each.in_histogram)
    for each in LIVE_METRICS
)
LIVE_DIMENSION_WORDS: Final = tuple(
    LiveDimensionWord(each.id, each.label, each.meaning) for each in LIVE_DIMENSIONS
)


def vocabulary(asked: Asked) -> VocabularyEnvelope[Vocabulary]:
    """Answer `/api/v1/catalog`."""
    own = asked.snapshot.custom_dimensions
    environment_id = asked.environment.id
    named = tuple(_named(own, environment_id))
    return VocabularyEnvelope(
        Vocabulary(METRIC_WORDS, named, LIVE_METRIC_WORDS, LIVE_DIMENSION_WORDS)
    )


def _named(
    own: Mapping[tuple[str, str], CustomDimension], environment_id: str
) -> Iterable[DimensionWord]:
    """Yield the dimensions under the names that the environment gave; without what it hides."""
    for word in DIMENSION_WORDS:
        chosen = own.get((environment_id, word.id))
        if chosen is None:
            yield word
        elif chosen.enabled:
            yield msgspec.structs.replace(word, label=chosen.display_name, category=chosen.category)
