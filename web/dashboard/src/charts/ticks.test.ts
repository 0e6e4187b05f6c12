import { expect, test } from 'vitest';
import { labels } from './ticks';

const whole = (value: number): string => String(Math.round(value));

test.each([
  ['numbers that differ are all written', [0, 1, 2], ['0', '1', '2']],
  ['a count has no lines of fractions', [0, 0.2, 0.4, 0.6, 0.8, 1], ['0', '', '', '', '', '1']],
  ['nothing but zeros is one zero', [0, 0.1, 0.2], ['0', '', '']],
  ['there are no lines', [], []],
])('%s', (_, splits, written) => {
  expect(labels(splits, whole)).toEqual(written);
});
