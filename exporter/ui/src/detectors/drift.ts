import type { DetectorStatus } from "../../target/generated/api";
import { score } from "../format/numbers";
import { clock } from "../format/times";

/** The limit of the shipped alert AnomalyModelDrifting, which waits three hours. */
export const DRIFT_LIMIT = 2;

export type DriftKind = "unknown" | "fits" | "drifting";

/** Returns whether the model of a detector still fits its hosts. */
export function driftKind({ drift_ratio }: Pick<DetectorStatus, "drift_ratio">): DriftKind {
  return drift_ratio === null ? "unknown" : drift_ratio > DRIFT_LIMIT ? "drifting" : "fits";
}

/** Returns the drift of a detector in words, with its limit and the time of the scores from which it is computed. */
export function driftText(detector: Pick<DetectorStatus, "drift_ratio" | "last_scoring">, now = Date.now()): string {
  const { drift_ratio: ratio, last_scoring: time } = detector;
  const until = time === null ? "" : ` Computed from the scores until ${clock(time, now)}.`;
  if (ratio === null) {
    return (
      "Unknown: it is computed from hosts with a score that are not anomalous, and there is none." +
      (time === null ? " No scoring run has ended yet." : until)
    );
  }
  const measured = `On half of the hosts, the errors of about the last hour are at least ${score(ratio)} times those at training.`;
  return driftKind(detector) === "fits"
    ? `${measured} About 1 is usual; the limit is ${DRIFT_LIMIT}.${until}`
    : `${measured} The limit is ${DRIFT_LIMIT}: the fleet has changed, or an incident has lasted for hours, and scores are too ` +
        `high. The alert AnomalyModelDrifting fires after three hours. If the change is permanent, train again.${until}`;
}
