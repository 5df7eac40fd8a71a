import { expect, test } from "vitest";
import type { Exemption } from "../../target/generated/api";
import { shared } from "./shared";

const exemption = (reason: Exemption["reason"], name: string, starts_at: string): Exemption => ({
  reason,
  name,
  active: false,
  starts_at,
  ends_at: "2026-03-03T00:00:00Z",
  created_by: null,
  comment: null,
  expirable: false,
});

test("a silence is listed once, and the calendar of each detector by itself", () => {
  const silence = exemption("silence", "1", "2026-03-02T12:00:00Z");
  const backup = exemption("calendar", "backup", "2026-03-02T01:00:00Z");
  const found = shared([
    { detector: "node", labels: {}, exemptions: [silence, backup] },
    { detector: "db", labels: {}, exemptions: [backup, silence] },
    { detector: "db", labels: {}, exemptions: [silence] },
  ]);
  expect(found.map(({ name, detectors }) => [name, detectors.join()])).toEqual([
    ["backup", "node"],
    ["backup", "db"],
    ["1", "node,db"],
  ]);
});

test("without exemptions there are none", () => {
  expect(shared([{ detector: "node", labels: {}, exemptions: [] }])).toEqual([]);
});
