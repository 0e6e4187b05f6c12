import { describe, expect, it } from 'vitest';
import { matched, matcher, type Named, type Row } from './matching';

const named = (code: string | null, name: string, ...also: string[]): Named => ({
  code,
  name,
  also,
});
const GERMANY = [
  named('DE-BY', 'Bavaria', 'Bayern'),
  named('DE-HH', 'Hamburg'),
  named('DE-HE', 'Hesse'),
];
const RUSSIA = [
  named('RU-MOW', 'Moscow'),
  named('RU-MOS', 'Moscow Oblast'),
  named(null, 'Nowhere'),
];

function row(value: string | null, viewers: number, metric: number | null = null): Row {
  return { value, concurrent_viewers: viewers, metric_value: metric };
}

describe('a value means a region', () => {
  it.each([
    ['DE-BY', 0],
    ['by', 0],
    ['Bavaria', 0],
    ['BAYERN', 0],
    ['Free and Hanseatic City of Hamburg', 1],
    ['State of Hesse', 2],
    ['Atlantis', null],
    ['', null],
  ])('%s', (value, expected) => {
    expect(matcher(GERMANY)(value)).toBe(expected);
  });

  it('by its whole name before it is read without the kind', () => {
    expect(matcher(RUSSIA)('Moscow')).toBe(0);
    expect(matcher(RUSSIA)('Moscow Oblast')).toBe(1);
  });

  it('and none where two fit', () => {
    const two = [named('XX-A', 'North', 'Twin'), named('XX-B', 'South', 'Twin')];
    expect(matcher(two)('Twin')).toBeNull();
  });
});

describe('rows on a map', () => {
  it('are added up where several mean one region, and weighed by their viewers', () => {
    const { found } = matched([{ regions: GERMANY }], [row('Bavaria', 3, 1), row('BY', 1, 5)]);
    expect(found.get(0)).toEqual({ viewers: 4, metric: 2, values: ['Bavaria', 'BY'] });
  });

  it('are never lost', () => {
    const rows = [row('Bavaria', 3), row('Atlantis', 2), row(null, 7)];
    const { found, elsewhere } = matched([{ regions: GERMANY }], rows);
    const viewers = (
      sum: number,
      each: { viewers?: number; concurrent_viewers?: number },
    ): number => sum + (each.viewers ?? each.concurrent_viewers ?? 0);
    expect([...found.values()].reduce(viewers, 0) + elsewhere.reduce(viewers, 0)).toBe(12);
    expect(elsewhere.map((each) => each.value)).toEqual(['Atlantis', null]);
  });

  it('choose the layer on which most of the viewers are', () => {
    const nations = { regions: [named('GB-ENG', 'England')] };
    const parts = { regions: [named('GB-KEN', 'Kent'), named('GB-ESS', 'Essex')] };
    const layerOf = (...rows: Row[]) => matched([nations, parts], rows).layer;
    expect(layerOf(row('England', 5), row('Kent', 1))).toBe(nations);
    expect(layerOf(row('England', 1), row('Kent', 5))).toBe(parts);
    expect(layerOf()).toBe(nations);
  });
});
