import { expect, test } from "vitest";
import { scoreColor } from "./colors";

test.each([true, false])("an anomaly has another hue than a normal score, dark: %s", (isDark) => {
  const [red = 0, , blue = 0] = channels(scoreColor(1, isDark));
  const [hot = 0, , cold = 0] = channels(scoreColor(1.001, isDark));
  expect(blue).toBeGreaterThan(red);
  expect(hot).toBeGreaterThan(cold);
});

test("colors are those of the limits, and the last one goes on", () => {
  expect(scoreColor(0, false)).toBe("rgb(232, 240, 248)");
  expect(scoreColor(0.5, false)).toBe("rgb(176, 205, 232)");
  expect(scoreColor(1, false)).toBe("rgb(120, 170, 215)");
  expect(scoreColor(10, false)).toBe("rgb(120, 0, 35)");
  expect(scoreColor(1000, false)).toBe("rgb(120, 0, 35)");
});

function channels(color: string): number[] {
  return (color.match(/\d+/g) ?? []).map(Number);
}
