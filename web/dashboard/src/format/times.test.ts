import { describe, expect, it } from 'vitest';
import { ago, clock, fieldSeconds, fieldText, minute, moment, tick } from './times';

describe('a moment in a field', () => {
  it.each([true, false])('comes back as it went in (UTC: %s)', (utc) => {
    const atS = Date.UTC(2026, 1, 3, 4, 5) / 1_000;
    expect(fieldSeconds(fieldText(atS, utc), utc)).toBe(atS);
  });

  it('is spelled in UTC where the page shows UTC', () => {
    expect(fieldText('2026-02-03T04:05:06Z', true)).toBe('2026-02-03T04:05');
  });

  it.each(['', 'soon'])('is none where there is no whole one: %j', (text) => {
    expect(fieldSeconds(text, true)).toBeNull();
  });
});

describe('how long ago', () => {
  it.each([
    [100, 100_000, '0 s ago'],
    [100, 90_000, '0 s ago'],
    [100, 159_000, '59 s ago'],
    [100, 161_000, '1 min ago'],
    [0, 7_300_000, '2 h ago'],
    [0, 200_000_000, '2 d ago'],
  ])('from %d s to %d ms: %s', (atS, nowMs, text) => {
    expect(ago(atS, nowMs)).toBe(text);
  });
});

describe('what stands below an axis', () => {
  const midnightS = Date.UTC(2026, 1, 3) / 1_000;
  it.each([
    [midnightS, 3_600, '3 Feb'],
    [midnightS + 3_600, 3_600, '01:00'],
    [midnightS + 5, 5, '00:00:05'],
    [midnightS + 86_400, 86_400, '4 Feb'],
  ])('%d in steps of %d s: %s', (atS, stepS, text) => {
    expect(tick(atS, stepS, true)).toBe(text);
  });
});

describe('what is no moment', () => {
  it.each([NaN, Infinity, 1e300, 'yesterday', new Date('soon')])(
    'is shown as nothing: %s',
    (at) => {
      expect([moment(at, true), minute(at, false), clock(at, true), ago(at, 0)]).toEqual(
        Array(4).fill('–'),
      );
      expect(fieldText(at, false)).toBe('');
    },
  );
});
