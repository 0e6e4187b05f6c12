// How often each error code came over time, for the small course beside it.
//
// Law: pure.

/** A row of the server's table: the bucket, the error code, and how many views had it. */
export interface CodeRow {
  time: string | null;
  dimensions: [string | null];
  values: [number | null];
}

const STEPS = [
  { name: 'minute', seconds: 60 },
  { name: 'ten_minutes', seconds: 600 },
  { name: 'hour', seconds: 3_600 },
  { name: 'day', seconds: 86_400 },
] as const;
/** A course is some hundred pixels wide: more points than this cannot be told apart. */
const POINTS_MOST = 100;

/** The finest step by which a span is not too many points. */
export function stepOf(spanS: number): (typeof STEPS)[number] {
  return STEPS.find((step) => spanS / step.seconds <= POINTS_MOST) ?? STEPS[3];
}

/** For each code the views in each bucket of a timeframe, 0 where there were none. */
export function coursesOf(
  rows: readonly CodeRow[],
  [startS, endS]: readonly [number, number],
  stepS: number,
): Map<string, number[]> {
  const first = Math.floor(startS / stepS);
  const buckets = Math.ceil(endS / stepS) - first;
  const courses = new Map<string, number[]>();
  for (const row of rows) {
    const code = row.dimensions[0];
    const at = row.time === null ? -1 : Math.floor(Date.parse(row.time) / 1_000 / stepS) - first;
    if (code === null || at < 0 || at >= buckets) continue;
    const course = courses.get(code) ?? Array<number>(buckets).fill(0);
    course[at] = row.values[0] ?? 0;
    courses.set(code, course);
  }
  return courses;
}
