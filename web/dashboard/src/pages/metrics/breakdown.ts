// What a breakdown says and saves, apart from how it looks.

import type { NamedBreakdownRow } from '../../api/data';
import { count } from '../../format/numbers';

/** Below this a number may well be chance. */
export const FEW_VIEWS = 10;
/** As many as the server gives at once. */
export const FILE_ROWS = 1_000;

type Named = Pick<NamedBreakdownRow, 'field' | 'name'>;

/** What a value is called, where that says more than the value. */
export function nameOf(row: Named): string | null {
  return row.field !== null && row.name && row.name !== row.field ? row.name : null;
}

/** The value as one says it, with its name where it has one. */
export function said(row: Named): string {
  const name = nameOf(row);
  return row.field === null ? '(no value)' : name ? `${row.field} ${name}` : row.field;
}

export function found(total: number, search: string): string {
  const values = total === 1 ? '1 value contains' : `${count(total)} values contain`;
  return `${values} “${search}”`;
}

/** The direction after a click on a column: its own at first, then the other one. */
export function turned(order: string, direction: string, clicked: string): string | null {
  return order === clicked ? (direction === 'asc' ? 'desc' : 'asc') : null;
}

export function breakdownFile(
  dimension: string,
  metric: string,
  rows: readonly NamedBreakdownRow[],
): (string | number)[][] {
  return [
    [dimension, 'name', metric, 'views', 'total_watch_time_ms', 'negative_impact'],
    ...rows.map((row) => [
      row.field ?? '',
      row.name ?? '',
      row.value,
      row.views,
      row.total_watch_time ?? '',
      row.negative_impact,
    ]),
  ];
}
