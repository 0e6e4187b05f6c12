// A country's regions as a small topology in the plane, ready to be drawn: projected for that country,
// simplified to what can be seen, with the names beside the shapes.
//
// Law: a region may lose its smallest islands, but never its last shape.

import {
  geoAlbersUsa,
  geoArea,
  geoAzimuthalEqualArea,
  geoCentroid,
  type GeoProjection,
} from 'd3-geo';
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { mergeArcs, quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import type {
  GeometryCollection,
  MultiPolygon as Arcs,
  Objects,
  Polygon as OneArcs,
  Topology,
} from 'topojson-specification';
import { HEIGHT, WIDTH } from '../src/regions/plane.ts';
import { plain } from '../src/regions/names.ts';
import type { Part, Region } from './natural-earth.ts';

const MARGIN = 8;
/** In square pixels of that plane: the triangles and islands that are left away. */
const LEAST_TRIANGLE = 0.3;
const LEAST_ISLAND = 0.8;
/** Steps of the grid on which points lie. */
const STEPS = 6_000;
/** Of the largest piece of a region: smaller ones do not decide how far the map reaches. */
const LEAST_FITTED = 0.05;

export type RegionTopology = Topology<{
  regions: GeometryCollection<Region>;
  parts?: GeometryCollection<Region>;
}>;

/** Null where there are not two regions to tell apart. */
export function topologyOf(country: string, parts: readonly Part[]): RegionTopology | null {
  if (new Set(parts.map((part) => (part.within ?? part).name)).size < 2) return null;
  const pieces = parts.map((part) => polygonsOf(part.shape.geometry));
  const project = projectionFor(country, pieces);
  const shapes = parts.map((part, at) => ({
    type: 'Feature' as const,
    properties: { at },
    geometry: inPlane(pieces[at]!, project),
  }));
  const collection: FeatureCollection = { type: 'FeatureCollection', features: shapes };
  const whole = topology({ parts: collection }) as Topology<Objects<object>>;
  const simple = simplify(presimplify(whole), LEAST_TRIANGLE);
  const drawn = (simple.objects['parts'] as GeometryCollection<{ at: number }>).geometries;
  const merged = (keyOf: (part: Part) => Region): GeometryCollection<Region> => {
    const groups = new Map<string, { region: Region; arcs: (Arcs | OneArcs)[] }>();
    for (const [at, shape] of drawn.entries()) {
      const region = keyOf(parts[at]!);
      const key = `${region.code} ${region.name}`;
      const group = groups.get(key) ?? { region, arcs: [] };
      groups.set(key, group);
      group.arcs.push(shape as Arcs | OneArcs);
    }
    const found = [...groups.values()];
    const told = new Map(namesOf(found.map((group) => group.region)));
    return {
      type: 'GeometryCollection',
      geometries: found.map((group) => ({
        ...(mergeArcs(simple, group.arcs as Arcs[]) as Arcs),
        properties: told.get(group.region)!,
      })),
    };
  };
  const objects: RegionTopology['objects'] = {
    regions: merged((part) => part.within ?? part),
    ...(parts.some((part) => part.within) ? { parts: merged((part) => part) } : {}),
  };
  return quantize({ ...simple, objects }, STEPS);
}

/** Each name once, and no name that another is shown by, or that two of them claim. */
function namesOf(regions: readonly Region[]): [Region, Region][] {
  const claims = new Map<string, number>();
  for (const region of regions)
    for (const name of new Set(region.also.map(plain)))
      claims.set(name, (claims.get(name) ?? 0) + 1);
  const shown = new Set(regions.map((region) => plain(region.name)));
  return regions.map((region) => {
    const also = new Map<string, string>();
    for (const name of region.also)
      if (claims.get(plain(name)) === 1 && !shown.has(plain(name))) also.set(plain(name), name);
    return [region, { code: region.code, name: region.name, also: [...also.values()] }];
  });
}

/** Outer rings clockwise, as on a sphere they must be to mean their inside. */
function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((coordinates) =>
    geoArea({ type: 'Polygon', coordinates }) > 2 * Math.PI
      ? coordinates.map((ring) => [...ring].reverse())
      : coordinates,
  );
}

function projectionFor(country: string, pieces: readonly Position[][][][]): GeoProjection {
  const fitted = pieces.flatMap((polygons) => {
    const areas = polygons.map((coordinates) => geoArea({ type: 'Polygon', coordinates }));
    const least = LEAST_FITTED * Math.max(...areas);
    return polygons.filter((_, at) => areas[at]! >= least);
  });
  const shape: MultiPolygon = { type: 'MultiPolygon', coordinates: fitted };
  const extent: [[number, number], [number, number]] = [
    [MARGIN, MARGIN],
    [WIDTH - MARGIN, HEIGHT - MARGIN],
  ];
  // Its far states stand beside the others, as on every map of it.
  if (country === 'US') return geoAlbersUsa().fitExtent(extent, shape);
  const [longitude, latitude] = geoCentroid(shape);
  return geoAzimuthalEqualArea().rotate([-longitude, -latitude]).fitExtent(extent, shape);
}

function inPlane(polygons: readonly Position[][][], project: GeoProjection): MultiPolygon {
  const flat = polygons
    .map((rings) =>
      rings.map((ring) =>
        ring.flatMap((point) => {
          const found = project([point[0]!, point[1]!]);
          return found ? [found as Position] : [];
        }),
      ),
    )
    .filter((rings) => rings[0]!.length >= 4);
  const areas = flat.map((rings) => areaOf(rings[0]!));
  const largest = Math.max(...areas);
  return {
    type: 'MultiPolygon',
    coordinates: flat
      .filter((_, at) => areas[at]! >= LEAST_ISLAND || areas[at] === largest)
      .map((rings) =>
        rings.filter((ring, at) => at === 0 || (ring.length >= 4 && areaOf(ring) >= LEAST_ISLAND)),
      ),
  };
}

function areaOf(ring: readonly Position[]): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 1) {
    const [x, y] = ring[at]!;
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    twice += x! * nextY! - nextX! * y!;
  }
  return Math.abs(twice) / 2;
}
