import { describe, expect, it } from 'vitest';
import { around, covers } from './around';

const NOW = 1_790_000_000_000;

describe('a timeframe has a moment in it', () => {
  it.each([
    [['24:hours'], NOW - 3_600_000, true],
    [['60:minutes'], NOW - 3_600_001, false],
    [['24:hours'], NOW + 1, false],
    [['1789999000', '1789999900'], NOW - 500_000, true],
    [['1789999000', '1789999100'], NOW - 500_000, false],
    [['some:moons'], NOW, false],
    [[], NOW, false],
  ])('%o', (timeframe, at, found) => {
    expect(covers(timeframe, at, NOW)).toBe(found);
  });
});

it('a window is as wide as asked, in whole seconds', () => {
  expect(around(10_500, 20_500, 5_000)).toEqual(['5', '25']);
});
