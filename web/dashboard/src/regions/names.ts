// How the name of a region is compared: databases write one name in many ways.

/** Letters that are no letter with a mark. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ə: 'a',
  þ: 'th',
};

/** Words that one database writes and another does not, or writes in another way. */
const WRITTEN: Record<string, string> = {
  eastern: 'east',
  northern: 'north',
  saint: 'st',
  sankt: 'st',
  southern: 'south',
  western: 'west',
};
const KINDS = new Set(
  (
    'the of and de do da del la le el al an ash ad ar at az as autonomous canton city county ' +
    'department departamento departement district distrito division do dong emirate free ' +
    'governorate gov hanseatic island islands ken krai kray kraj d c f megye metropolis metropolitan ' +
    'municipality national capital territory oblast oblisi oblysy okrug parish prefecture principality ' +
    'province provincia provincie region regional republic si special state union urban voblasc ' +
    'voivodeship wilaya zupanija'
  ).split(' '),
);

/** Without case, marks and punctuation. */
export function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, (mark) => (/['’‘ʻʿ`´]/.test(mark) ? '' : ' '))
    .replace(/\p{L}/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/ +/g, ' ')
    .trim();
}

/** And without the words for kinds of regions, where any other word is left. */
export function bare(name: string): string {
  const words = plain(name)
    .split(' ')
    .map((word) => WRITTEN[word] ?? word);
  const telling = words.filter((word) => !KINDS.has(word));
  return (telling.length ? telling : words).join('');
}
