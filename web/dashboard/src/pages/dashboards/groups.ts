// The values of a dimension with a metric, now and earlier.

import { ask, type BreakdownRow } from '../../api/data';
import type { Metric } from '../../api/words';
import { askEarlier, type Scope } from './asking';
import { measurementOf, type Bars, type Ranking } from './board';

export interface Group {
  field: string | null;
  label: string;
  value: number;
  views: number;
  earlier: number | null;
}

/** What no such value has: the views without it. */
export const labelOf = (field: string | null): string => field || '(no value)';

/** Ask for the values that a component shows, and for the same ones at the earlier time. */
export async function askGroups(
  part: Bars | Ranking,
  metric: Metric,
  scope: Scope,
  signal: AbortSignal,
): Promise<Group[]> {
  const path = `/data/v1/metrics/${metric.id}/breakdown`;
  const parameters = {
    ...scope,
    measurement: measurementOf(part, metric),
    group_by: part.dimension,
    limit: part.rows,
  };
  const order =
    part.type === 'list'
      ? { order_by: 'value', order_direction: part.order }
      : { order_by: 'views', order_direction: 'desc' };
  const now = await ask<BreakdownRow[]>(path, { ...parameters, ...order }, signal);
  const shown = now.data.map((row) => `${part.dimension}:${row.field ?? ''}`);
  const then = shown.length
    ? await askEarlier<BreakdownRow[]>(
        path,
        { ...parameters, limit: 100, filters: [...parameters.filters, ...shown] },
        now,
        part.compare,
        signal,
      )
    : null;
  const before = new Map(then?.data.map((row) => [row.field, row.value]));
  return now.data.map((row) => ({
    field: row.field,
    label: labelOf(row.field),
    value: row.value,
    views: row.views,
    earlier: before.get(row.field) ?? null,
  }));
}
