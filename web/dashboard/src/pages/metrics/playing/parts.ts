// Into what the playing time of views is divided, and what is shown of it.
//
// Law: pure. Values come as texts, and are shown as such where they are no number.

import { bitrate } from '../../../format/numbers';

export type Part = 'rendition' | 'playback_mode';

export interface Attribute {
  id: string;
  label: string;
}

export const PARTS: Record<
  Part,
  { name: string; title: string; meaning: string; attributes: Attribute[] }
> = {
  rendition: {
    name: 'Rendition',
    title: 'Playing time by rendition',
    meaning:
      'How long viewers played in each quality, on their own clock. A view counts in the time in which it starts.',
    attributes: [
      { id: 'video_source_height', label: 'Resolution' },
      { id: 'video_source_bitrate', label: 'Bitrate' },
      { id: 'video_source_fps', label: 'Frame rate' },
      { id: 'video_source_codec', label: 'Codec' },
      { id: 'video_source_rendition_name', label: 'Name' },
      { id: 'video_source_width', label: 'Width' },
    ],
  },
  playback_mode: {
    name: 'Playback mode',
    title: 'Playing time by playback mode',
    meaning:
      'How long viewers played inline, in full screen, in a picture or as sound alone, on their own clock. A view counts in the time in which it starts.',
    attributes: [{ id: 'player_playback_mode', label: 'Playback mode' }],
  },
};

export function partOf(rest: readonly string[]): Part | null {
  const [metric, part] = rest;
  return metric === 'playing_time' && part !== undefined && Object.hasOwn(PARTS, part)
    ? (part as Part)
    : null;
}

/** What the server says where nothing was told. */
export const EMPTY = '__empty__';

/** A value as people say it. */
export function said(attribute: string, value: string): string {
  if (value === EMPTY) return 'Not told';
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  switch (attribute) {
    case 'video_source_height':
      return `${value}p`;
    case 'video_source_width':
      return `${value} px`;
    case 'video_source_bitrate':
      return bitrate(number);
    case 'video_source_fps':
      return `${value} fps`;
    default:
      return value;
  }
}

export interface Row {
  breakdown_value: string;
  /** Milliseconds. */
  metric_value: number;
}

export interface Bucket {
  /** ISO 8601, of its begin. */
  date: string;
  values: readonly Row[];
}

const sum = (rows: readonly Row[]): number =>
  rows.reduce((total, row) => total + row.metric_value, 0);

export interface Lines {
  timesS: number[];
  lines: { value: string | null; shares: (number | null)[] }[];
}

/** The shares of the longest values in each bucket; `value` null: of all others. */
export function sharesOverTime(buckets: readonly Bucket[], most: number): Lines {
  const totals = new Map<string, number>();
  for (const row of buckets.flatMap((bucket) => bucket.values))
    totals.set(row.breakdown_value, (totals.get(row.breakdown_value) ?? 0) + row.metric_value);
  const longest = [...totals].sort((one, other) => other[1] - one[1]).map(([value]) => value);
  const shown = longest.length > most ? longest.slice(0, most - 1) : longest;
  const share = (bucket: Bucket, wanted: (value: string) => boolean): number | null => {
    const all = sum(bucket.values);
    return all ? sum(bucket.values.filter((row) => wanted(row.breakdown_value))) / all : null;
  };
  const lines: Lines['lines'] = shown.map((value) => ({
    value,
    shares: buckets.map((bucket) => share(bucket, (each) => each === value)),
  }));
  if (shown.length < longest.length)
    lines.push({
      value: null,
      shares: buckets.map((bucket) => share(bucket, (each) => !shown.includes(each))),
    });
  return { timesS: buckets.map((bucket) => Date.parse(bucket.date) / 1_000), lines };
}

export interface Column {
  dimension_value: string;
  values: readonly Row[];
}

/** A line for each value that any column has, the longest first; null: nothing was played so. */
export function lined(columns: readonly Column[]): { value: string; shares: (number | null)[] }[] {
  const found = new Map<string, { most: number; shares: (number | null)[] }>();
  columns.forEach((column, at) => {
    const all = sum(column.values);
    for (const row of column.values) {
      const line = found.get(row.breakdown_value) ?? {
        most: 0,
        shares: columns.map((): number | null => null),
      };
      line.shares[at] = all ? row.metric_value / all : null;
      line.most += row.metric_value;
      found.set(row.breakdown_value, line);
    }
  });
  return [...found]
    .sort(([, one], [, other]) => other.most - one.most)
    .map(([value, { shares }]) => ({ value, shares }));
}
