import { expect, test } from "vitest";
import type { Incident } from "../../target/generated/api";
import { timeline } from "./timeline";

const start = Date.parse("2026-03-02T12:00:00Z");
const end = start + 300 * 60_000;

function incident(...spans: [string, string | null][]): Incident {
  const instances = spans.map(([begin, until]) => ({
    begin: `2026-03-02T${begin}Z`,
    end: until && `2026-03-02T${until}Z`,
  }));
  return { instances } as unknown as Incident;
}

test("hosts are counted while they are anomalous", () => {
  const { times, hosts } = timeline(
    [incident(["13:00:00", "13:10:00"], ["13:05:00", "13:20:00"]), incident(["16:59:00", null])],
    start,
    end,
  );
  const at = (minutes: number) => hosts[times.indexOf(start + minutes * 60_000)];
  expect([59, 60, 64, 65, 70, 75, 81, 82, 298, 299, 300].map(at)).toEqual([0, 1, 1, 2, 2, 1, 1, 0, 0, 1, 1]);
});

test("an anomaly of one scoring is seen", () => {
  expect(Math.max(...timeline([incident(["13:00:10", "13:00:10"])], start, end).hosts)).toBe(1);
});
