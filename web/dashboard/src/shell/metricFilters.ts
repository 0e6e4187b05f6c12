// How a condition on a view's own value of a metric is written: `video_startup_time>=2000`.

export const OPERATORS = ['>=', '<=', '=', '!=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface MetricFilter {
  metric: string;
  operator: Operator;
  value: number;
}

const WRITTEN = /^([a-z0-9_-]+)(>=|<=|!=|==|=|>|<)(-?\d+(?:\.\d+)?)$/;

export function readMetricFilter(text: string): MetricFilter | null {
  const found = WRITTEN.exec(text);
  if (!found) return null;
  const operator = found[2] === '==' ? '=' : (found[2] as Operator);
  return { metric: found[1]!, operator, value: Number(found[3]) };
}

export function writeMetricFilter({ metric, operator, value }: MetricFilter): string {
  return `${metric}${operator}${value}`;
}
