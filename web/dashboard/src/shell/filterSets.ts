// Sets of filters with a name, as the control API tells of them.

export interface FilterSet {
  id: string;
  name: string;
  visibility: 'private' | 'shared';
  filters: string[];
  metric_filters: string[];
  owner: { id: string; name: string; is_you: boolean };
  may_change: boolean;
  changed_at: string;
}

/** Whether these are the set's very filters, in whatever order. */
export function isApplied(
  set: Pick<FilterSet, 'filters' | 'metric_filters'>,
  filters: readonly string[],
  metricFilters: readonly string[],
): boolean {
  return same(set.filters, filters) && same(set.metric_filters, metricFilters);
}

function same(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [new Set(one), new Set(other)];
  return first.size === second.size && [...first].every((each) => second.has(each));
}
