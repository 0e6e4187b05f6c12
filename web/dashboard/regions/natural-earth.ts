// The first-level regions of all countries as Natural Earth has them, sorted into countries.
//
// Law: no border is drawn here. Shapes are taken as they are or joined to the larger region of which
// they are parts; what belongs to which country is told by ISO 3166-2.

import { iso31662 } from 'iso-3166';
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { plain } from '../src/regions/names.ts';
import { LARGER, NAMES } from './besides.ts';

export type Shape = Feature<Polygon | MultiPolygon>;

/** A region: its code of ISO 3166-2, if it has one, and what else databases may call it. */
export interface Region {
  code: string | null;
  name: string;
  also: string[];
}
/** The smallest region that the source draws, and the larger one that it is a part of, if any. */
export interface Part extends Region {
  within: Region | null;
  shape: Shape;
}

interface Source {
  iso_a2?: string | null;
  iso_3166_2: string;
  name?: string | null;
  name_en?: string | null;
  name_alt?: string | null;
  name_local?: string | null;
  gn_name?: string | null;
  woe_name?: string | null;
  region?: string | null;
  geonunit?: string | null;
}

/** What has a country code of its own, though the source counts it to another country. */
const OF_ITS_OWN: Record<string, string> = {
  'FR-GF': 'GF',
  'FR-GP': 'GP',
  'FR-MQ': 'MQ',
  'FR-RE': 'RE',
  'FR-YT': 'YT',
  'NL-BQ1': 'BQ',
  'NL-BQ2': 'BQ',
  'NL-BQ3': 'BQ',
  'NL-SX': 'SX',
  'NO-21': 'SJ',
  'NO-22': 'SJ',
  'NO-X01~': 'BV',
  'US-PR': 'PR',
};

/** Far from the country that the source counts them to: reefs, and islands with their own codes. */
const LEFT_OUT = new Set(['-99-X02~', '-99-X03~', '-99-X08~', '-99-X14~', '-99-X15~']);

const SUBDIVISIONS = new Map(iso31662.map((each) => [each.code, each]));
const KIND = / (Prefecture|Province|County|Region|Governorate|Voivodeship|Oblast)$/;

/** The parts by the two letters of their country. */
export function countriesOf(world: FeatureCollection): Map<string, Part[]> {
  const drawn = (world.features as Shape[]).filter(
    (shape) => !LEFT_OUT.has(sourceOf(shape).iso_3166_2) && nameOf(sourceOf(shape)),
  );
  const within = largerOf(drawn.map(sourceOf));
  const countries = new Map<string, Part[]>();
  for (const shape of drawn) {
    const source = sourceOf(shape);
    const country = countryOf(source);
    if (!country) continue;
    const parts = countries.get(country) ?? [];
    countries.set(country, parts);
    const region = regionOf(source);
    parts.push({ ...region, within: within(source, region), shape });
  }
  for (const parts of countries.values()) withOneEach(parts);
  return countries;
}

const sourceOf = (shape: Shape): Source => shape.properties as Source;
const nameOf = (source: Source): string =>
  source.name_en ?? source.name ?? source.woe_name ?? source.gn_name ?? '';

function countryOf(source: Source): string | null {
  const code = source.iso_3166_2;
  if (OF_ITS_OWN[code]) return OF_ITS_OWN[code];
  if (/^[A-Z]{2}-/.test(code)) return code.slice(0, 2);
  return /^[A-Z]{2}$/.test(source.iso_a2 ?? '') ? source.iso_a2! : null;
}

function regionOf(source: Source): Region {
  // The source marks with a tilde what has no code.
  const code = /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(source.iso_3166_2) ? source.iso_3166_2 : null;
  const told = NAMES[code ?? ''] ?? [];
  return {
    code,
    name: told[0] ?? nameOf(source).replace(KIND, ''),
    also: [
      ...told,
      ...[source.name_en, source.name, source.name_local, source.gn_name, source.woe_name],
      ...(source.name_alt ?? '').split(/[|,]/),
      SUBDIVISIONS.get(code ?? '')?.name,
    ].flatMap((each) => (each?.trim() ? [each.trim()] : [])),
  };
}

/** Two with one code, or with one name: the second is an error, or a city and what is around it. */
function withOneEach(parts: Part[]): void {
  for (const part of parts) {
    const twins = parts.filter((each) => each.code === part.code && each.name !== part.name);
    const official = plain(SUBDIVISIONS.get(part.code ?? '')?.name ?? '');
    const isIt = (each: Part): boolean => each.also.some((name) => plain(name) === official);
    if (part.code && twins.some(isIt) && plain(part.name) !== official) part.code = null;
  }
  for (const part of parts)
    if (parts.some((each) => each.name === part.name && each.code !== part.code))
      if (!NAMES[part.code ?? '']) part.name = sourceOf(part.shape).name ?? part.name;
}

/** The larger region of each part: that of its code, or the one that its neighbours are within. */
function largerOf(sources: readonly Source[]): (source: Source, alone: Region) => Region | null {
  const told = (source: Source): string | undefined => {
    const how = LARGER[source.iso_3166_2.slice(0, 2)];
    if (how !== 'parents') return how?.[source.iso_3166_2] ?? how?.[source.geonunit ?? ''];
    const parent = SUBDIVISIONS.get(source.iso_3166_2)?.parent;
    return parent?.includes('-') ? parent : undefined;
  };
  const neighbours = new Map<string, string>();
  const key = (source: Source): string => `${source.iso_3166_2.slice(0, 2)}/${source.region}`;
  for (const source of sources) {
    const code = told(source);
    if (code && source.region) neighbours.set(key(source), code);
  }
  const regions = new Map<string, Region>();
  return (source, alone) => {
    if (!LARGER[source.iso_3166_2.slice(0, 2)] || OF_ITS_OWN[source.iso_3166_2]) return null;
    const code =
      told(source) ??
      neighbours.get(key(source)) ??
      (source.iso_3166_2 === 'PH-MNL' ? 'PH-00' : undefined);
    if (!code) return { ...alone }; // a region of one part, as Ceuta
    const found = regions.get(code) ?? larger(code);
    regions.set(code, found);
    return found;
  };
}

function larger(code: string): Region {
  const own = SUBDIVISIONS.get(code)?.name ?? code;
  const told = NAMES[code] ?? [];
  return { code, name: told[0] ?? own.replace(/ \(.*\)$/, ''), also: [...told, own] };
}
