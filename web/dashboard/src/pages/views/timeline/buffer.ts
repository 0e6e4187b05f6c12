// How much of the media lay loaded ahead of the playhead, reckoned from a view's requests: players
// send no level of their buffer.
//
// Law: pure. The level is the end of what was loaded without a gap from the playhead on, less the
// playhead; of several tracks the one that ends first counts. What cannot be told is null and not
// zero: a player that plays on past all that it told of has loaded more than it told.

import { inMs, likelyUnit, toldOf, type Load, type UnitMs } from './loads';
import { knots, lastUntil, type Knot } from './playheads';
import type { ViewEvent } from './states';

export interface Point {
  atMs: number;
  levelMs: number | null;
}

/** What the level rests on: where segments lie and how long they are; where they lie alone; or
 * only how long they are, counted on from where the playhead stood. */
export type Basis = 'placed' | 'started' | 'counted';

export type Reckoned =
  | { basis: Basis; points: Point[]; segments: number; untyped: boolean }
  /** `silent`: nothing told of segments; `elsewhere`: they lie on another clock than the playhead. */
  | { basis: null; why: 'silent' | 'elsewhere' };

/** Players play over holes as small as this. */
const HOLE_MS = 250;
/** Who plays on for so long past what is loaded has loaded more. */
const PAST_MS = 2_000;
const RANGES_MOST = 64;
/** How much of what was played has to lie in what was loaded, or the clocks are not the same. */
const EXPLAINED_LEAST = 0.5;

export function reckonBuffer(events: readonly ViewEvent[]): Reckoned {
  const told = toldOf(events);
  const way = knots(events);
  if (told.length === 0 || way.length === 0) return { basis: null, why: 'silent' };
  const placed = told.filter((each) => each.start !== null).length * 2 >= told.length;
  const likely = likelyUnit(told);
  if (placed) {
    const units: UnitMs[] = [likely, likely === 1 ? 1_000 : 1];
    const ways = units.map((unit) => follow(way, placedOnly(inMs(told, unit)), false));
    const [one, other] = ways as [Followed, Followed];
    const best = other.explained > one.explained + 0.2 ? other : one;
    if (best.segments && best.explained >= EXPLAINED_LEAST) {
      const measured = told.filter((each) => each.length !== null).length * 2 >= told.length;
      return {
        basis: measured ? 'placed' : 'started',
        points: best.points,
        segments: best.segments,
        untyped: told.some((each) => !each.typed),
      };
    }
  }
  const lengths = told.map((each) => ({ ...each, start: null }));
  const counted = inMs(once(lengths), likely).filter((each) => each.lengthMs !== null);
  if (counted.length === 0) return { basis: null, why: placed ? 'elsewhere' : 'silent' };
  const { points, segments } = follow(way, counted, true);
  return { basis: 'counted', points, segments, untyped: false };
}

const placedOnly = (loads: Load[]): Load[] =>
  loads.filter((each) => each.startMs !== null && each.lengthMs !== null);

/** Without segments that were loaded a second time, where an address means one segment. */
function once<T extends { url: string | null }>(loads: readonly T[]): T[] {
  const urls = new Set(loads.map((each) => each.url));
  if (urls.size * 2 <= loads.length) return [...loads];
  const seen = new Set<string>();
  return loads.filter(({ url }) => {
    if (url === null) return true;
    const known = seen.has(url);
    seen.add(url);
    return !known;
  });
}

/** What is loaded of one track: ranges in order, with more than a hole between them. */
class Track {
  private ranges: [number, number][] = [];
  /** The playhead left it behind; it counts again when it is loaded again. */
  left = false;

  add(from: number, to: number): void {
    const apart = (range: [number, number]): boolean =>
      range[1] + HOLE_MS < from || range[0] - HOLE_MS > to;
    const touched = this.ranges.filter((range) => !apart(range));
    const low = Math.min(from, ...touched.map((range) => range[0]));
    const high = Math.max(to, ...touched.map((range) => range[1]));
    const rest = this.ranges.filter(apart);
    const place = rest.findIndex((range) => range[0] > low);
    rest.splice(place < 0 ? rest.length : place, 0, [low, high]);
    if (rest.length > RANGES_MOST) rest.shift();
    this.ranges = rest;
    this.left = false;
  }

  /** Put a segment after the last one, or at the playhead if that has gone past it. */
  append(lengthMs: number, playheadMs: number): void {
    const end = this.ranges.at(-1)?.[1] ?? playheadMs;
    const from = Math.max(end, playheadMs);
    this.add(from, from + lengthMs);
  }

  /** How far it reaches from the playhead on, or null where the playhead is outside. */
  level(playheadMs: number): number | null {
    for (const [from, to] of this.ranges)
      if (from - HOLE_MS <= playheadMs && playheadMs <= to) return to - playheadMs;
    return null;
  }

  /** The end of what lies behind the playhead. */
  behind(playheadMs: number): number {
    let end = -Infinity;
    for (const [, to] of this.ranges) if (to <= playheadMs) end = to;
    return end;
  }

  /** A seek keeps what reaches on from where it leads, and nothing else. */
  seek(playheadMs: number): void {
    this.ranges = this.ranges.filter(
      ([from, to]) => from - HOLE_MS <= playheadMs && playheadMs <= to,
    );
  }
}

