import { describe, expect, it } from 'vitest';
import { bare, plain } from './names';

describe('a name of a region', () => {
  it.each([
    ['Île-de-France', 'ile de france'],
    ['SÃO PAULO', 'sao paulo'],
    ['Łódź', 'lodz'],
    ['Saint Gallen', 'saint gallen'],
    ["Provence-Alpes-Côte d'Azur", 'provence alpes cote dazur'],
    ['Iğdır', 'igdir'],
    ['東京都', '東京都'],
  ])('is compared without marks: %s', (name, expected) => {
    expect(plain(name)).toBe(expected);
  });

  it.each([
    ['Free and Hanseatic City of Hamburg', 'Hamburg'],
    ['Västra Götaland County', 'Vastra Gotaland'],
    ['Southern Denmark', 'South Denmark'],
    ['National Capital Territory of Delhi', 'Delhi'],
    ['Saint Gallen', 'St. Gallen'],
  ])('is compared without the kind of region: %s is %s', (one, other) => {
    expect(bare(one)).toBe(bare(other));
  });

  it('keeps words for kinds where there are no others', () => {
    expect(bare('Capital Region')).not.toBe('');
    expect(bare('Federal District')).not.toBe('');
  });
});
