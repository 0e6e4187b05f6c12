import { describe, expect, it } from 'vitest';
import { draftOf, missing, newPart, partOf, turned, type Draft, type Kind } from './parts';

const draft = (changes: Partial<Draft>): Draft => ({ ...draftOf(newPart('number')), ...changes });

describe('a part of a dashboard', () => {
  it.each(['number', 'timeseries', 'bars', 'list'] satisfies Kind[])(
    'of the kind %s comes back from its form as it was',
    (kind) => {
      const part = partOf(
        draft({
          kind,
          metric: 'video_startup_time',
          dimension: 'country',
          values: ['NO'],
          title: 'x',
        }),
      );
      expect(partOf(draftOf(part))).toEqual(part);
    },
  );

  it('has nothing of another kind', () => {
    const number = partOf(draft({ dimension: 'country', values: ['NO'], compare: 'day' }));
    expect(number).toEqual(newPart('number'));
    const list = partOf(draft({ kind: 'list', dimension: 'country', width: 'full' }));
    expect(list).not.toHaveProperty('width');
    expect(list).not.toHaveProperty('values');
  });

  it('with lines for values has no comparison', () => {
    const lines = partOf(
      draft({ kind: 'timeseries', dimension: 'country', values: ['NO'], compare: 'day' }),
    );
    expect(lines).toMatchObject({ compare: null, values: ['NO'] });
    const alone = partOf(draft({ kind: 'timeseries', values: ['NO'], compare: 'day' }));
    expect(alone).toMatchObject({ compare: 'day', dimension: null, values: [] });
  });
});

describe('a form turned to another kind', () => {
  it.each([
    ['timeseries', 'full'],
    ['bars', 'half'],
  ] as const)('to %s takes %s of the width', (kind, width) => {
    const part = partOf(turned(draft({ dimension: 'country', values: ['NO'] }), kind));
    expect(part).toMatchObject({ type: kind, width, dimension: 'country' });
  });
});

describe('a form that is not whole', () => {
  it.each([
    [{ kind: 'number' }, null],
    [{ kind: 'bars' }, 'Choose a dimension.'],
    [{ kind: 'list', dimension: 'country' }, null],
    [{ kind: 'timeseries' }, null],
    [{ kind: 'timeseries', compare: 'week' }, null],
    [
      { kind: 'timeseries', dimension: 'country' },
      'Choose the values that get a line, or no dimension.',
    ],
    [
      { kind: 'timeseries', dimension: 'country', values: ['NO'], compare: 'day' },
      'Compare with an earlier time or show values, not both.',
    ],
  ] as const)('%j: %s', (changes, said) => {
    expect(missing(draft(changes as unknown as Partial<Draft>))).toBe(said);
  });
});
