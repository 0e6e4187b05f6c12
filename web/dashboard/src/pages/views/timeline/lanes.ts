// What a view's timeline draws, in numbers: where the lines and the marks go.
//
// Law: pure. All of it is bounded by the columns that there are, not by the events that came.

import type { Point } from './buffer';
import type { State, Step, Stretch, ViewEvent } from './states';

export type MarkKind = 'bad' | 'warn' | 'plain';

/** The events that are marked in the drawing, by their names. */
export const MARK_KINDS: Readonly<Record<string, MarkKind>> = {
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
    const kind = MARK_KINDS[event.name];
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

/** The bitrate in steps, each until the next or to the end. */
export function ratePath(
  rates: readonly Step[],
  endMs: number,
  x: (ms: number) => number,
  y: (bitsPerSecond: number) => number,
): string {
  return rates
    .map((step, at) => {
      const end = rates[at + 1]?.atMs ?? endMs;
      return `${at ? 'L' : 'M'}${round(x(step.atMs))} ${round(y(step.value ?? 0))}H${round(x(end))}`;
    })
    .join('');
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
