/** A range of time; a range without an end is up to now. */
export interface TimeSpan {
  /** Milliseconds before now, or the time of the start if there is an end. */
  start: number;
  end?: number | undefined;
}

/** Returns the first and the last time of a range, in milliseconds. */
export function bounds({ start, end }: TimeSpan): [number, number] {
  return end === undefined ? [Date.now() - start, Date.now()] : [start, end];
}
