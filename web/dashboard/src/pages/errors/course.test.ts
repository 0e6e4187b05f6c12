import { expect, test } from 'vitest';
import { coursesOf, stepOf } from './course';

test.each([
  [60 * 60, 'minute'],
  [12 * 3_600, 'ten_minutes'],
  [86_400, 'hour'],
  [7 * 86_400, 'day'],
  [100 * 86_400, 'day'],
])('%i seconds go by the %s', (spanS, name) => {
  expect(stepOf(spanS).name).toBe(name);
});

test('a code has a number for every bucket, and none is made up for one without a code', () => {
  const rows = [
    { time: '2026-02-02T01:00:00Z', dimensions: ['2103'], values: [3] },
    { time: '2026-02-02T03:00:00Z', dimensions: ['2103'], values: [1] },
    { time: '2026-02-02T03:00:00Z', dimensions: ['<b>'], values: [null] },
    { time: '2026-02-02T03:00:00Z', dimensions: [null], values: [9] },
    { time: '2026-02-09T03:00:00Z', dimensions: ['2103'], values: [9] },
  ] as Parameters<typeof coursesOf>[0];
  const start = Date.parse('2026-02-02T00:30:00Z') / 1_000;
  expect([...coursesOf(rows, [start, start + 4 * 3_600], 3_600)]).toEqual([
    ['2103', [0, 3, 0, 1, 0]],
    ['<b>', [0, 0, 0, 0, 0]],
  ]);
});
