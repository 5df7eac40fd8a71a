import { expect, test } from "vitest";
import type { EndedTraining, Training } from "../../target/generated/api";
import { ended, running } from "./training";

const NOW = Date.parse("2026-03-02T12:05:00Z");
const LAST: EndedTraining = {
  started_at: "2026-03-02T12:00:00Z",
  ended_at: "2026-03-02T12:00:30Z",
  result: "accepted",
  reason: null,
  model: "20260302T120000Z",
  trained: 3,
  kept: 1,
};
const IDLE: Training = {
  state: "idle",
  requested_at: null,
  running_since: null,
  progress: null,
  last: null,
};

test("what is running is said, and since when", () => {
  expect(running(IDLE, NOW)).toBe("No training since the start of the exporter.");
  expect(running({ ...IDLE, last: LAST }, NOW)).toBe("");
  expect(running({ ...IDLE, state: "requested" }, NOW)).toContain("was requested");
  expect(running({ ...IDLE, state: "running", running_since: "2026-03-02T12:03:00Z" }, NOW)).toBe(
    "A training is running, begun 2m ago.",
  );
});

test("a training of several blocks is said with its progress", () => {
  const progress = { blocks: 4, blocks_completed: 1, instances: 400, instances_completed: 100 };
  const training: Training = {
    ...IDLE,
    state: "running",
    running_since: "2026-03-02T12:03:00Z",
    progress: { ...progress, expected_end: "2026-03-02T12:11:00Z" },
  };

  expect(running(training, NOW)).toBe("A training is running, begun 2m ago: 100 of 400 hosts, about 6m left.");
  const first: Training = {
    ...training,
    progress: { ...progress, instances_completed: 0, expected_end: null },
  };
  expect(running(first, NOW)).toBe("A training is running, begun 2m ago: 0 of 400 hosts.");
});

test("how a training ended is said with its model", () => {
  expect(ended(LAST, NOW)).toBe(
    "The last training ended 4m 30s ago after 30s: the new model is active for 2 of 3 hosts (20260302T120000Z).",
  );
  expect(ended({ ...LAST, result: "failed", model: null, trained: 0, kept: 0 }, NOW)).toBe(
    "The last training ended 4m 30s ago after 30s: it failed, and the active model stays.",
  );
});
