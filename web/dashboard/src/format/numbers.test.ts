import { describe, expect, it } from 'vitest';
import { change, duration, measured, percentage } from './numbers';

describe('a duration', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [999, '999 ms'],
    [1_020, '1.02 s'],
    [59_999, '1 min 0 s'],
    [1_559_800, '26 min 0 s'],
    [3_599_700, '1 h 0 min'],
    [5_400_000, '1 h 30 min'],
    [-90_000, '−1 min 30 s'],
  ])('of %s ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('other numbers', () => {
  it('show small shares with two digits', () => {
    expect([percentage(0.0021), percentage(0.25), percentage(0)]).toEqual([
      '0.21 %',
      '25.0 %',
      '0.0 %',
    ]);
  });

  it('show scores from 0 to 100 and rates in their unit', () => {
    expect([
      measured(0.931, 'score'),
      measured(2_970_000, 'bits_per_second'),
      measured(null, 'score'),
    ]).toEqual(['93', '2.97 Mbit/s', '–']);
  });

  it('tell whether a change is good', () => {
    expect(change(110, 100, 'lower')).toEqual({ text: '+10.0 %', direction: 'worse' });
    expect(change(110, 100, 'higher')).toEqual({ text: '+10.0 %', direction: 'better' });
    expect(change(1, 0, 'lower')).toBeNull();
  });
});
