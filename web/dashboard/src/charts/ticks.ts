// What is written beside the lines of an axis.

/** Write each number once: of lines that would all be called the same, the roundest is. */
export function labels(splits: readonly number[], format: (value: number) => string): string[] {
  const texts = splits.map(format);
  const roundest = new Map<string, number>();
  splits.forEach((value, at) => {
    const best = roundest.get(texts[at]!);
    if (best === undefined || String(value).length < String(splits[best]).length)
      roundest.set(texts[at]!, at);
  });
  return texts.map((text, at) => (roundest.get(text) === at ? text : ''));
}
