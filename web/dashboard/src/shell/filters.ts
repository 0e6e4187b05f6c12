// How a filter is written in addresses and in the API: `dimension:value`, `!dimension:value` to
// exclude. A value that is missing is written as nothing after the colon.

export interface Filter {
  dimension: string;
  value: string;
  exclude: boolean;
}

export function readFilter(text: string): Filter {
  const exclude = text.startsWith('!');
  const body = exclude ? text.slice(1) : text;
  const colon = body.indexOf(':');
  return colon < 0
    ? { dimension: body, value: '', exclude }
    : { dimension: body.slice(0, colon), value: body.slice(colon + 1), exclude };
}

export function writeFilter({ dimension, value, exclude }: Filter): string {
  return `${exclude ? '!' : ''}${dimension}:${value}`;
}
