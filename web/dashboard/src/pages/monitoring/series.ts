// The half hour that was asked for, and the ticks that were pushed since, as one series.

import type { LiveTick } from './live.svelte';

export interface Series {
  id: string;
  timesS: number[];
  values: (number | null)[];
  viewers: (number | null)[];
}

const POINTS = 360;
const TICK_S = 5;

/** Ticks that the series has already are not put twice; gaps are kept as gaps. */
export function joined(series: Series, ticks: readonly LiveTick[]): Series {
  const timesS = [...series.timesS];
  const values = [...series.values];
  const viewers = [...series.viewers];
  for (const tick of ticks) {
    let last = timesS.at(-1);
    if (last !== undefined && tick.tick <= last) continue;
    while (last !== undefined && tick.tick - last > TICK_S && tick.tick - last < POINTS * TICK_S) {
      last += TICK_S;
      timesS.push(last);
      values.push(null);
      viewers.push(null);
    }
    timesS.push(tick.tick);
    values.push(tick.metrics[series.id] ?? null);
    viewers.push(tick.concurrent_viewers);
  }
  return {
    id: series.id,
    timesS: timesS.slice(-POINTS),
    values: values.slice(-POINTS),
    viewers: viewers.slice(-POINTS),
  };
}
