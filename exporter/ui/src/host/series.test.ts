import { expect, test } from "vitest";
import { shareOf, withGaps } from "./series";

test("a time without a score is a gap", () => {
  const point = (time: string, score: number) => ({
    time,
    score,
    threshold: 2,
    reconstruction_error: 2 * score,
    is_anomalous: score > 1,
  });
  const history = {
    detector: "node",
    labels: {},
    source: "prometheus" as const,
    step: "PT1M",
    points: [point("2026-03-02T12:00:00Z", 0.5), point("2026-03-02T12:01:00Z", 2), point("2026-03-02T12:05:00Z", 1)],
  };
  const noon = Date.parse("2026-03-02T12:00:00Z");
  expect(withGaps(history)).toEqual({
    times: [noon, noon + 60_000, noon + 120_000, noon + 300_000],
    scores: [0.5, 2, null, 1],
  });
});

test("the share of a feature is that in all known scores", () => {
  expect(shareOf([0.5, 0.1, null, 1], [1, 3, 2, null])).toBeCloseTo(0.8 / 4);
  expect(shareOf([null], [null])).toBeNull();
});
