import { describe, expect, it } from 'vitest';
import { breakdownFile, found, said, turned } from './breakdown';

const NORWAY = {
  field: 'NO',
  name: 'Norway',
  value: 812.5,
  views: 120,
  negative_impact: 1,
  total_watch_time: 7_200_000,
  total_playing_time: null,
};

describe('a breakdown', () => {
  it.each([
    [{ field: 'NO', name: 'Norway' }, 'NO Norway'],
    [{ field: 'Chrome', name: null }, 'Chrome'],
    [{ field: '64500', name: '64500' }, '64500'],
    [{ field: null, name: 'Norway' }, '(no value)'],
    [{ field: '', name: null }, ''],
    [{ field: null, name: null }, '(no value)'],
  ])('says %o as %s', (row, text) => {
    expect(said(row)).toBe(text);
  });

  it.each([
    [0, '0 values contain “nor”'],
    [1, '1 value contains “nor”'],
    [1_200, '1,200 values contain “nor”'],
  ])('tells that %i are found', (total, text) => {
    expect(found(total, 'nor')).toBe(text);
  });

  it.each([
    ['views', 'desc', 'views', 'asc'],
    ['views', 'asc', 'views', 'desc'],
    ['field', 'asc', 'field', 'desc'],
    ['views', 'asc', 'field', null],
  ])('sorted by %s %s and clicked on %s is sorted %s', (order, direction, clicked, next) => {
    expect(turned(order, direction, clicked)).toBe(next);
  });

  it('is a file with the names beside the values, and nothing where there is none', () => {
    const nobody = { ...NORWAY, field: null, name: null, total_watch_time: null };
    expect(breakdownFile('country', 'video_startup_time', [NORWAY, nobody])).toEqual([
      ['country', 'name', 'video_startup_time', 'views', 'total_watch_time_ms', 'negative_impact'],
      ['NO', 'Norway', 812.5, 120, 7_200_000, 1],
      ['', '', 812.5, 120, '', 1],
    ]);
  });
});