interface Followed {
  points: Point[];
  segments: number;
  /** The share of what was played that lay in what was loaded. */
  explained: number;
}

/** Go through a view, with each segment put where it lies, or (`counted`) after the one before. */
function follow(way: readonly Knot[], loads: readonly Load[], counted: boolean): Followed {
  const tracks = new Map<string, Track>();
  const kinds = new Set(loads.map((each) => each.track));
  if (kinds.has('video') && kinds.has('audio'))
    for (const kind of ['video', 'audio']) tracks.set(kind, new Track());
  const points: Point[] = [];
  const first = way[0] as Knot;
  let now = first.atMs;
  let playhead = first.playheadMs;
  let landed = playhead;
  let played = 0;
  let explained = 0;

  const put = (atMs: number, levelMs: number | null): void => {
    const last = points.at(-1);
    if (last?.atMs !== atMs || last.levelMs !== levelMs) points.push({ atMs, levelMs });
  };
  const past = (track: Track | null): number =>
    playhead - Math.max(landed, track?.behind(playhead) ?? -Infinity);

  const level = (): number | null => {
    if (tracks.size === 0) return past(null) > PAST_MS ? null : 0;
    let least: number | null = null;
    for (const track of tracks.values()) {
      let own = track.level(playhead);
      if (own === null) {
        track.left ||= past(track) > PAST_MS;
        if (!track.left) own = 0;
      }
      if (own !== null) least = least === null ? own : Math.min(least, own);
    }
    return least;
  };

  /** The playhead goes evenly to a later moment; or stands still until then. */
  const pass = (untilMs: number, to: number): void => {
    const began = level();
    const went = to - playhead;
    put(now, began);
    if (went <= 0) put(untilMs, began);
    else {
      played += went;
      explained += Math.min(went, began ?? 0);
      const at = (ms: number): number => now + (ms / went) * (untilMs - now);
      if (began === null) put(untilMs, null);
      else if (went <= began) put(untilMs, began - went);
      else {
        const empty = Math.max(
          0,
          PAST_MS - (began > 0 ? 0 : Math.max(0, Math.min(...behindAll()))),
        );
        put(at(began), 0);
        if (went <= began + empty) put(untilMs, 0);
        else {
          put(at(began + empty), 0);
          put(at(began + empty), null);
          put(untilMs, null);
        }
      }
    }
    now = untilMs;
    playhead = to;
  };
  const behindAll = (): number[] =>
    tracks.size ? [...tracks.values()].map((track) => past(track)) : [past(null)];

  let next = 0;
  const loadUntil = (untilMs: number, knot: Knot, after: Knot | undefined): void => {
    for (let load = loads[next]; load && load.atMs < untilMs; load = loads[(next += 1)]) {
      const atMs = Math.max(now, load.atMs);
      const to =
        knot.moving && after && after.atMs > knot.atMs
          ? knot.playheadMs +
            ((atMs - knot.atMs) / (after.atMs - knot.atMs)) * (after.cameToMs - knot.playheadMs)
          : playhead;
      pass(atMs, to);
      const track = tracks.get(load.track) ?? new Track();
      tracks.set(load.track, track);
      const lengthMs = load.lengthMs as number;
      if (counted) track.append(lengthMs, playhead);
      else track.add(load.startMs as number, (load.startMs as number) + lengthMs);
    }
  };

  way.forEach((knot, at) => {
    const after = way[at + 1];
    playhead = knot.playheadMs;
    if (knot.leapt) {
      landed = playhead;
      for (const track of tracks.values()) track.seek(playhead);
    }
    loadUntil(after?.atMs ?? Infinity, knot, after);
    if (after) pass(after.atMs, knot.moving ? after.cameToMs : playhead);
    else put(now, level());
  });
  return { points, segments: loads.length, explained: played > 0 ? explained / played : 1 };
}

/** The level at a moment, between two points on the line through both. */
export function levelAt(points: readonly Point[], atMs: number): number | null {
  const place = lastUntil(points, atMs);
  const point = points[place];
  if (!point) return null;
  const next = points[place + 1];
  if (!next || point.levelMs === null || next.levelMs === null || next.atMs <= point.atMs)
    return point.levelMs;
  const share = (atMs - point.atMs) / (next.atMs - point.atMs);
  return point.levelMs + share * (next.levelMs - point.levelMs);
}

/** The same line for an eye that sees `columns` columns: what is lowest and highest in each stays. */
export function thinned(points: readonly Point[], columns: number): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length <= 4 * columns) return [...points];
  const width = Math.max(1, last.atMs - first.atMs) / columns;
  const found: Point[] = [];
  let column: Point[] = [];
  const close = (): void => {
    const kept = new Set([column[0], column.at(-1), lowest(column), lowest(column, -1)]);
    found.push(...column.filter((point) => kept.has(point)));
    column = [];
  };
  let number = 0;
  for (const point of points) {
    const own = Math.floor((point.atMs - first.atMs) / width);
    if (own !== number && column.length) close();
    number = own;
    column.push(point);
  }
  close();
  return found;
}

function lowest(points: readonly Point[], sign = 1): Point | undefined {
  let found: Point | undefined;
  for (const point of points) {
    const value = (point.levelMs ?? -1) * sign;
    if (!found || value < (found.levelMs ?? -1) * sign) found = point;
  }
  return found;
}
