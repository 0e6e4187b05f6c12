// What stands in the columns: values of a dimension, sets of filters, or times; as the address has
// them, and as the API is asked for them.
//
// Law: pure. What cannot be read in an address is left out.

export type By = 'values' | 'sets' | 'times';
export const LEAST = 2;
export const MOST = 5;

/** One column as `/api/v1/comparison` reads it. */
export interface AskedColumn {
  filters?: string[];
  metric_filters?: string[];
  timeframe?: string[];
  earlier?: string;
}

/** `key` is how it stands in the address. */
export interface Column {
  key: string;
  label: string;
  asked: AskedColumn;
}

export interface KeptSet {
  name: string;
  filters: readonly string[];
  metric_filters: readonly string[];
}

export function readBy(text: string | null): By {
  return text === 'sets' || text === 'times' ? text : 'values';
}

export function columnOfValue(dimension: string, value: string, trace: boolean): Column {
  // A sequence is compared whole, and whole sequences are written in brackets.
  const written = trace && !value.startsWith('[') ? `[${value}]` : value;
  return {
    key: value,
    label: value || '(no value)',
    asked: { filters: [`${dimension}:${written}`] },
  };
}

/** A set with its filters, so that whoever opens the link sees the same. */
export function writeSet({ name, filters, metric_filters }: KeptSet): string {
  return JSON.stringify({ name, filters, metric_filters });
}

export function columnOfSet(key: string): Column | null {
  let read: unknown;
  try {
    read = JSON.parse(key);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const { name, filters, metric_filters: metricFilters } = read as Record<string, unknown>;
  if (typeof name !== 'string' || !texts(filters) || !texts(metricFilters)) return null;
  return { key, label: name, asked: { filters, metric_filters: metricFilters } };
}

function texts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

export const TIMES: readonly { key: string; label: string; asked: AskedColumn }[] = [
  { key: 'now', label: 'This time', asked: {} },
  { key: 'before', label: 'Just before', asked: { earlier: 'timeframe' } },
  { key: '24:hours', label: 'A day earlier', asked: { earlier: '24:hours' } },
  { key: '7:days', label: 'A week earlier', asked: { earlier: '7:days' } },
  { key: '28:days', label: 'Four weeks earlier', asked: { earlier: '28:days' } },
];
export const TIMES_UNTOLD: readonly string[] = ['before', 'now'];

const SPAN = /^(\d{1,12})-(\d{1,12})$/;

export function writeSpan(fromS: number, toS: number): string {
  return `${fromS}-${toS}`;
}

/** `said` tells a moment, given in epoch seconds. */
export function columnOfTime(key: string, said: (moment: number) => string): Column | null {
  const known = TIMES.find((each) => each.key === key);
  if (known) return known;
  const [, from, to] = SPAN.exec(key) ?? [];
  if (from === undefined || to === undefined || Number(from) >= Number(to)) return null;
  return {
    key,
    label: `${said(Number(from))} – ${said(Number(to))}`,
    asked: { timeframe: [from, to] },
  };
}

/** Columns without those that cannot be read and those that stand there twice. */
export function listed(columns: readonly (Column | null)[]): Column[] {
  const found = new Map<string, Column>();
  for (const each of columns) if (each && !found.has(each.key)) found.set(each.key, each);
  return [...found.values()].slice(0, MOST);
}

/** The keys with one of them first: what the others are held against. */
export function against(keys: readonly string[], key: string): string[] {
  return [key, ...keys.filter((each) => each !== key)];
}
