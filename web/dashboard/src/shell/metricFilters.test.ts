import { describe, expect, it } from 'vitest';
import { asked, readMetricFilter, sign, writeMetricFilter } from './metricFilters';

describe('filters by a metric', () => {
  it.each([
    ['rebuffer_count>=2', { metric: 'rebuffer_count', comparison: '>=', value: 2 }],
    [' video_startup_time < 1e3 ', { metric: 'video_startup_time', comparison: '<', value: 1000 }],
    ['rebuffer_percentage=0.05', { metric: 'rebuffer_percentage', comparison: '=', value: 0.05 }],
  ])('reads %s', (text, filter) => {
    expect(readMetricFilter(text)).toEqual(filter);
  });

  it.each(['', 'views', 'views>=', 'views>=many', '>=2', 'VIEWS>=1'])('refuses %j', (text) => {
    expect(readMetricFilter(text)).toBeNull();
  });

  it('writes what it reads', () => {
    expect(writeMetricFilter(readMetricFilter('rebuffer_count >= 2')!)).toBe('rebuffer_count>=2');
  });

  it.each([
    ['5', 'percentage', 0.05],
    ['12.3', 'score', 0.123],
    ['1,5', 'number', 1.5],
    ['250', 'milliseconds', 250],
    ['800', 'bits_per_second', 800_000],
    ['', 'number', null],
    ['x', 'number', null],
    ['Infinity', 'number', null],
  ] as const)('takes %j in %s as %s', (typed, unit, value) => {
    expect(asked(typed, unit)).toBe(value);
  });

  it('shows comparisons as people write them', () => {
    expect(['>=', '<=', '!=', '==', '>'].map(sign)).toEqual(['≥', '≤', '≠', '=', '>']);
  });
});
