// Moments for people, in their own zone or in UTC.
//
// Law: an address may hold anything where a moment should stand; it is shown as nothing.

import { NOTHING } from './numbers';

/** Epoch seconds (as the API's timeframes), ISO text, or a date. */
export type Moment = number | string | Date;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Moment, utc: boolean, options: Intl.DateTimeFormatOptions): string {
  const date = asDate(at);
  return date ? formatOf(utc, options).format(date) : NOTHING;
}

function formatOf(utc: boolean, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${utc}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, ...(utc ? { timeZone: 'UTC' } : {}) });
    formats.set(key, found);
  }
  return found;
}

export function moment(at: Moment, utc: boolean): string {
  return format(at, utc, {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

export function minute(at: Moment, utc: boolean): string {
  return format(at, utc, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' });
}

export function clock(at: Moment, utc: boolean): string {
  return format(at, utc, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** What stands below an axis: the day at midnight, else the time, with seconds where they differ. */
export function tick(atS: number, stepS: number, utc: boolean): string {
  const day = format(atS, utc, { day: 'numeric', month: 'short' });
  if (stepS >= 86_400) return day;
  const time = format(atS, utc, {
    hour: '2-digit',
    minute: '2-digit',
    ...(stepS < 60 ? { second: '2-digit' } : {}),
  });
  return /^00:00(:00)?$/.test(time) ? day : time;
}

/** How long ago, in the largest unit that fits. */
export function ago(at: Moment, nowMs: number): string {
  const date = asDate(at);
  if (!date) return NOTHING;
  const seconds = Math.max(0, Math.round((nowMs - date.getTime()) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A moment as a field of the browser spells it, to the minute. */
export function fieldText(at: Moment, utc: boolean): string {
  const date = asDate(at);
  if (!date) return '';
  const offset = utc ? 0 : date.getTimezoneOffset() * 60_000;
  return new Date(date.getTime() - offset).toISOString().slice(0, 16);
}

/** Epoch seconds of what stands in such a field; null where no whole moment does. */
export function fieldSeconds(text: string, utc: boolean): number | null {
  const ms = Date.parse(text + (utc ? 'Z' : ''));
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}

function asDate(at: Moment): Date | null {
  const date = typeof at === 'number' ? new Date(at * 1_000) : new Date(at);
  return Number.isNaN(date.getTime()) ? null : date;
}
