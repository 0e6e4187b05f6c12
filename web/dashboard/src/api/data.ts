// Questions to the Data API that more than one page asks.

import { place } from '../state/place.svelte';
import { get, type Parameters } from './client';
import type { Envelope } from './words';

export interface Totals {
  name: 'totals';
  watch_time: number | null;
  view_count: number;
  started_views: number;
  ended_views: number;
  unique_viewers: number;
  total_playing_time: number | null;
}

export interface ComparisonItem {
  name: string;
  metric: string;
  type: string;
  value: number | null;
  measurement?: string;
}

export interface ComparisonGroup extends ComparisonItem {
  items?: ComparisonItem[];
}

export interface Overall {
  value: number | null;
  total_views: number;
  total_watch_time: number | null;
  total_playing_time: number | null;
}

export type SeriesPoint = [string, number | null, number | null];

export interface Course {
  overall: Overall;
  /** Null where the time before lies before the retention. */
  earlier: (Overall & { timeframe: [number, number] }) | null;
  timeseries: SeriesPoint[];
}

export interface BreakdownRow {
  field: string | null;
  value: number;
  views: number;
  negative_impact: number;
  total_watch_time: number | null;
  total_playing_time: number | null;
}

/** A row of our own breakdown: `name` is what people call the value, such as a country's name. */
export interface NamedBreakdownRow extends BreakdownRow {
  name: string | null;
}

export interface InsightRow {
  filter_column: string;
  filter_value: string | null;
  metric: number;
  negative_impact_score: number;
  total_views: number;
  total_watch_time: number | null;
  total_playing_time: number | null;
}

export interface Annotation {
  id: string;
  note: string;
  /** ISO 8601, UTC. */
  date: string;
  sub_property_id: string | null;
}

/** Ask about the present environment. */
export function ask<T>(
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Envelope<T>> {
  return get<Envelope<T>>(path, { environmentId: place.environmentId, parameters, signal });
}

/** What every question about views has: the page's timeframe and filters. */
export type Scope = Readonly<Record<'timeframe' | 'filters' | 'metric_filters', readonly string[]>>;

export function scope(): Scope {
  return {
    timeframe: place.timeframe,
    filters: place.filters,
    metric_filters: place.metricFilters,
  };
}

/** The timeframe of the same length just before another one. */
export function before([from, to]: readonly [number, number]): string[] {
  return [String(from - (to - from)), String(from)];
}

/** Ask for a timeframe and for the one before it, which can only be named once the first is known. */
export async function askTwice<T>(
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<[Envelope<T>, Envelope<T> | null]> {
  const now = await ask<T>(path, parameters, signal);
  if (!now.timeframe) return [now, null];
  try {
    return [now, await ask<T>(path, { ...parameters, timeframe: before(now.timeframe) }, signal)];
  } catch (error) {
    if (signal.aborted) throw error;
    return [now, null]; // before the retention there is nothing to compare with
  }
}
