// The kinds of parts that a dashboard has, and how one becomes another while it is built.

import type { Bars, Component, Narrowed, Ranking, Series } from './board';

export type Kind = 'number' | Component['type'];

export const KINDS: readonly { value: Kind; label: string }[] = [
  { value: 'number', label: 'Number' },
  { value: 'timeseries', label: 'Over time' },
  { value: 'bars', label: 'Bars' },
  { value: 'list', label: 'List' },
];

/** Everything that any kind can have, as a form holds it. */
export interface Draft extends Narrowed {
  kind: Kind;
  width: 'half' | 'full';
  compare: 'before' | 'day' | 'week' | '';
  dimension: string;
  values: string[];
  rows: number;
  order: 'desc' | 'asc';
}

const BARE: Draft = {
  kind: 'number',
  metric: 'views',
  measurement: null,
  title: '',
  filters: [],
  metric_filters: [],
  width: 'half',
  compare: '',
  dimension: '',
  values: [],
  rows: 10,
  order: 'desc',
};

export function draftOf(part: Component | Narrowed): Draft {
  if (!('type' in part)) return { ...BARE, ...part };
  const { type, compare, dimension, ...rest } = part;
  return { ...BARE, ...rest, kind: type, compare: compare ?? '', dimension: dimension ?? '' };
}

/** Whether the form says enough; else what is missing. */
export function missing(draft: Draft): string | null {
  if ((draft.kind === 'bars' || draft.kind === 'list') && !draft.dimension)
    return 'Choose a dimension.';
  if (draft.kind !== 'timeseries') return null;
  if (draft.dimension && draft.values.length === 0)
    return 'Choose the values that get a line, or no dimension.';
  if (draft.dimension && draft.compare)
    return 'Compare with an earlier time or show values, not both.';
  return null;
}

/** The part that a form describes; what its kind does not have is left out. */
export function partOf(draft: Draft): Component | Narrowed {
  const { metric, measurement, filters, metric_filters, width, dimension, rows, order } = draft;
  const own: Narrowed = { metric, measurement, title: draft.title.trim(), filters, metric_filters };
  const compare = draft.compare || null;
  switch (draft.kind) {
    case 'number':
      return own;
    case 'timeseries':
      return {
        ...own,
        type: 'timeseries',
        width,
        compare: dimension ? null : compare,
        dimension: dimension || null,
        values: dimension ? draft.values : [],
      } satisfies Series;
    case 'bars':
      return { ...own, type: 'bars', width, dimension, rows, compare } satisfies Bars;
    case 'list':
      return { ...own, type: 'list', dimension, rows, order, compare } satisfies Ranking;
  }
}

/** A form turned to another kind: a course wants the whole width, bars do with half of it. */
export function turned(draft: Draft, kind: Kind): Draft {
  return { ...draft, kind, width: kind === 'timeseries' ? 'full' : 'half' };
}

export function newPart(kind: Kind): Component | Narrowed {
  return partOf(turned(BARE, kind));
}
