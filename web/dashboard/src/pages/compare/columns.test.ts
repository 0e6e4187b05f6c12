import { describe, expect, it } from 'vitest';
import {
  against,
  columnOfSet,
  columnOfTime,
  columnOfValue,
  listed,
  readBy,
  writeSet,
  writeSpan,
} from './columns';

const SET = { name: 'Nordic', filters: ['country:NO', 'country:SE'], metric_filters: [] };
const said = (at: number): string => `at ${at}`;

describe('columns', () => {
  it('are by values unless the address says otherwise', () => {
    expect(['values', 'sets', 'times', 'nonsense', null].map(readBy)).toEqual([
      'values',
      'sets',
      'times',
      'values',
      'values',
    ]);
  });

  it('of a value filter by it', () => {
    expect(columnOfValue('cdn', 'a:b', false).asked).toEqual({ filters: ['cdn:a:b'] });
    expect(columnOfValue('cdn', '', false).label).toBe('(no value)');
  });

  it('of a sequence compare it whole', () => {
    expect(columnOfValue('t', 'a', true).asked).toEqual({ filters: ['t:[a]'] });
    expect(columnOfValue('t', '[a,b]', true).asked).toEqual({ filters: ['t:[a,b]'] });
  });

  it('of a set hold its filters, whoever opens the link', () => {
    const column = columnOfSet(writeSet({ ...SET, extra: 1 } as typeof SET));
    expect(column?.label).toBe('Nordic');
    expect(column?.asked).toEqual({ filters: SET.filters, metric_filters: [] });
  });

  it.each(['', 'null', '[]', '{"name":1}', '{"name":"a","filters":"b","metric_filters":[]}', '{'])(
    'that cannot be read are left out: %s',
    (text) => {
      expect(columnOfSet(text)).toBeNull();
    },
  );

  it('of a time are asked relative to the page, or from one moment to another', () => {
    expect(columnOfTime('now', said)?.asked).toEqual({});
    expect(columnOfTime('before', said)?.asked).toEqual({ earlier: 'timeframe' });
    const span = columnOfTime(writeSpan(100, 200), said);
    expect([span?.label, span?.asked]).toEqual(['at 100 – at 200', { timeframe: ['100', '200'] }]);
    expect(columnOfTime('200-100', said)).toBeNull();
    expect(columnOfTime('yesterday', said)).toBeNull();
  });

  it('stand there once, and five at most', () => {
    const of = (key: string) => columnOfValue('cdn', key, false);
    expect(listed([of('a'), null, of('b'), of('a')]).map((each) => each.key)).toEqual(['a', 'b']);
    expect(listed(['a', 'b', 'c', 'd', 'e', 'f'].map(of))).toHaveLength(5);
  });

  it('can have another one first', () => {
    expect(against(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
  });
});
