import { expect, test } from "vitest";
import { background, describe, ticks } from "./strip";

const start = new Date(2026, 2, 4, 12, 0).getTime();
const times = { start, step: 300_000, since: start + 300_000 };

test("a part of a strip says what it shows, and unknown is not normal", () => {
  const scores = [null, 0.5, null, 2];
  const texts = [0, 0.3, 0.6, 0.99, 1].map((part) => describe({ scores, times }, part).replace(/^.*: /, ""));
  expect(texts).toEqual(["before the oldest score in memory", "score 0.50", "no score", "score 2.00", "score 2.00"]);
});

test("ticks are round times of day", () => {
  const now = new Date(2026, 2, 4, 12, 34).getTime();
  const found = ticks(now, 6 * 3_600_000, 400).map((time) => new Date(time));
  expect(found.map((it) => it.getHours())).toEqual([7, 8, 9, 10, 11, 12]);
  expect(found.every((it) => it.getMinutes() === 0)).toBe(true);
});

test("a score has its color, and an unknown score shows what is behind the strip", () => {
  const stops = "transparent 0% 50%, rgb(253, 186, 88) 50% 100%";
  expect(background([null, 1.000001], false)).toBe(`linear-gradient(to right, ${stops})`);
});
