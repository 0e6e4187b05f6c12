// The map of one country's regions, fetched from our own server when somebody opens that country.

import { geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { COUNTRIES, FOLDER } from 'virtual:regions';
import type { Named } from './matching';

export interface DrawnRegion extends Named {
  /** An outline for SVG, in the plane. */
  d: string;
  centre: [number, number];
  /** Too small to be seen or hit: a dot stands for it. */
  tiny: boolean;
}
export interface Layer {
  regions: DrawnRegion[];
}
export interface CountryMap {
  country: string;
  /** The first level, and the parts of which it is made where the map has those too. */
  layers: Layer[];
}

type Drawn = Topology<Record<string, GeometryCollection<Named>>>;

const MAPPED = new Set(COUNTRIES.split(' '));
const TINY_PX = 9;
const path = geoPath(null);

/** Null: the map of the world knows no regions of this country. */
export async function mapOf(country: string, signal: AbortSignal): Promise<CountryMap | null> {
  if (!MAPPED.has(country)) return null;
  const response = await fetch(`${FOLDER}/${country}.json`, { signal });
  if (!response.ok)
    throw new Error(
      `The map of ${country} could not be loaded: the server answered ${response.status}.`,
    );
  return drawn(country, (await response.json()) as Drawn);
}

export function drawn(country: string, topology: Drawn): CountryMap {
  const layers = Object.values(topology.objects).map((object): Layer => ({
    regions: feature(topology, object).features.map((shape) => {
      const [[left, top], [right, bottom]] = path.bounds(shape);
      return {
        ...shape.properties,
        d: path(shape) ?? '',
        centre: [(left + right) / 2, (top + bottom) / 2],
        tiny: Math.max(right - left, bottom - top) < TINY_PX,
      };
    }),
  }));
  return { country, layers };
}
