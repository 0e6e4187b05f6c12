import { describe, expect, it, vi } from 'vitest';
import { beginning, remember, remembered } from './lastUsed';
import type { Organization } from './session.svelte';

function house(id: string, ...environments: string[]): Organization {
  return {
    id,
    name: id,
    role: 'member',
    environments: environments.map((each) => ({
      id: each,
      name: each,
      type: 'production',
      permissions: [],
    })),
  };
}

function storage(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first));
  return () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
}

const HOUSES = [house('film', 'empty', 'cinema'), house('radio', 'stage')];
const within = (...ids: string[]) => vi.fn(async (id: string) => ids.includes(id));

describe('one comes in', () => {
  it('where one was last, and nothing is asked', async () => {
    const hasData = within('cinema');
    expect(await beginning(HOUSES, ['stage', 'cinema'], hasData)).toEqual({
      organizationId: 'radio',
      environmentId: 'stage',
    });
    expect(hasData).not.toHaveBeenCalled();
  });

  it('where one was before that, if the last is out of sight', async () => {
    const found = await beginning(HOUSES, ['gone', 'cinema'], within());
    expect(found?.environmentId).toBe('cinema');
  });

  it('where there is data, the first time', async () => {
    expect((await beginning(HOUSES, [], within('cinema', 'stage')))?.environmentId).toBe('cinema');
    expect((await beginning(HOUSES, [], within('stage')))?.organizationId).toBe('radio');
  });

  it('at the first, where there is none or it cannot be told', async () => {
    expect((await beginning(HOUSES, [], within()))?.environmentId).toBe('empty');
    const broken = () => Promise.reject(new Error('unreachable'));
    expect((await beginning(HOUSES, [], broken))?.environmentId).toBe('empty');
  });

  it('at the only one, unasked', async () => {
    const hasData = within();
    expect((await beginning([house('a'), house('b', 'one')], [], hasData))?.environmentId).toBe(
      'one',
    );
    expect(hasData).not.toHaveBeenCalled();
  });

  it('nowhere, where one may see nothing', async () => {
    expect(await beginning([house('a')], ['one'], within())).toBeNull();
  });
});

describe('a browser', () => {
  it('remembers for each person what they used, the last one first', () => {
    const kept = storage();
    for (const id of ['a', 'b', 'a', 'a']) remember('ada', id, kept);
    remember('bob', 'c', kept);
    expect(remembered('ada', kept)).toEqual(['a', 'b']);
    expect(remembered('bob', kept)).toEqual(['c']);
  });

  it('remembers ten', () => {
    const kept = storage();
    for (let nth = 0; nth < 20; nth += 1) remember('ada', String(nth), kept);
    expect(remembered('ada', kept)).toHaveLength(10);
  });

  it.each(['', '{', '{}', '"a"', '[1,null,{}]'])(
    'remembers nothing of what is not ours: %s',
    (text) => {
      expect(remembered('ada', storage({ 'playhead.used.ada': text }))).toEqual([]);
    },
  );

  it('may forbid it', () => {
    const forbidden = () => {
      throw new Error('forbidden');
    };
    remember('ada', 'a', forbidden);
    expect(remembered('ada', forbidden)).toEqual([]);
  });
});
