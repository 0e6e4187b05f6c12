// How a filter by a metric is written in addresses and in the API, `metric>=number`, and how people
// give the number: percentages and scores from 0 to 100, though they are kept as fractions.

import type { Unit } from '../api/words';

export type Comparison = '>=' | '<=' | '=';

export interface MetricFilter {
  metric: string;
  comparison: Comparison | string;
  value: number;
}

export const COMPARISONS: readonly { value: Comparison; label: string }[] = [
  { value: '>=', label: '≥' },
  { value: '<=', label: '≤' },
  { value: '=', label: '=' },
];

const WRITTEN = /^\s*([a-z0-9_]+)\s*(>=|<=|==|!=|>|<|=)\s*(\S+)\s*$/;

export function readMetricFilter(text: string): MetricFilter | null {
  const [, metric, comparison, number] = WRITTEN.exec(text) ?? [];
  const value = Number(number);
  if (!metric || !comparison || Number.isNaN(value)) return null;
  return { metric, comparison, value };
}

export function writeMetricFilter({ metric, comparison, value }: MetricFilter): string {
  return `${metric}${comparison}${value}`;
}

const INPUTS: Record<Unit, { unit: string; times: number }> = {
  number: { unit: '', times: 1 },
  milliseconds: { unit: 'ms', times: 1 },
  percentage: { unit: '%', times: 0.01 },
  score: { unit: 'of 100', times: 0.01 },
  per_minute: { unit: 'per minute', times: 1 },
  bits_per_second: { unit: 'kbit/s', times: 1_000 },
};

export const unitOf = (unit: Unit): string => INPUTS[unit].unit;

/** From the number that people give to the one that is asked; null where it is none. */
export function asked(typed: string, unit: Unit): number | null {
  const given = Number(typed.trim().replace(',', '.'));
  if (typed.trim() === '' || !Number.isFinite(given)) return null;
  return Number((given * INPUTS[unit].times).toPrecision(12));
}

export const sign = (comparison: string): string =>
  ({ '>=': '≥', '<=': '≤', '!=': '≠', '==': '=' })[comparison] ?? comparison;
