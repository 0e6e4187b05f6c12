// Ticks of a clock that begins with the view, and how they are spelled.
//
// Law: pure. A step is one that people count in.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((each) => each * HOUR),
];

/** The ticks from 0 up to a span, at most so many beside the first. */
export function ticks(spanMs: number, most: number): number[] {
  const wanted = spanMs / Math.max(1, most);
  const step = STEPS.find((each) => each >= wanted) ?? Math.ceil(wanted / (24 * HOUR)) * 24 * HOUR;
  const found: number[] = [];
  for (let at = 0; at <= spanMs; at += step) found.push(at);
  return found;
}

/** `1:05`, `1:00:05`, or with tenths where the span is short. */
export function clockText(ms: number, spanMs: number): string {
  const tenths = spanMs < 5 * SECOND;
  const whole = Math.floor(tenths ? ms / SECOND : Math.round(ms / SECOND));
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  const seconds = String(whole % 60).padStart(2, '0');
  const text = hours
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
  return tenths ? `${text}.${Math.floor((ms % SECOND) / 100)}` : text;
}

/** `1:05.321`: exact, for lists that are compared with other logs. */
export function exactText(ms: number): string {
  const size = Math.max(0, Math.round(ms));
  const thousandths = String(size % 1_000).padStart(3, '0');
  return `${ms < 0 ? '−' : ''}${clockText(Math.floor(size / SECOND) * SECOND, HOUR)}.${thousandths}`;
}
