// Of the page's filters those that monitoring can ask with; the others stay in the address.

import { readFilter } from '../../shell/filters';
import { only, supported } from '../../shell/supported';
import { catalog } from '../../state/catalog.svelte';
import { place } from '../../state/place.svelte';

export function liveFilters(): string[] {
  return supported(place.filters, only(catalog.now.live_dimensions));
}

/** The value of the one filter by a dimension; null where there is none, or more than one. */
export function chosen(dimension: string): string | null {
  const found = place.filters
    .map(readFilter)
    .filter((filter) => filter.dimension === dimension && !filter.exclude);
  return found.length === 1 ? found[0]!.value : null;
}
