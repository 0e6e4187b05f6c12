// How dark a place is on a map: one of five shades, none where there is nothing.

export const SHADES = 5;

/** The logarithm, since one place often has more than all others. */
export function byCount(value: number | null | undefined, most: number): number {
  if (!value || value <= 0 || most <= 0) return 0;
  return Math.max(1, Math.ceil((Math.log(1 + value) / Math.log(1 + most)) * SHADES));
}

/** In proportion: a share or a duration that is half as large looks half as dark. */
export function byShare(value: number | null | undefined, most: number): number {
  if (value === null || value === undefined) return 0;
  return most > 0 ? Math.min(SHADES, Math.max(1, Math.ceil((value / most) * SHADES))) : 1;
}
