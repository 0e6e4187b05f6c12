import { describe, expect, it } from 'vitest';
import { readMetricFilter, writeMetricFilter } from './metricFilters';

describe('a condition on a metric', () => {
  it.each([
    ['video_startup_time>=2000', { metric: 'video_startup_time', operator: '>=', value: 2000 }],
    ['rebuffer_percentage<0.05', { metric: 'rebuffer_percentage', operator: '<', value: 0.05 }],
    ['rebuffer_count==3', { metric: 'rebuffer_count', operator: '=', value: 3 }],
  ])('is read: %s', (text, filter) => {
    expect(readMetricFilter(text)).toEqual(filter);
  });

  it.each(['', 'video_startup_time', 'a>b', '<script>>1', 'x>=1; drop'])('is none: %s', (text) => {
    expect(readMetricFilter(text)).toBeNull();
  });

  it('is written as it is read', () => {
    expect(writeMetricFilter(readMetricFilter('watch_time>60000')!)).toBe('watch_time>60000');
  });
});
