// What a view's requests brought of the media: which track, when, from where on, how much.
//
// Law: pure. Players tell either part, both or neither, in seconds or in milliseconds; what no
// segment can be is left out. Fields of earlier requests ride along with manifests and init
// segments, so only requests for media count.

import type { ViewEvent } from './states';

/** `start` and `length` are in the player's own unit. */
export interface Told {
  atMs: number;
  track: string;
  /** Whether the player said which track it is. */
  typed: boolean;
  start: number | null;
  length: number | null;
  url: string | null;
}

export interface Load {
  atMs: number;
  track: string;
  startMs: number | null;
  lengthMs: number | null;
  url: string | null;
}

/** 1,000 where the player counts in seconds. */
export type UnitMs = 1_000 | 1;

export const SEGMENT_MOST_MS = 120_000;
const FARTHEST_MS = 1e13;
const LATEST_MS = 60_000;
const NUMBER_CHARS_MOST = 32;
/** No segment lasts so many seconds, and none so few milliseconds. */
const SECONDS_MOST = 120;
const TRACKS = new Set(['media', 'video', 'audio']);
/** Where players tell no type: dash.js does so. */
const UNTYPED = 'media';

/** The requests for media that tell a start or a length, in the order in which they were answered. */
export function toldOf(events: readonly ViewEvent[]): Told[] {
  const found: Told[] = [];
  for (const { name, viewer_time, details } of events) {
    if (name !== 'requestcompleted') continue;
    const track = trackOf(details['request_type']);
    const start = numberOf(details['request_media_start_time']);
    const length = numberOf(details['request_media_duration']);
    if (track === null || (start === null && length === null)) continue;
    const answered = numberOf(details['request_response_end']);
    const plausible =
      answered !== null && answered <= viewer_time && answered >= viewer_time - LATEST_MS;
    const url = details['request_url'];
    found.push({
      atMs: plausible ? answered : viewer_time,
      track,
      typed: Boolean(details['request_type']),
      start,
      length: length !== null && length > 0 ? length : null,
      url: typeof url === 'string' ? url : null,
    });
  }
  return found.sort((one, other) => one.atMs - other.atMs);
}

function trackOf(type: unknown): string | null {
  if (type === undefined || type === null || type === '') return UNTYPED;
  return typeof type === 'string' && TRACKS.has(type) ? type : null;
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'string') {
    if (value.trim() === '' || value.length > NUMBER_CHARS_MOST) return null;
  } else if (typeof value !== 'number') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The unit that lengths, or else starts, look like. */
export function likelyUnit(told: readonly Told[]): UnitMs {
  const lengths = told.flatMap((each) => each.length ?? []);
  if (lengths.length) return (middle(lengths) ?? 0) > SECONDS_MOST ? 1 : 1_000;
  const starts = told.flatMap((each) => each.start ?? []);
  if (starts.some((each) => !Number.isInteger(each))) return 1_000;
  return (middle(steps(starts)) ?? 0) > SECONDS_MOST ? 1 : 1_000;
}

/** What was told, in milliseconds. A start without a length lasts until the next start. */
export function inMs(told: readonly Told[], unit: UnitMs): Load[] {
  const loads = told.map(({ atMs, track, start, length, url }) => ({
    atMs,
    track,
    startMs: within(start, unit, -FARTHEST_MS, FARTHEST_MS),
    lengthMs: within(length, unit, 0, SEGMENT_MOST_MS),
    url,
  }));
  for (const track of new Set(loads.map((each) => each.track)))
    measure(loads.filter((each) => each.track === track && each.startMs !== null));
  return loads;
}

function within(value: number | null, unit: UnitMs, least: number, most: number): number | null {
  const ms = value === null ? null : value * unit;
  return ms !== null && ms >= least && ms <= most ? ms : null;
}

/** Give the lengths that were not told: up to the next start, at most a little over the usual. */
function measure(placed: Load[]): void {
  if (placed.every((each) => each.lengthMs !== null)) return;
  const starts = placed.map((each) => each.startMs as number);
  const usual = middle(steps(starts).filter((each) => each <= SEGMENT_MOST_MS));
  if (usual === null) return;
  const sorted = [...new Set(starts)].sort((one, other) => one - other);
  const next = new Map(sorted.map((start, at) => [start, sorted[at + 1] ?? Infinity]));
  for (const each of placed) {
    const start = each.startMs as number;
    const step = (next.get(start) as number) - start;
    each.lengthMs ??= step <= 1.5 * usual ? step : usual;
  }
}

/** By how much each goes on from the one before it, where it does. */
function steps(values: readonly number[]): number[] {
  const found: number[] = [];
  for (let at = 1; at < values.length; at += 1) {
    const step = (values[at] as number) - (values[at - 1] as number);
    if (step > 0) found.push(step);
  }
  return found;
}

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? null;
}
