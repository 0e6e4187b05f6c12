// The window of time in which a view's companions are looked for.

const UNITS_MS: Record<string, number> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Whether a timeframe, as it stands in the address, has a moment in it. */
export function covers(timeframe: readonly string[], atMs: number, nowMs: number): boolean {
  const [from, to] = timeframe;
  if (to !== undefined) return Number(from) * 1_000 <= atMs && atMs <= Number(to) * 1_000;
  const [count, unit] = (from ?? '').split(':');
  const back = Number(count) * (UNITS_MS[unit ?? ''] ?? NaN);
  return nowMs - back <= atMs && atMs <= nowMs;
}

/** From so long before a moment to so long after it, as it stands in the address. */
export function around(fromMs: number, toMs: number, byMs: number): string[] {
  return [fromMs - byMs, toMs + byMs].map((each) => String(Math.floor(each / 1_000)));
}
