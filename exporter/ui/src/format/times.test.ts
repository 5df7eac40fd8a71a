import { expect, test } from "vitest";
import { ago, clock, duration, milliseconds } from "./times";

test.each([
  [0, "0s"],
  [59_600, "1m"],
  [3_600_000, "1h"],
  [7_500_000, "2h 5m"],
  [90_061_000, "1d 1h"],
  [86_401_000, "1d"],
])("%s ms is %s", (length, text) => expect(duration(length)).toBe(text));

test.each([
  ["PT15S", 15_000],
  ["PT6H", 21_600_000],
  ["PT1H30M0.5S", 5_400_500],
  ["P7D", 604_800_000],
  ["PT168H", 604_800_000],
])("%s is %s ms", (iso, length) => expect(milliseconds(iso)).toBe(length));

test("a time of another day has its date", () => {
  const noon = new Date(2026, 2, 4, 12, 5, 9).getTime();
  expect(clock(noon, noon)).toBe("12:05:09");
  expect(clock(noon, noon + 86_400_000)).toBe("2026-03-04 12:05:09");
});

test("a time is so long ago", () => {
  const now = Date.parse("2026-03-04T12:00:00Z");
  expect(ago("2026-03-04T11:58:30Z", now)).toBe("1m 30s ago");
  expect(ago("2026-03-04T12:00:00Z", now)).toBe("now");
});
