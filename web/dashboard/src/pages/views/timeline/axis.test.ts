import { describe, expect, it } from 'vitest';
import { clockText, ticks } from './axis';

describe('ticks', () => {
  it.each([
    [400, 4, [0, 100, 200, 300, 400]],
    [61_000, 4, [0, 30_000, 60_000]],
    [7_200_000, 3, [0, 3_600_000, 7_200_000]],
    [1, 5, [0]],
  ])('of %d ms, %d at most', (span, most, found) => {
    expect(ticks(span, most)).toEqual(found);
  });

  it('stay few over a year', () => {
    expect(ticks(365 * 86_400_000, 5).length).toBeLessThanOrEqual(6);
  });
});

describe('a clock', () => {
  it.each([
    [0, 60_000, '0:00'],
    [65_400, 90_000, '1:05'],
    [3_605_000, 4_000_000, '1:00:05'],
    [1_250, 4_000, '0:01.2'],
  ])('%d ms of %d reads %s', (ms, span, text) => {
    expect(clockText(ms, span)).toBe(text);
  });
});
