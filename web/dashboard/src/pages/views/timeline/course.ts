// A view's events as one course: what the player did, where the playhead was, at which bitrate and
// with how much in the buffer, all on the viewer's clock.
//
// Law: pure.

import { bitrate, duration, NOTHING } from '../../../format/numbers';
import { levelAt, reckonBuffer, type Reckoned } from './buffer';
import { knots, lastUntil, playheadAt, type Knot } from './playheads';
import { steps, stretches, type State, type Step, type Stretch, type ViewEvent } from './states';

export interface Course {
  events: readonly ViewEvent[];
  stretches: readonly Stretch[];
  way: readonly Knot[];
  rates: readonly Step[];
  buffer: Reckoned;
  beganMs: number;
  lastedMs: number;
  /** Between which playheads it all was; the upper is always above the lower. */
  lowestMs: number;
  highestMs: number;
}

export const NAMES: Record<State, string> = {
  loading: 'Starting up',
  playing: 'Playing',
  paused: 'Paused',
  rebuffering: 'Rebuffering',
  seeking: 'Seeking',
  failed: 'Failed',
};
const STATES = Object.keys(NAMES) as State[];

export function courseOf(events: readonly ViewEvent[]): Course {
  const found = stretches(events);
  const heights = found.length
    ? found.flatMap((each) => [each.fromPlayheadMs, each.toPlayheadMs])
    : events.map((each) => each.playback_time);
  const highestMs = heights.reduce((one, other) => Math.max(one, other), 1);
  const beganMs = events[0]?.viewer_time ?? 0;
  return {
    events,
    stretches: found,
    way: knots(events),
    rates: steps(events, ['renditionchange'], 'bitrate'),
    buffer: reckonBuffer(events),
    beganMs,
    lastedMs: Math.max(1, (events.at(-1)?.viewer_time ?? 1) - beganMs),
    lowestMs: Math.min(lowest(found, highestMs), highestMs - 1),
    highestMs,
  };
}

/** Who joins a live stream or resumes far inside sees what was played, not the way there. */
function lowest(found: readonly Stretch[], highestMs: number): number {
  const played = found.filter((each) => each.state === 'playing' && !each.ad);
  const least = played.reduce((one, each) => Math.min(one, each.fromPlayheadMs), highestMs);
  return played.length && least > 4 * Math.max(10_000, highestMs - least) ? least : 0;
}

/** The states that occur, in the order of a legend. */
export function statesOf(course: Course): State[] {
  return STATES.filter((state) => course.stretches.some((each) => each.state === state));
}

export interface Said {
  state: string;
  playhead: string;
  bitrate: string;
  buffer: string;
}

/** What was the case at a moment; where stretches meet, at the end or begin of `among`. */
export function said(
  atMs: number,
  course: Course,
  among: readonly Stretch[] = course.stretches,
): Said {
  const { way, rates, buffer } = course;
  const standing = among.findLast((each) => each.fromMs <= atMs && atMs <= each.toMs);
  const playhead = playheadAt(way, atMs);
  const rate = rates[lastUntil(rates, atMs)]?.value;
  const level = buffer.basis === null ? null : levelAt(buffer.points, atMs);
  return {
    state: standing ? NAMES[standing.state] + (standing.ad ? ', ad' : '') : 'Not playing',
    playhead: duration(playhead === null ? null : Math.round(playhead)),
    bitrate: rate ? bitrate(rate) : NOTHING,
    buffer: level === null ? 'not known' : seconds(level),
  };
}

/** A level to a tenth of a second: more than it is exact to would only look exact. */
export function seconds(ms: number): string {
  return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
}

/** The course in a sentence, for whoever does not see it drawn. */
export function summary(course: Course): string {
  return [
    `The view over ${duration(course.lastedMs)}, on the viewer's clock and the playhead`,
    ...statesOf(course).map((state) => {
      const own = course.stretches.filter((each) => each.state === state);
      const sum = own.reduce((total, each) => total + each.toMs - each.fromMs, 0);
      return `${NAMES[state]}: ${own.length === 1 ? 'once' : `${own.length} times`}, ${duration(sum)}`;
    }),
  ].join('. ');
}
