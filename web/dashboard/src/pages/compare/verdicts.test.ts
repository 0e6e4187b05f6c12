import { describe, expect, it } from 'vitest';
import {
  amount,
  changed,
  explained,
  linesOf,
  probability,
  WORDS,
  type ContrastMeta,
  type ContrastRow,
} from './verdicts';

const ROW: ContrastRow = {
  column: 0,
  name: 'Video Startup Time (median)',
  group: 'Startup Time Score',
  metric: 'video_startup_time',
  measurement: 'median',
  unit: 'milliseconds',
  value: 500,
  views: 4000,
  verdict: null,
  difference: null,
  low: null,
  high: null,
  p_value: null,
  adjusted_p_value: null,
};
const WORSE: ContrastRow = {
  ...ROW,
  column: 1,
  value: 900,
  views: 3000,
  verdict: 'worse',
  difference: 400,
  low: 350,
  high: 450,
  p_value: 0.000001,
  adjusted_p_value: 0.0004,
};
const META: ContrastMeta = {
  columns: [],
  level: 0.05,
  tests: 57,
  views_least: 100,
  viewers_least: 50,
};
const told = (cell: ContrastRow): string => explained(cell, ROW, META, 'Kiosk', 'Embed').join(' ');

describe('verdicts', () => {
  it('are told in plain words', () => {
    expect(told(WORSE)).toBe(
      'Kiosk is 400 ms above Embed. With 95 % confidence the difference lies between +350 ms and ' +
        '+450 ms. That is more than chance would do (p < 0.0001, adjusted for the 57 tests of ' +
        'this page p = 0.0004).',
    );
  });

  it('say what chance may do', () => {
    const unclear = { ...WORSE, verdict: 'unclear', p_value: 0.4, adjusted_p_value: 1 } as const;
    expect(told(unclear)).toContain('Chance alone may well do that (p = 0.40');
    expect(told({ ...unclear, p_value: 0.02 })).toContain('By itself it would stand out');
  });

  it('say how many views it takes', () => {
    const few = { ...WORSE, verdict: 'too_few_views', views: 80 } as const;
    expect(told(few)).toContain('with 4,000 and 80 views. It takes 100 views of 50 viewers');
  });

  it('are not given on counts and sums, nor while they are on their way', () => {
    expect(told({ ...WORSE, verdict: 'not_tested' })).toContain('no test of chance fits');
    expect(told({ ...WORSE, verdict: null })).toBe('');
  });

  it('have bounds on one side where views are few', () => {
    expect(told({ ...WORSE, high: null })).toContain('is at least +350 ms');
    expect(told({ ...WORSE, low: null })).toContain('is at most +450 ms');
    expect(told({ ...WORSE, low: null, high: null })).toContain('too few for an interval');
  });

  it('that stand out have a word beside their colour', () => {
    for (const { word, loud } of Object.values(WORDS)) if (loud) expect(word).not.toBe('');
  });

  it('give changes in percent, and in the unit where the first is zero', () => {
    expect(changed(WORSE, ROW)).toBe('+80.0 %');
    const share = { ...WORSE, unit: 'percentage', value: 0.004 } as const;
    expect(changed(share, { ...ROW, value: 0 })).toBe('+0.40 points');
    expect(changed({ ...share, value: 0 }, { ...ROW, value: 0 })).toBe('±0');
    expect(changed({ ...WORSE, value: null }, ROW)).toBeNull();
  });

  it('give differences of percentages in points', () => {
    expect(amount(-0.0123, 'percentage')).toBe('1.2 points');
    expect(amount(0.004, 'score')).toBe('0.40 points');
    expect(amount(-400, 'milliseconds')).toBe('400 ms');
  });

  it.each([
    [0.00001, '< 0.0001'],
    [0.0042, '= 0.0042'],
    [0.042, '= 0.042'],
    [0.42, '= 0.42'],
  ])('write %d as people do', (p, text) => {
    expect(probability(p)).toBe(text);
  });

  it('of one metric make one line, with its group above', () => {
    const head = { ...ROW, name: 'Startup Time Score', metric: 'startup_time_score' };
    const lines = linesOf([head, { ...head, column: 1 }, ROW, WORSE]);
    expect(lines.map((line) => [line.name, line.heading, line.cells.length])).toEqual([
      ['Startup Time Score', true, 2],
      ['Video Startup Time (median)', false, 2],
    ]);
  });
});
