"""Finding metrics and dimensions by id: the families in the two folders, read once at import.

Law: to add an entry is to write it into a family; nothing here names one.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, ModuleType

from playhead.catalog import dimensions, metrics
from playhead.catalog.dimension import Dimension
from playhead.catalog.metric import Metric


class CatalogError(Exception):
    """Two entries claim the same id or alias."""


def families_of(package: ModuleType) -> Iterator[ModuleType]:
    """Yield the modules of a package, by name."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def by_id(entries: Iterable[Metric]) -> Mapping[str, Metric]:
    """Return metrics by id and by alias.

    Raises:
        CatalogError: two entries share an id or an alias.
    """
    found: dict[str, Metric] = {}
    for entry in entries:
        for name in (entry.id, *entry.aliases):
            if name in found:
                raise CatalogError(f"{name!r} names both {found[name].id} and {entry.id}")
            found[name] = entry
    return MappingProxyType(found)


def dimensions_by_id(entries: Iterable[Dimension]) -> Mapping[str, Dimension]:
    """Return dimensions by id.

    Raises:
        CatalogError: two entries share an id.
    """
    found: dict[str, Dimension] = {}
    for entry in entries:
        if entry.id in found:
            raise CatalogError(f"dimension {entry.id!r} is declared twice")
        found[entry.id] = entry
    return MappingProxyType(found)


METRICS: tuple[Metric, ...] = tuple(
    entry for family in families_of(metrics) for entry in family.METRICS
)
DIMENSIONS: tuple[Dimension, ...] = tuple(
    entry for family in families_of(dimensions) for entry in family.DIMENSIONS
)
METRIC_BY_ID = by_id(METRICS)
DIMENSION_BY_ID = dimensions_by_id(DIMENSIONS)
