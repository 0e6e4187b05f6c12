// What is asked of the parts of views. They are filtered by dimensions, and not by metrics.

import { ask, type NamedBreakdownRow, type Scope } from '../../../api/data';
import { EMPTY, type Bucket, type Column, type Part, type Row } from './parts';

export interface Asked {
  scope: Pick<Scope, 'timeframe' | 'filters'>;
  part: Part;
  attribute: string;
}

/** As many as the server gives at once. */
const ROWS_MOST = 100;
const COLUMNS = 4;

/** Renditions are told apart by one of their attributes; a mode has no more than its name. */
const groupBy = ({ part, attribute }: Asked): { group_by?: string[] } =>
  part === 'rendition' ? { group_by: [attribute] } : {};

function askPart<T>(what: string, { scope, part }: Asked, more: object, signal: AbortSignal) {
  const path = `/data/v1/subview-metrics/playing_time/${part}/${what}`;
  return ask<T>(path, { ...scope, ...more }, signal);
}

export interface Shares {
  attribute: string;
  totalMs: number;
  rows: Row[];
  /** How many values there are in all. */
  values: number;
}

export async function askShares(asked: Asked, signal: AbortSignal): Promise<Shares> {
  const more = { ...groupBy(asked), limit: ROWS_MOST };
  const [all, rows] = await Promise.all([
    askPart<{ metric_value: number }>('overall', asked, {}, signal),
    askPart<Row[]>('breakdown', asked, more, signal),
  ]);
  return {
    attribute: asked.attribute,
    totalMs: all.data.metric_value,
    rows: rows.data,
    values: rows.total_row_count ?? rows.data.length,
  };
}

export async function askOverTime(
  asked: Asked,
  signal: AbortSignal,
): Promise<{ attribute: string; buckets: Bucket[] }> {
  const more = { ...groupBy(asked), breakdown_value_limit: ROWS_MOST };
  const answer = await askPart<Bucket[]>('breakdown-timeseries', asked, more, signal);
  return { attribute: asked.attribute, buckets: answer.data };
}

export interface SideBySide {
  attribute: string;
  dimension: string;
  /** The values that were played longest, with what people call them. */
  heads: NamedBreakdownRow[];
  columns: Column[];
}

export async function askSideBySide(
  asked: Asked,
  dimension: string,
  signal: AbortSignal,
): Promise<SideBySide> {
  const { attribute } = asked;
  const longest = await ask<NamedBreakdownRow[]>(
    '/api/v1/metrics/playing_time/breakdown',
    { ...asked.scope, group_by: dimension, order_by: 'value', limit: COLUMNS },
    signal,
  );
  const heads = longest.data;
  if (heads.length === 0) return { attribute, dimension, heads, columns: [] };
  const more = {
    ...groupBy(asked),
    dimension,
    values: heads.map((each) => each.field ?? EMPTY),
    breakdown_value_limit: ROWS_MOST,
  };
  const answer = await askPart<Column[]>('comparison', asked, more, signal);
  return { attribute, dimension, heads, columns: answer.data };
}
