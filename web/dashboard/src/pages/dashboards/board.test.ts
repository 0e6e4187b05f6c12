import { describe, expect, it } from 'vitest';
import {
  componentCount,
  earlier,
  EMPTY,
  hasRoom,
  merged,
  moved,
  narrowed,
  type Bars,
  type Conditions,
  type Narrowed,
  type Series,
} from './board';

const layer = (filters: string[], metric_filters: string[] = []): Conditions => ({
  filters,
  metric_filters,
});
const NUMBER: Narrowed = {
  metric: 'views',
  measurement: null,
  title: '',
  filters: [],
  metric_filters: [],
};
const BARS: Bars = {
  ...NUMBER,
  type: 'bars',
  width: 'half',
  dimension: 'country',
  rows: 10,
  compare: null,
};
const times = <T>(each: T, count: number): T[] => Array<T>(count).fill(each);

describe('filters of a dashboard and of its component', () => {
  it.each([
    [
      [layer(['country:NO']), layer(['browser:Safari'])],
      ['country:NO', 'browser:Safari'],
    ],
    [[layer(['country:NO', 'country:SE']), layer(['country:SE'])], ['country:SE']],
    [[layer(['country:NO', 'country:NO'])], ['country:NO']],
    [
      [layer(['!country:NO']), layer(['country:SE'])],
      ['country:SE', '!country:NO'],
    ],
    [[layer(['!country:NO']), layer(['!country:NO'])], ['!country:NO']],
    [[layer(['page_url:https://a/b']), layer([])], ['page_url:https://a/b']],
    [[layer(['video_series:'])], ['video_series:']],
    [[], []],
  ])('%j leave %j', (layers, filters) => {
    expect(merged(layers)?.filters).toEqual(filters);
  });

  it.each([
    [['country:NO'], [], []],
    [['!country:NO', 'browser:a'], [], ['browser:a']],
    [['country:NO'], ['country:SE', 'country:DK'], ['country:SE', 'country:DK']],
  ])('%j above bars by country with %j are %j', (above, own, filters) => {
    expect(narrowed([layer(above)], { ...BARS, filters: own })?.filters).toEqual(filters);
  });

  it('on the dimension of a chart with lines are not asked', () => {
    const lines: Series = {
      ...NUMBER,
      type: 'timeseries',
      width: 'full',
      compare: null,
      dimension: 'country',
      values: ['NO'],
      filters: ['country:SE', 'browser:a'],
    };
    expect(narrowed([layer(['country:DK'])], lines)?.filters).toEqual(['browser:a']);
  });

  it('all hold for a number', () => {
    expect(narrowed([layer(['country:NO'])], { ...NUMBER, filters: ['country:SE'] })).toBeNull();
  });

  it('leave nothing where they contradict each other', () => {
    expect(merged([layer(['country:NO']), layer([]), layer(['country:SE'])])).toBeNull();
  });

  it('by metrics all hold, each once', () => {
    const layers = [layer([], ['a>=1', 'b=2']), layer([], ['a>=1', 'a<=9'])];
    expect(merged(layers)?.metric_filters).toEqual(['a>=1', 'b=2', 'a<=9']);
  });
});

describe('the earlier time', () => {
  it.each([
    ['before', ['6400', '10000']],
    ['day', ['-76400', '-72800']],
    ['week', ['-594800', '-591200']],
  ] as const)('%s is as long', (which, window) => {
    expect(earlier([10_000, 13_600], which)).toEqual(window);
  });
});

describe('room on a dashboard', () => {
  it('counts the bar of numbers as one', () => {
    expect(componentCount({ ...EMPTY, numbers: times(NUMBER, 5), components: [BARS] })).toBe(2);
    expect(componentCount(EMPTY)).toBe(0);
  });

  it.each([
    [0, 0, true, true],
    [5, 0, false, true],
    [1, 9, true, false],
    [0, 9, true, true],
    [0, 10, false, false],
  ])('with %i numbers and %i components', (numbers, components, number, component) => {
    const definition = {
      ...EMPTY,
      numbers: times(NUMBER, numbers),
      components: times(BARS, components),
    };
    expect(hasRoom(definition, 'number')).toBe(number);
    expect(hasRoom(definition, 'component')).toBe(component);
  });
});

describe('moving a component', () => {
  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, -1, ['a', 'c', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
    [7, 1, ['a', 'b', 'c']],
  ] as const)('from %i by %i', (from, by, expected) => {
    expect(moved(['a', 'b', 'c'], from, by)).toEqual(expected);
  });
});
