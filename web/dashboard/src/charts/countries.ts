// The shapes of countries by the two letters that views have. Shapes: Natural Earth, by world-atlas.

import codes from 'i18n-iso-countries/codes.json';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Feature, Geometry } from 'geojson';
import atlas from 'world-atlas/countries-110m.json';

export interface Country {
  code: string | null;
  name: string;
  shape: Feature<Geometry>;
}

const LETTERS = new Map(
  (codes as unknown as [string, string, string][]).map(([two, , number]) => [number, two]),
);

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;

export const COUNTRIES: readonly Country[] = feature(
  topology,
  topology.objects.countries,
).features.map((shape) => ({
  code: LETTERS.get(String(shape.id).padStart(3, '0')) ?? null,
  name: shape.properties.name,
  shape,
}));
