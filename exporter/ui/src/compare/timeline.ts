import type { Incident } from "../../target/generated/api";

/** Points of a chart of the whole range. */
const POINTS = 300;

export interface Timeline {
  times: number[];
  /** Number of anomalous hosts at each time. */
  hosts: number[];
}

/** Returns how many hosts were anomalous over a range of time, by the incidents that overlap it. */
export function timeline(incidents: Incident[], start: number, end: number): Timeline {
  const times = Array.from({ length: POINTS + 1 }, (_none, point) => start + ((end - start) * point) / POINTS);
  const step = (end - start) / POINTS;
  const anomalies = incidents
    .flatMap((incident) => incident.instances)
    .map(({ begin, end: until }) => [Date.parse(begin), until ? Date.parse(until) : end] as const);
  // An anomaly shorter than a step is seen, too.
  const hosts = times.map((time) => anomalies.filter(([from, to]) => from <= time && to >= time - step).length);
  return { times, hosts };
}
