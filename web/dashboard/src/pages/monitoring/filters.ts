// Of the page's filters those that monitoring can ask with; the others stay in the address.

import { only, supported } from '../../shell/supported';
import { catalog } from '../../state/catalog.svelte';
import { place } from '../../state/place.svelte';

export function liveFilters(): string[] {
  return supported(place.filters, only(catalog.now.live_dimensions));
}
