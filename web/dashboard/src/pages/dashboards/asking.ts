// The questions that components ask.

import { ask } from '../../api/data';
import type { Parameters } from '../../api/client';
import type { Envelope } from '../../api/words';
import { href } from '../../state/place.svelte';
import { earlier, narrowed, type Earlier, type Ground, type Narrowed } from './board';

export interface Scope {
  timeframe: readonly string[];
  filters: string[];
  metric_filters: string[];
}

/** What a component asks about; null where its filters and those above it leave nothing. */
export function scopeOf(ground: Ground, part: Narrowed): Scope | null {
  const conditions = narrowed(ground.layers, part);
  return conditions && { timeframe: ground.timeframe, ...conditions };
}

/** Ask the same about the earlier time; null where it lies before what is kept. */
export async function askEarlier<T>(
  path: string,
  parameters: Parameters,
  now: Envelope<unknown>,
  which: Earlier | null,
  signal: AbortSignal,
): Promise<Envelope<T> | null> {
  if (which === null || !now.timeframe) return null;
  try {
    return await ask<T>(path, { ...parameters, timeframe: earlier(now.timeframe, which) }, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

/** The metric's own page, with all filters that hold here. */
export function toMetrics(part: Narrowed, scope: Scope, breakdown: string | null = null): string {
  return href('metrics', [part.metric], {
    timeframe: scope.timeframe,
    filters: scope.filters,
    metric_filters: scope.metric_filters,
    measurement: part.measurement,
    breakdown,
    filter_set: null,
  });
}
