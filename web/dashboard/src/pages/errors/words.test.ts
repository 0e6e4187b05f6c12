import { describe, expect, it } from 'vitest';
import { contains } from './words';

const ROW = { player_error_code: '2103', message: 'Not 100% of it', description: 'The new CDN' };
const EMPTY = { player_error_code: null, message: null, description: null };

describe('an error', () => {
  it.each([
    ['', true],
    ['21', true],
    ['NOT', true],
    ['100%', true],
    ['new cdn', true],
    ['2103 Not', false],
    ['_', false],
    ['.*', false],
  ])('with “%s” is found: %s', (search, is) => {
    expect(contains(ROW, search)).toBe(is);
  });

  it('that says nothing is only found where nothing is searched', () => {
    expect([contains(EMPTY, ''), contains(EMPTY, 'a')]).toEqual([true, false]);
  });
});
