/** A range of time up to now that the page offers. */
export interface Range {
  name: string;
  /** Milliseconds. */
  length: number;
  /** Of the scores in the table, as a duration of Prometheus. */
  step: string;
}

const HOUR = 3_600_000;

/** A score is the largest of its step, so that a short anomaly is seen in a long range, too. */
export const RANGES = [
  { name: "1h", length: HOUR, step: "1m" },
  { name: "6h", length: 6 * HOUR, step: "5m" },
  { name: "24h", length: 24 * HOUR, step: "20m" },
] as const satisfies Range[];
