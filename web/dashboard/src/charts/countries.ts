// The shapes of countries by the two letters that views have. Shapes: Natural Earth, by world-atlas.

import { geoNaturalEarth1, geoPath } from 'd3-geo';
import codes from 'i18n-iso-countries/codes.json';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { FeatureCollection } from 'geojson';
import atlas from 'world-atlas/countries-110m.json';
import { HEIGHT, WIDTH } from '../regions/plane';
import type { MapShape } from './ShapeMap.svelte';

const LETTERS = new Map(
  (codes as unknown as [string, string, string][]).map(([two, , number]) => [number, two]),
);

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const ANTARCTICA = '010';

const world: FeatureCollection = {
  type: 'FeatureCollection',
  features: feature(topology, topology.objects.countries).features.filter(
    (shape) => shape.id !== ANTARCTICA,
  ),
};
const path = geoPath(geoNaturalEarth1().fitSize([WIDTH, HEIGHT], world)).digits(1);

/** Of the world, ready to be drawn; those without letters of their own by their names. */
export const WORLD: readonly MapShape[] = world.features.map((shape) => {
  const name = (shape.properties as { name: string }).name;
  return {
    key: LETTERS.get(String(shape.id).padStart(3, '0')) ?? name,
    name,
    d: path(shape) ?? '',
    dot: null,
  };
});

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (NAMES.of(code) ?? code) : code;
}
