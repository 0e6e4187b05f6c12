// Where viewers are, as a map and a list show it: of countries, or of one country's regions.
//
// Law: what is on no map is in the list; the list's viewers are all that the rows have.

import { countryName } from '../../charts/countries';
import { byCount, byShare } from '../../charts/shades';
import type { MapShape, MapValue } from '../../charts/ShapeMap.svelte';
import type { CountryMap } from '../../regions/load';
import { amountOf, matched, type Amount, type Row } from '../../regions/matching';

export interface Entry {
  key: string;
  name: string;
  viewers: number;
  metric: number | null;
  /** The dimension's value to filter by; null where there is none. */
  value: string | null;
  mapped: boolean;
}
export interface Looked {
  shapes: readonly MapShape[];
  /** The largest first, those on the map before those that are not. */
  entries: readonly Entry[];
}

export function ofWorld(shapes: readonly MapShape[], rows: readonly Row[]): Looked {
  const drawn = new Set(shapes.map((shape) => shape.key));
  const entries = rows.map((row): Entry => ({
    key: row.value ?? '',
    name: row.value === null ? 'Country unknown' : (row.display_value ?? countryName(row.value)),
    viewers: row.concurrent_viewers,
    metric: row.metric_value,
    value: row.value,
    mapped: row.value !== null && drawn.has(row.value),
  }));
  return { shapes, entries: entries.sort(larger) };
}

export function ofCountry(map: CountryMap | null, rows: readonly Row[]): Looked {
  const unmapped = (row: Row): Entry => entryOf(`?${row.value ?? ''}`, row, amountOf([row]), null);
  if (!map) return { shapes: [], entries: rows.map(unmapped).sort(larger) };
  const { layer, found, elsewhere } = matched(map.layers, rows);
  const shapes = layer.regions.map((region, at): MapShape => ({
    key: String(at),
    name: region.name,
    d: region.d,
    dot: region.tiny && found.has(at) ? region.centre : null,
  }));
  const entries = [...found].map(([at, amount]) =>
    entryOf(String(at), null, amount, layer.regions[at]!.name),
  );
  return {
    shapes,
    entries: [...entries.sort(larger), ...elsewhere.map(unmapped).sort(larger)],
  };
}

function entryOf(key: string, row: Row | null, amount: Amount, name: string | null): Entry {
  return {
    key,
    name: name ?? row?.display_value ?? row?.value ?? 'Region unknown',
    viewers: amount.viewers,
    metric: amount.metric,
    value: amount.values[0] ?? null,
    mapped: name !== null,
  };
}

const larger = (a: Entry, b: Entry): number =>
  b.viewers - a.viewers || a.name.localeCompare(b.name);

/** What the map shows of the entries that are on it. */
export function mapValues(
  entries: readonly Entry[],
  by: 'viewers' | 'metric',
  text: (entry: Entry) => string,
): Map<string, MapValue> {
  const mapped = entries.filter((entry) => entry.mapped && entry.viewers > 0);
  const most = Math.max(0, ...mapped.map((entry) => entry[by] ?? 0));
  const shade = by === 'viewers' ? byCount : byShare;
  return new Map(
    mapped.map((entry) => [entry.key, { shade: shade(entry[by], most), text: text(entry) }]),
  );
}
