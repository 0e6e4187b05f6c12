// What a view's timeline draws, in numbers: where the lines go, and what is said of a moment.
//
// Law: pure. All of it is bounded by the columns that there are, not by the events that came.

import { bitrate, duration, NOTHING } from '../../format/numbers';
import { levelAt, type Basis, type Point, type Reckoned } from './buffer';
import { lastUntil, playheadAt, type Knot } from './playheads';
import type { State, Step, Stretch, ViewEvent } from './states';

export const NAMES: Record<State, string> = {
  loading: 'Starting up',
  playing: 'Playing',
  paused: 'Paused',
  rebuffering: 'Rebuffering',
  seeking: 'Seeking',
  failed: 'Failed',
};

/** How the buffer was reckoned, in words for whoever reads the lane. */
export const RECKONED: Record<Basis, string> = {
  placed: 'Reckoned from where the segments lie that the player loaded; it sends no level itself.',
  started:
    'Reckoned from where the segments begin that the player loaded, each taken to last until the next; it sends no level itself.',
  counted:
    'Reckoned from how long the segments are that the player loaded, less what was played; it does not tell where they lie. What it loaded twice or threw away counts too, so the buffer may have been smaller.',
};
export const UNTYPED =
  'The player does not say which of them are sound and which picture: either counts.';
export const UNKNOWN: Record<'silent' | 'elsewhere', string> = {
  silent:
    'This player tells nothing of the segments that it loads: how much it had in its buffer is not known.',
  elsewhere:
    'This player tells of its segments on another clock than that of its playhead: how much it had in its buffer is not known.',
};

export type MarkKind = 'bad' | 'warn' | 'plain';

const MARKED: Record<string, MarkKind> = {
  error: 'bad',
  aderror: 'bad',
  requestfailed: 'warn',
  renditionchange: 'plain',
  cdnchange: 'plain',
  networkchange: 'plain',
  playbackmodechange: 'plain',
};
const RANK: Record<MarkKind, number> = { bad: 2, warn: 1, plain: 0 };

/** One mark for all events of a kind that the eye cannot tell apart; `at` is the worst of them. */
export interface Mark {
  at: number;
  kind: MarkKind;
  x: number;
  y: number;
  names: string[];
}

export function marks(
  events: readonly ViewEvent[],
  x: (ms: number) => number,
  y: (ms: number) => number,
  apartPx = 9,
): Mark[] {
  const found = new Map<string, Mark>();
  events.forEach((event, at) => {
    const kind = MARKED[event.name];
    if (!kind) return;
    const [left, top] = [x(event.viewer_time), y(event.playback_time)];
    const cell = `${Math.round(left / apartPx)} ${Math.round(top / apartPx)}`;
    const known = found.get(cell);
    if (!known) found.set(cell, { at, kind, x: left, y: top, names: [event.name] });
    else {
      if (RANK[kind] > RANK[known.kind]) Object.assign(known, { at, kind, x: left, y: top });
      known.names.push(event.name);
    }
  });
  // What is worse lies on top.
  return [...found.values()].sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

/** `2 × requestfailed, error`. */
export function named({ names }: Mark): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ');
}

/** The lines of one state, as one path; what is shorter than a pixel joins what is there. */
export function statePath(
  found: readonly Stretch[],
  state: State,
  x: (ms: number) => number,
  y: (ms: number) => number,
): string {
  let path = '';
  let drawn = '';
  for (const each of found) {
    if (each.state !== state) continue;
    const line = `M${round(x(each.fromMs))} ${round(y(each.fromPlayheadMs))}L${round(x(each.toMs))} ${round(y(each.toPlayheadMs))}`;
    if (line !== drawn) path += line;
    drawn = line;
  }
  return path;
}

export interface BufferShape {
  line: string;
  area: string;
  /** From where to where the level is not known. */
  unknown: [number, number][];
}

export function bufferShape(
  points: readonly Point[],
  x: (ms: number) => number,
  y: (ms: number) => number,
): BufferShape {
  const shape: BufferShape = { line: '', area: '', unknown: [] };
  const floor = round(y(0));
  let last: Point | null = null;
  for (const point of points) {
    const left = round(x(point.atMs));
    if (point.levelMs !== null) {
      const to = `${left} ${round(y(point.levelMs))}`;
      const opens = !last || last.levelMs === null;
      shape.line += `${opens ? 'M' : 'L'}${to}`;
      shape.area += opens ? `M${left} ${floor}L${to}` : `L${to}`;
    } else if (last) {
      if (last.levelMs !== null) shape.area += `L${round(x(last.atMs))} ${floor}Z`;
      else if (left > round(x(last.atMs))) shape.unknown.push([round(x(last.atMs)), left]);
    }
    last = point;
  }
  if (last && last.levelMs !== null) shape.area += `L${round(x(last.atMs))} ${floor}Z`;
  return shape;
}

const round = (value: number): number => Math.round(value * 10) / 10;

export interface Said {
  state: string;
  playhead: string;
  bitrate: string;
  buffer: string;
}

/** What was the case at a moment. */
export function said(
  atMs: number,
  found: readonly Stretch[],
  way: readonly Knot[],
  rates: readonly Step[],
  buffer: Reckoned,
): Said {
  const standing = found.findLast((each) => each.fromMs <= atMs && atMs <= each.toMs);
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
