// Where the playhead of a view stood at every moment, as far as its events tell.
//
// Law: pure. Between two events the playhead moves evenly while the content plays, and stands still
// in every other state and in ads. What no playing can explain is a leap.

import { standings, type ViewEvent } from './states';

/** The playhead at an event: where it came to, and where it went on from. `moving`: it goes evenly
 * from here to where the next one comes to. */
export interface Knot {
  atMs: number;
  cameToMs: number;
  playheadMs: number;
  moving: boolean;
  leapt: boolean;
}

/** What the fastest player may play of the content in a millisecond, and how exact its words are. */
const FASTEST = 16;
const SLACK_MS = 1_000;

/** One knot for each event, in their order. In a seek the playhead is where the seek leads. */
export function knots(events: readonly ViewEvent[]): Knot[] {
  const standing = standings(events);
  const targets = seekTargets(events);
  const found: Knot[] = [];
  let target = 0;
  events.forEach((event, at) => {
    const last = found.at(-1);
    const now = standing[at];
    let playheadMs = event.playback_time;
    if (event.name === 'seeking') target = targets.get(at) ?? playheadMs;
    const cameToMs = last ? cameTo(last, event.viewer_time, playheadMs) : playheadMs;
    if (now?.state === 'seeking') playheadMs = target;
    // Some players tell the playhead of the ad while one is shown.
    else if (now?.ad || standing[at - 1]?.ad) playheadMs = cameToMs;
    found.push({
      atMs: event.viewer_time,
      cameToMs,
      playheadMs,
      moving: now?.state === 'playing' && !now.ad && at < events.length - 1,
      leapt: event.name === 'seeking' || Math.abs(playheadMs - cameToMs) > SLACK_MS,
    });
  });
  return found;
}

/** Where the playhead was before whatever happens now: as told, unless playing cannot explain it. */
function cameTo(last: Knot, atMs: number, toldMs: number): number {
  if (!last.moving) return last.playheadMs;
  const lasted = atMs - last.atMs;
  const went = toldMs - last.playheadMs;
  return went >= 0 && went <= lasted * FASTEST + SLACK_MS ? toldMs : last.playheadMs + lasted;
}

/** Where each seek leads: to the playhead of what ends it, unless another seek comes first. */
function seekTargets(events: readonly ViewEvent[]): Map<number, number> {
  const found = new Map<number, number>();
  let target: number | null = null;
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const { name, playback_time } = events[at] as ViewEvent;
    if (name === 'seeked' || name === 'playing') target = playback_time;
    if (name !== 'seeking') continue;
    if (target !== null) found.set(at, target);
    target = null;
  }
  return found;
}

/** The playhead at a moment; null before the first event. */
export function playheadAt(found: readonly Knot[], atMs: number): number | null {
  const place = lastUntil(found, atMs);
  const knot = found[place];
  if (!knot) return null;
  const next = found[place + 1];
  if (!knot.moving || !next || next.atMs <= knot.atMs) return knot.playheadMs;
  const share = (atMs - knot.atMs) / (next.atMs - knot.atMs);
  return knot.playheadMs + share * (next.cameToMs - knot.playheadMs);
}

/** The place of the last one at or before a moment; −1 before all. */
export function lastUntil(sorted: readonly { atMs: number }[], atMs: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as { atMs: number }).atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
