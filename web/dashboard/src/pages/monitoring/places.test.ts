import { describe, expect, it } from 'vitest';
import type { CountryMap, DrawnRegion } from '../../regions/load';
import type { Row } from '../../regions/matching';
import { mapValues, ofCountry, ofWorld, type Looked } from './places';

function row(value: string | null, viewers: number, metric: number | null = null): Row {
  return { value, concurrent_viewers: viewers, metric_value: metric };
}
function region(code: string, name: string, tiny = false): DrawnRegion {
  return { code, name, also: [], d: 'M0 0', centre: [1, 2], tiny };
}
const GERMANY: CountryMap = {
  country: 'DE',
  layers: [{ regions: [region('DE-BY', 'Bavaria'), region('DE-HB', 'Bremen', true)] }],
};
const viewers = (looked: Looked): number =>
  looked.entries.reduce((sum, entry) => sum + entry.viewers, 0);

describe('places in a list', () => {
  it('has all viewers of the world, on the map or not', () => {
    const shapes = [{ key: 'DE', name: 'Germany', d: '', dot: null }];
    const looked = ofWorld(shapes, [row('SG', 9), row('DE', 4), row(null, 2)]);
    expect(viewers(looked)).toBe(15);
    expect(looked.entries.map((each) => [each.name, each.mapped])).toEqual([
      ['Singapore', false],
      ['Germany', true],
      ['Country unknown', false],
    ]);
  });

  it('has all viewers of a country, those on its map first', () => {
    const looked = ofCountry(GERMANY, [
      row('Atlantis', 9),
      row('BY', 4),
      row('Bremen', 1),
      row(null, 2),
    ]);
    expect(viewers(looked)).toBe(16);
    expect(looked.entries.map((each) => each.name)).toEqual([
      'Bavaria',
      'Bremen',
      'Atlantis',
      'Region unknown',
    ]);
    expect(looked.shapes.map((shape) => shape.dot)).toEqual([null, [1, 2]]);
  });

  it('has all regions of a country of which there is no map', () => {
    const looked = ofCountry(null, [row('Somewhere', 3)]);
    expect([viewers(looked), looked.shapes, looked.entries[0]?.mapped]).toEqual([3, [], false]);
  });
});

describe('shades', () => {
  const looked = ofCountry(GERMANY, [row('BY', 100, 0), row('HB', 1, 0.4)]);
  const shades = (by: 'viewers' | 'metric') =>
    [...mapValues(looked.entries, by, (entry) => entry.name)].map(([, value]) => value.shade);

  it('are by viewers, the most the darkest', () => expect(shades('viewers')).toEqual([5, 1]));
  it('are by a metric, the least still in sight', () => expect(shades('metric')).toEqual([1, 5]));
});
