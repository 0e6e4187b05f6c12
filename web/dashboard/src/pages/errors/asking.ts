// The question for the courses of all error codes at once.

import { ask, scope } from '../../api/data';
import { writeFilter } from '../../shell/filters';
import { coursesOf, stepOf, type CodeRow } from './course';

const PAGE_ROWS = 1_000;
/** Past so many rows the codes are too many for courses to be read at all. */
const PAGES_MOST = 5;

/** Ask for the courses of all codes in the present scope; none where there are too many. */
export async function askCourses(
  timeframe: readonly [number, number],
  signal: AbortSignal,
): Promise<Map<string, number[]>> {
  const step = stepOf(timeframe[1] - timeframe[0]);
  const asked = scope();
  const hasCode = writeFilter({ dimension: 'player_error_code', value: '', exclude: true });
  const rows: CodeRow[] = [];
  for (let page = 1; page <= PAGES_MOST; page++) {
    const answer = await ask<CodeRow[]>(
      '/api/v1/table',
      {
        ...asked,
        timeframe: timeframe.map(String),
        filters: [...asked.filters, hasCode],
        metrics: ['views'],
        dimensions: ['player_error_code'],
        group_by: step.name,
        limit: PAGE_ROWS,
        page,
      },
      signal,
    );
    rows.push(...answer.data);
    if (rows.length >= (answer.total_row_count ?? 0))
      return coursesOf(rows, timeframe, step.seconds);
  }
  return new Map();
}
