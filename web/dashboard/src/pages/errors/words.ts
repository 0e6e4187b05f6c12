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
