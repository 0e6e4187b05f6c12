// Dashboards that people build, as the control API tells of them, and the rules of their filters.
//
// Law: a dashboard's filters, the reader's and a component's all have to hold. Of one of these, the
// values of one dimension are alternatives, as everywhere; where two leave no value in common,
// there is nothing to ask and nothing to show.

import type { Metric } from '../../api/words';
import { readFilter } from '../../shell/filters';

export type Visibility = 'private' | 'shared';
export type Earlier = 'before' | 'day' | 'week';
export type Width = 'half' | 'full';

export interface Conditions {
  filters: readonly string[];
  metric_filters: readonly string[];
}

export interface Narrowed {
  metric: string;
  measurement: string | null;
  title: string;
  filters: string[];
  metric_filters: string[];
}

export interface Series extends Narrowed {
  type: 'timeseries';
  width: Width;
  compare: Earlier | null;
  dimension: string | null;
  values: string[];
}

export interface Bars extends Narrowed {
  type: 'bars';
  width: Width;
  dimension: string;
  rows: number;
  compare: Earlier | null;
}

export interface Ranking extends Narrowed {
  type: 'list';
  dimension: string;
  rows: number;
  order: 'desc' | 'asc';
  compare: Earlier | null;
}

export type Component = Series | Bars | Ranking;

export interface Definition {
  numbers: Narrowed[];
  components: Component[];
  filters: string[];
  metric_filters: string[];
  timeframe: string;
}

interface Owned {
  id: string;
  name: string;
  visibility: Visibility;
  owner: { id: string; name: string; is_you: boolean };
  may_change: boolean;
  is_favourite: boolean;
  changed_at: string;
}

export interface ListedBoard extends Owned {
  timeframe: string;
  component_count: number;
}

export interface Board extends Owned {
  definition: Definition;
}

/** The time and the filters that stand above all components. */
export interface Ground {
  timeframe: readonly string[];
  layers: readonly Conditions[];
}

export const COMPONENTS_MOST = 10;
export const NUMBERS_MOST = 5;
export const VALUES_MOST = 6;
export const ROWS_MOST = 25;
export const NAME_CHARS_MOST = 50;
export const TIMEFRAMES = [
  { value: '60:minutes', label: 'Last 60 minutes' },
  { value: '6:hours', label: 'Last 6 hours' },
  { value: '24:hours', label: 'Last 24 hours' },
  { value: '3:days', label: 'Last 3 days' },
  { value: '7:days', label: 'Last 7 days' },
  { value: '30:days', label: 'Last 30 days' },
  { value: '100:days', label: 'Last 100 days' },
] as const;

export const EARLIER: Record<Earlier, string> = {
  before: 'the time before',
  day: 'one day earlier',
  week: 'one week earlier',
};

export const EMPTY: Definition = {
  numbers: [],
  components: [],
  filters: [],
  metric_filters: [],
  timeframe: '24:hours',
};

export function componentCount(definition: Definition): number {
  return definition.components.length + (definition.numbers.length > 0 ? 1 : 0);
}

/** Whether one more fits; the bar of numbers counts once, however many stand in it. */
export function hasRoom(definition: Definition, kind: 'number' | 'component'): boolean {
  const count = componentCount(definition);
  if (kind === 'component') return count < COMPONENTS_MOST;
  const { length } = definition.numbers;
  return length < NUMBERS_MOST && (length > 0 || count < COMPONENTS_MOST);
}

/** What all layers above a component and its own filters come to; null where they leave nothing.
 *
 * A component that breaks down by a dimension shows its values, whatever filters above say of it.
 */
export function narrowed(
  layers: readonly Conditions[],
  part: Narrowed | Component,
): { filters: string[]; metric_filters: string[] } | null {
  const dimension = 'dimension' in part ? part.dimension : null;
  const lines = 'type' in part && part.type === 'timeseries';
  return merged([
    ...layers.map((layer) => without(layer, dimension)),
    lines ? without(part, dimension) : part, // a line asks for one value, and would get both
  ]);
}

function without(layer: Conditions, dimension: string | null): Conditions {
  return {
    filters: layer.filters.filter((text) => readFilter(text).dimension !== dimension),
    metric_filters: layer.metric_filters,
  };
}

/** What to ask so that all layers hold; null where they leave nothing. */
export function merged(
  layers: readonly Conditions[],
): { filters: string[]; metric_filters: string[] } | null {
  const allowed = new Map<string, string[]>();
  const others = new Set<string>();
  for (const layer of layers) {
    const own = new Map<string, string[]>();
    for (const text of layer.filters) {
      const { dimension, value, exclude } = readFilter(text);
      if (exclude || /^[+-]/.test(dimension)) others.add(text);
      else own.set(dimension, [...(own.get(dimension) ?? []), value]);
    }
    for (const [dimension, values] of own) {
      const before = allowed.get(dimension);
      const left = before ? before.filter((each) => values.includes(each)) : [...new Set(values)];
      if (left.length === 0) return null;
      allowed.set(dimension, left);
    }
  }
  return {
    filters: [
      ...[...allowed].flatMap(([dimension, values]) =>
        values.map((value) => `${dimension}:${value}`),
      ),
      ...others,
    ],
    metric_filters: [...new Set(layers.flatMap((layer) => layer.metric_filters))],
  };
}

const DAY_S = 86_400;

/** The timeframe of the same length that a component is compared with. */
export function earlier([from, to]: readonly [number, number], which: Earlier): string[] {
  const back = { before: to - from, day: DAY_S, week: 7 * DAY_S }[which];
  return [String(from - back), String(to - back)];
}

/** The measurement that is asked for: the chosen one, or the metric's own. */
export function measurementOf(part: Narrowed, metric: Metric): string {
  return part.measurement && metric.measurements.includes(part.measurement)
    ? part.measurement
    : metric.default_measurement;
}

/** One place on, or back, in a list. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken === undefined || to < 0 || to > next.length) return [...list];
  next.splice(to, 0, taken);
  return next;
}
