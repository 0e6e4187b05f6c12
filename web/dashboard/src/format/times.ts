// Moments for people, in their own zone or in UTC.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(utc: boolean, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${utc}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, ...(utc ? { timeZone: 'UTC' } : {}) });
    formats.set(key, found);
  }
  return found;
}

export function moment(at: number | string | Date, utc: boolean): string {
  return format(utc, {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(asDate(at));
}

export function minute(at: number | string | Date, utc: boolean): string {
  return format(utc, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    asDate(at),
  );
}

export function clock(at: number | string | Date, utc: boolean): string {
  return format(utc, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(asDate(at));
}

/** What stands below an axis: the day at midnight, else the time, with seconds where they differ. */
export function tick(atS: number, stepS: number, utc: boolean): string {
  const day = format(utc, { day: 'numeric', month: 'short' }).format(atS * 1_000);
  if (stepS >= 86_400) return day;
  const time = format(utc, {
    hour: '2-digit',
    minute: '2-digit',
    ...(stepS < 60 ? { second: '2-digit' } : {}),
  }).format(atS * 1_000);
  return /^00:00(:00)?$/.test(time) ? day : time;
}

/** How long ago, in the largest unit that fits. */
export function ago(at: number | string | Date, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - asDate(at).getTime()) / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** Epoch seconds (as the API's timeframes), ISO text, or a date. */
function asDate(at: number | string | Date): Date {
  if (at instanceof Date) return at;
  return typeof at === 'number' ? new Date(at * 1_000) : new Date(at);
}
