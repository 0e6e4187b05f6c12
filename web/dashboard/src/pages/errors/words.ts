export interface ErrorRow {
  id: number;
  code: number | null;
  player_error_code: string | null;
  message: string | null;
  description: string | null;
  notes: string | null;
  count: number;
  percentage: number;
  last_seen: string;
}

export const titleOf = (row: ErrorRow): string =>
  row.message ?? row.player_error_code ?? '(no message)';

/** As many as the server lists, the most frequent first. */
export const MOST_KINDS = 1_000;

/** Whether the code, the message or what people wrote about it holds a text. */
export function contains(
  row: Pick<ErrorRow, 'player_error_code' | 'message' | 'description'>,
  search: string,
): boolean {
  const wanted = search.toLowerCase();
  return [row.player_error_code, row.message, row.description].some((shown) =>
    (shown ?? '').toLowerCase().includes(wanted),
  );
}
