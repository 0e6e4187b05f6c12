// What is said of a number beside the first column's: in short, and in sentences.
//
// Law: pure. Nothing is told by colour alone: what is coloured has a sign and a word as well.

import type { Unit } from '../../api/words';
import { change, count, measured, NOTHING } from '../../format/numbers';

export type Verdict = 'better' | 'worse' | 'different' | 'unclear' | 'too_few_views' | 'not_tested';

/** A row of `/api/v1/comparison`. */
export interface ContrastRow {
  column: number;
  name: string;
  group: string | null;
  metric: string;
  measurement: string;
  unit: Unit;
  value: number | null;
  views: number;
  verdict: Verdict | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  p_value: number | null;
  adjusted_p_value: number | null;
}

export interface ContrastMeta {
  columns: [number, number][];
  level: number;
  tests: number;
  views_least: number;
  viewers_least: number;
}

/** One metric over all columns. */
export interface Line {
  key: string;
  name: string;
  metric: string;
  unit: Unit;
  heading: boolean;
  cells: ContrastRow[];
}

export function linesOf(rows: readonly ContrastRow[]): Line[] {
  const lines: Line[] = [];
  for (const row of rows) {
    if (row.column === 0)
      lines.push({
        key: `${row.metric} ${row.measurement} ${lines.length}`,
        name: row.name,
        metric: row.metric,
        unit: row.unit,
        heading: row.name === row.group,
        cells: [],
      });
    lines.at(-1)?.cells.push(row);
  }
  return lines;
}

/** A difference in its unit; of percentages and scores it is in points. */
export function amount(difference: number, unit: Unit): string {
  if (unit === 'percentage' || unit === 'score') {
    const points = Math.abs(difference * 100);
    return `${points.toFixed(points < 1 ? 2 : 1)} points`;
  }
  return measured(Math.abs(difference), unit);
}

const sign = (difference: number): string => (difference < 0 ? '−' : '+');

/** How much a number is more or less than the first column's; null where it cannot be said. */
export function changed(cell: ContrastRow, first: ContrastRow): string | null {
  if (cell.value === null || first.value === null) return null;
  const relative = change(cell.value, first.value, 'neither');
  if (relative) return relative.text;
  const difference = cell.value - first.value;
  return difference === 0 ? '±0' : sign(difference) + amount(difference, cell.unit);
}

/** The word beside the change, and whether it stands out. */
export const WORDS: Record<Verdict, { word: string; loud: boolean }> = {
  better: { word: 'better', loud: true },
  worse: { word: 'worse', loud: true },
  different: { word: 'differs', loud: true },
  unclear: { word: 'within chance', loud: false },
  too_few_views: { word: 'too few views', loud: false },
  not_tested: { word: '', loud: false },
};

export function probability(p: number): string {
  if (p < 0.0001) return '< 0.0001';
  return `= ${p.toFixed(p < 0.01 ? 4 : p < 0.1 ? 3 : 2)}`;
}

function interval({ low, high, unit }: ContrastRow): string {
  const bound = (value: number): string => (value < 0 ? '−' : '+') + amount(value, unit);
  if (low === null && high === null) return 'The views are too few for an interval.';
  if (low === null) return `With 95 % confidence the difference is at most ${bound(high!)}.`;
  if (high === null) return `With 95 % confidence the difference is at least ${bound(low)}.`;
  return `With 95 % confidence the difference lies between ${bound(low)} and ${bound(high)}.`;
}

function differs(cell: ContrastRow, name: string, base: string): string {
  const { difference, unit } = cell;
  if (difference === null || difference === 0) return `${name} is as ${base}.`;
  return `${name} is ${amount(difference, unit)} ${difference < 0 ? 'below' : 'above'} ${base}.`;
}

/** The verdict in sentences. `name` and `base` are the column's and the first one's names. */
export function explained(
  cell: ContrastRow,
  first: ContrastRow,
  meta: ContrastMeta,
  name: string,
  base: string,
): string[] {
  const told = differs(cell, name, base);
  switch (cell.verdict) {
    case null:
      return [];
    case 'not_tested':
      return [told, 'Counts and sums grow with the traffic, so no test of chance fits them.'];
    case 'too_few_views':
      return [
        told,
        `Too little is known for a verdict, with ${count(first.views)} and ${count(cell.views)} ` +
          `views. It takes ${count(meta.views_least)} views of ${count(meta.viewers_least)} ` +
          'viewers in both columns, and more for what is rare or uneven.',
      ];
    default: {
      const p = cell.p_value === null ? NOTHING : probability(cell.p_value);
      const adjusted =
        cell.adjusted_p_value === null ? NOTHING : probability(cell.adjusted_p_value);
      const of = `p ${p}, adjusted for the ${count(meta.tests)} tests of this page p ${adjusted}`;
      if (cell.verdict !== 'unclear')
        return [told, interval(cell), `That is more than chance would do (${of}).`];
      const alone = cell.p_value !== null && cell.p_value < meta.level;
      return [
        told,
        interval(cell),
        alone
          ? `By itself it would stand out; among so many tests chance makes one like it (${of}).`
          : `Chance alone may well do that (${of}).`,
      ];
    }
  }
}
