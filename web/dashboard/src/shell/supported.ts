// Which filters a page can do with. They stay in the address all the same, for the pages after it.

import { readFilter } from './filters';

/** Tells whether a page filters by a dimension; null: by all, and by metrics too. */
export type Supports = ((dimension: string) => boolean) | null;

/** What a page knows that can filter by these dimensions alone. */
export function only(dimensions: readonly { id: string }[]): Supports {
  const known = new Set(dimensions.map((each) => each.id));
  return (dimension) => known.has(dimension);
}

/** What a page knows that filters by every dimension, but by no metric. */
export const NO_METRICS: Supports = () => true;

/** Those of the filters that a page can ask with. */
export function supported(filters: readonly string[], supports: Supports): string[] {
  return filters.filter(
    (text) => supports === null || supports(readFilter(text).dimension.replace(/^[+-]/, '')),
  );
}

/** Whether a page leaves some of the filters out. */
export function leavesOut(
  filters: readonly string[],
  metricFilters: readonly string[],
  supports: Supports,
): boolean {
  if (supports === null) return false;
  return metricFilters.length > 0 || supported(filters, supports).length < filters.length;
}
