// The shapes of answers that pages share, as the server's OpenAPI description gives them.

export interface Envelope<T> {
  data: T;
  total_row_count?: number | null;
  timeframe?: [number, number];
  meta?: Record<string, unknown>;
}

export type Unit =
  'number' | 'milliseconds' | 'percentage' | 'score' | 'per_minute' | 'bits_per_second';

export interface Metric {
  id: string;
  /** Former ids, which some answers still use. */
  aliases: string[];
  label: string;
  meaning: string;
  family: string;
  unit: Unit;
  better: 'higher' | 'lower' | 'neither';
  measurements: string[];
  default_measurement: string;
  /** Whether each view has a value of its own. */
  has_percentiles: boolean;
  /** Whether `metric_filters` may name it. */
  is_filterable: boolean;
}

export interface Dimension {
  id: string;
  label: string;
  meaning: string;
  category: string;
  shape: 'text' | 'number' | 'boolean' | 'trace';
}

export interface Named {
  id: string;
  label: string;
  meaning: string;
}

export interface LiveMetric extends Named {
  /** Whether it is one number at each moment, and not a distribution alone. */
  in_breakdown: boolean;
  unit: Unit;
  better: 'higher' | 'lower' | 'neither';
}

export interface Catalog {
  metrics: Metric[];
  dimensions: Dimension[];
  live_metrics: LiveMetric[];
  live_dimensions: Named[];
}
