// Numbers for people: short, with their unit, the same everywhere.

import type { Unit } from '../api/words';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const TWO = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

export const NOTHING = '–';

export function count(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOTHING;
  return Math.abs(value) >= 100_000 ? COMPACT.format(value) : WHOLE.format(value);
}

export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NOTHING;
  const size = Math.abs(ms);
  if (size < 1_000) return `${WHOLE.format(ms)} ms`;
  if (size < 59_995) return `${TWO.format(ms / 1_000)} s`;
  const sign = ms < 0 ? '−' : '';
  const seconds = Math.round(size / 1_000);
  if (seconds < 3_600) return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(size / 60_000);
  if (minutes < 60_000) {
    return `${sign}${WHOLE.format(Math.floor(minutes / 60))} h ${minutes % 60} min`;
  }
  return `${COMPACT.format(ms / 3_600_000)} h`;
}

export function percentage(fraction: number | null | undefined): string {
  if (fraction === null || fraction === undefined) return NOTHING;
  const percent = fraction * 100;
  const digits = percent !== 0 && Math.abs(percent) < 1 ? 2 : 1;
  return `${percent.toFixed(digits)} %`;
}

export function bitrate(bps: number | null | undefined): string {
  if (bps === null || bps === undefined) return NOTHING;
  if (Math.abs(bps) < 1_000_000) return `${WHOLE.format(bps / 1_000)} kbit/s`;
  return `${TWO.format(bps / 1_000_000)} Mbit/s`;
}

export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : String(Math.round(value * 100));
}

/** A value of a metric in its unit. Scores are shown from 0 to 100. */
export function measured(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return NOTHING;
  switch (unit) {
    case 'milliseconds':
      return duration(value);
    case 'percentage':
      return percentage(value);
    case 'score':
      return score(value);
    case 'bits_per_second':
      return bitrate(value);
    case 'per_minute':
      return `${TWO.format(value)} /min`;
    case 'number':
      return Number.isInteger(value) || Math.abs(value) >= 1_000 ? count(value) : TWO.format(value);
  }
}

export interface Change {
  text: string;
  direction: 'better' | 'worse' | 'same' | 'neutral';
}

/** How a value differs from an earlier one, and whether that is good. */
export function change(
  now: number | null | undefined,
  before: number | null | undefined,
  better: 'higher' | 'lower' | 'neither',
): Change | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0)
    return null;
  const ratio = (now - before) / Math.abs(before);
  const text = `${ratio > 0 ? '+' : ratio < 0 ? '−' : '±'}${Math.abs(ratio * 100).toFixed(1)} %`;
  if (Math.abs(ratio) < 0.0005) return { text, direction: 'same' };
  if (better === 'neither') return { text, direction: 'neutral' };
  return { text, direction: ratio > 0 === (better === 'higher') ? 'better' : 'worse' };
}
