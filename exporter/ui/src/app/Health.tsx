import { Alert } from "@mantine/core";
import type { DetectorStatus } from "../../target/generated/api";
import { ago, duration, milliseconds } from "../format/times";
import { useStatus } from "./data";

/** Scoring runs that may be missed before the page says that scores are old: the exporter counts likewise. */
const MISSED_RUNS = 4;

/** Returns why the scores of a detector are old; undefined if they are not. */
export function problem(detector: DetectorStatus, now: number): string | undefined {
  const interval = milliseconds(detector.scoring_interval);
  if (detector.last_scoring === null) {
    return `Detector ${detector.name} has not scored yet.`;
  }
  if (now - Date.parse(detector.last_scoring) > MISSED_RUNS * interval) {
    return (
      `Detector ${detector.name} scored last ${ago(detector.last_scoring, now)}, expected every ${duration(interval)}. ` +
      "Its source, usually Prometheus, may not answer: the log of the exporter has the reason."
    );
  }
  return undefined;
}

/** Says what is wrong with the exporter itself; nothing if all is well. */
export function Health() {
  const { data, error } = useStatus();
  if (error) {
    return (
      <Alert color="red" title="No connection to the exporter" mb="sm" role="alert">
        {error.message} What the page shows may be old.
      </Alert>
    );
  }
  const now = Date.now();
  const problems = (data?.detectors ?? []).flatMap((detector) => problem(detector, now) ?? []);
  return problems.map((text) => (
    <Alert key={text} color="yellow" mb="sm" role="status">
      {text}
    </Alert>
  ));
}
