import type { FeatureCollection, Position } from 'geojson';
import { bbox } from 'topojson-client';
import { describe, expect, it } from 'vitest';
import { matcher } from '../src/regions/matching.ts';
import { HEIGHT, WIDTH } from '../src/regions/plane.ts';
import { countriesOf, type Region } from './natural-earth.ts';
import { topologyOf } from './topologies.ts';

function square(west: number, south: number, size: number): Position[] {
  const [east, north] = [west + size, south + size];
  return [
    [west, south],
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
}
type Told = Record<string, string>;
function world(...regions: [Told, ...Position[][]][]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: regions.map(([properties, ...rings]) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) },
    })),
  };
}
const BAVARIA: Told = { iso_a2: 'DE', iso_3166_2: 'DE-BY', name: 'Bayern', name_en: 'Bavaria' };
const HESSE: Told = { iso_a2: 'DE', iso_3166_2: 'DE-HE', name: 'Hessen', name_en: 'Hesse' };

describe('what the source draws', () => {
  it('is sorted by the country of its code, not by who is told to hold it', () => {
    const found = countriesOf(
      world(
        [{ iso_a2: 'RU', iso_3166_2: 'UA-43', name: 'Crimea' }, square(33, 44, 2)],
        [{ iso_a2: 'FR', iso_3166_2: 'FR-GP', name: 'Guadeloupe' }, square(-61, 16, 1)],
      ),
    );
    expect([...found.keys()]).toEqual(['UA', 'GP']);
  });

  it('is joined to the larger regions that databases name', () => {
    const of = (code: string): Told => ({ iso_a2: 'FR', iso_3166_2: code, name: code });
    const parts = countriesOf(
      world(
        [of('FR-29'), square(-4, 48, 1)],
        [of('FR-56'), square(-3, 48, 1)],
        [of('FR-75C'), square(2, 48, 1)],
      ),
    ).get('FR')!;
    const { objects } = topologyOf('FR', parts)!;
    expect(objects.regions.geometries.map((each) => (each.properties as Region).code)).toEqual([
      'FR-BRE',
      'FR-IDF',
    ]);
    expect(objects.parts!.geometries).toHaveLength(3);
  });
});

describe('a map of a country', () => {
  it('fits into the plane whichever way its rings run', () => {
    const parts = countriesOf(
      world([BAVARIA, square(9, 47, 4)], [HESSE, square(9, 51, 1).reverse()]),
    ).get('DE')!;
    const [left, top, right, bottom] = bbox(topologyOf('DE', parts)!);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(WIDTH);
    expect(bottom).toBeLessThanOrEqual(HEIGHT);
    expect(Math.max(right! - left!, bottom! - top!)).toBeGreaterThan(HEIGHT - 30);
  });

  it('keeps a region that is only a small island', () => {
    const island: Told = { iso_a2: 'DE', iso_3166_2: 'DE-HB', name: 'Bremen' };
    const parts = countriesOf(
      world([BAVARIA, square(9, 47, 4)], [HESSE, square(9, 51, 1)], [island, square(8, 53, 0.01)]),
    ).get('DE')!;
    const names = topologyOf('DE', parts)!.objects.regions.geometries.map(
      (each) => (each.properties as Region).name,
    );
    expect(names).toContain('Bremen');
  });

  it('is none where there is one region alone', () => {
    const parts = countriesOf(world([BAVARIA, square(9, 47, 4)])).get('DE')!;
    expect(topologyOf('DE', parts)).toBeNull();
  });

  it('has names that mean one region each', () => {
    const twin = { ...HESSE, name_alt: 'Bayern|Hessia' };
    const parts = countriesOf(world([BAVARIA, square(9, 47, 4)], [twin, square(9, 51, 1)])).get(
      'DE',
    )!;
    const regions = topologyOf('DE', parts)!.objects.regions.geometries.map(
      (each) => each.properties as Region,
    );
    expect(matcher(regions)('Hessia')).toBe(1);
    expect(matcher(regions)('Bayern')).toBeNull();
  });
});
