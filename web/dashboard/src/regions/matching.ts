// Which shape a region's value means: databases tell codes of ISO 3166-2, or names in many spellings.
//
// Law: what fits two shapes fits none, and what fits none is kept and told: nobody is left out.

import { bare, plain } from './names';

export interface Named {
  code: string | null;
  name: string;
  also: string[];
}

/** How surely a value means a region, the surest first. */
const READINGS: ((region: Named) => string[])[] = [
  (region) => (region.code ? [plain(region.code), plain(region.code.slice(3))] : []),
  (region) => [plain(region.name)],
  (region) => region.also.map(plain),
  (region) => [bare(region.name)],
  (region) => region.also.map(bare),
];
const LAST_EXACT = 2;

/** A function from a value to the number of the region that it means, or null. */
export function matcher(regions: readonly Named[]): (value: string) => number | null {
  const readings = READINGS.map((read) => {
    const found = new Map<string, number | null>();
    for (const [at, region] of regions.entries())
      for (const key of new Set(read(region))) if (key) found.set(key, found.has(key) ? null : at);
    return found;
  });
  return (value) => {
    for (const [how, found] of readings.entries()) {
      const at = found.get(how <= LAST_EXACT ? plain(value) : bare(value));
      if (at !== undefined && at !== null) return at;
    }
    return null;
  };
}

export interface Row {
  value: string | null;
  display_value?: string;
  metric_value: number | null;
  concurrent_viewers: number;
}
/** What is known of one region now. */
export interface Amount {
  viewers: number;
  /** The mean of its rows by their viewers; null where none of them has a value. */
  metric: number | null;
  /** The values of the dimension that mean it. */
  values: (string | null)[];
}
export interface Matched<Layer> {
  layer: Layer;
  /** By the number of the region in its layer. */
  found: Map<number, Amount>;
  elsewhere: Row[];
}

/** Of a country's layers the one that most viewers are found on, the first of equals. */
export function matched<Layer extends { regions: readonly Named[] }>(
  layers: readonly Layer[],
  rows: readonly Row[],
): Matched<Layer> {
  let best: Matched<Layer> | null = null;
  let most = -1;
  for (const layer of layers) {
    const each = matchedOn(layer, rows);
    const viewers = rows.reduce((sum, row) => sum + row.concurrent_viewers, 0) - sumOf(each);
    if (viewers > most) [best, most] = [each, viewers];
  }
  if (!best) throw new Error('A country on the map has at least one layer of regions.');
  return best;
}

const sumOf = (each: { elsewhere: Row[] }): number =>
  each.elsewhere.reduce((sum, row) => sum + row.concurrent_viewers, 0);

function matchedOn<Layer extends { regions: readonly Named[] }>(
  layer: Layer,
  rows: readonly Row[],
): Matched<Layer> {
  const find = matcher(layer.regions);
  const groups = new Map<number, Row[]>();
  const elsewhere: Row[] = [];
  for (const row of rows) {
    const at = row.value === null ? null : find(row.value);
    if (at === null) elsewhere.push(row);
    else groups.set(at, [...(groups.get(at) ?? []), row]);
  }
  return {
    layer,
    found: new Map([...groups].map(([at, group]) => [at, amountOf(group)])),
    elsewhere,
  };
}

export function amountOf(rows: readonly Row[]): Amount {
  const measured = rows.filter((row) => row.metric_value !== null);
  const weight = measured.reduce((sum, row) => sum + row.concurrent_viewers, 0);
  return {
    viewers: rows.reduce((sum, row) => sum + row.concurrent_viewers, 0),
    metric:
      measured.length === 1
        ? measured[0]!.metric_value
        : weight
          ? measured.reduce((sum, row) => sum + row.metric_value! * row.concurrent_viewers, 0) /
            weight
          : null,
    values: rows.map((row) => row.value),
  };
}
