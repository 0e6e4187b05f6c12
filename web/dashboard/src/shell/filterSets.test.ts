import { describe, expect, it } from 'vitest';
import { isApplied } from './filterSets';

const NORWAY = {
  filters: ['country:NO', '!browser:Safari'],
  metric_filters: ['rebuffer_count>=1'],
};

describe('a set of filters', () => {
  it.each([
    [['country:NO', '!browser:Safari'], ['rebuffer_count>=1'], true],
    [['!browser:Safari', 'country:NO', 'country:NO'], ['rebuffer_count>=1'], true],
    [['country:NO'], ['rebuffer_count>=1'], false],
    [['country:NO', '!browser:Safari'], [], false],
    [['country:NO', '!browser:Safari', 'cdn:a'], ['rebuffer_count>=1'], false],
    [[], [], false],
  ])('is applied by %j and %j: %s', (filters, metricFilters, applied) => {
    expect(isApplied(NORWAY, filters, metricFilters)).toBe(applied);
  });
});
