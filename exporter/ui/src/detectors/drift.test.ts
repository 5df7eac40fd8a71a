import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DRIFT_LIMIT, driftKind, driftText } from "./drift";

const time = new Date(2026, 2, 4, 12, 0, 15);
const status = (drift_ratio: number | null, last_scoring: string | null = time.toISOString()) => ({
  drift_ratio,
  last_scoring,
});

test("the limit is that of the shipped alert", () => {
  const rules = readFileSync("../../rules/anomaly-exporter.alerts.yml", "utf8");
  expect(/anomaly_model_drift_ratio > ([0-9.]+)/.exec(rules)?.[1]).toBe(String(DRIFT_LIMIT));
});

test("a drift is shown with its limit and its time", () => {
  expect(driftKind(status(2))).toBe("fits");
  expect(driftText(status(1.023), time.getTime())).toBe(
    "On half of the hosts, the errors of about the last hour are at least 1.02 times those at training. " +
      "About 1 is usual; the limit is 2. Computed from the scores until 12:00:15.",
  );
});

test("a drift above the limit says what to do", () => {
  expect(driftKind(status(2.01))).toBe("drifting");
  expect(driftText(status(2.01), time.getTime())).toContain("If the change is permanent, train again.");
});

test("an unknown drift is not 0", () => {
  expect(driftKind(status(null))).toBe("unknown");
  expect(driftText(status(null), time.getTime())).toMatch(/^Unknown: .* until 12:00:15\.$/);
  expect(driftText(status(null, null), time.getTime())).toMatch(/^Unknown: .* No scoring run has ended yet\.$/);
});
