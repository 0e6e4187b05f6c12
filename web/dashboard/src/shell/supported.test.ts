import { describe, expect, it } from 'vitest';
import { leavesOut, only, supported } from './supported';

const LIVE = only([{ id: 'country' }, { id: 'cdn' }]);

describe('filters that a page cannot do with', () => {
  it('are not asked', () => {
    const filters = ['country:NO', '!cdn:a', 'page_url:x', '+country:a', '!page_url:y'];
    expect(supported(filters, LIVE)).toEqual(['country:NO', '!cdn:a', '+country:a']);
    expect(supported(filters, null)).toEqual(filters);
  });

  it.each([
    [['country:NO'], [], false],
    [['country:NO', 'page_url:x'], [], true],
    [['country:NO'], ['views>=1'], true],
    [[], [], false],
  ])('of %j and %j: %s', (filters, metricFilters, some) => {
    expect(leavesOut(filters, metricFilters, LIVE)).toBe(some);
    expect(leavesOut(filters, metricFilters, null)).toBe(false);
  });
});
