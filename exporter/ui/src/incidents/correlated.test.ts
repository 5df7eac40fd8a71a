import { expect, test } from "vitest";
import type { Incident } from "../../target/generated/api";
import { correlated } from "./correlated";

function incident(...hosts: [string, Record<string, number>][]): Incident {
  return {
    detector: "node",
    instances: hosts.map(([instance, features]) => ({
      labels: { instance, job: 'a "b"' },
      features: Object.entries(features).map(([feature, contribution]) => ({ feature, contribution })),
    })),
  } as unknown as Incident;
}

test("the first hosts are selected by all of their labels, each once", () => {
  const { selectors } = correlated(incident(["web-1", {}], ["web-1", {}], ["b", {}], ["c", {}], ["d", {}], ["e", {}]));
  expect(selectors).toEqual(["web-1", "b", "c", "d"].map((it) => `{instance="${it}",job="a \\"b\\""}`));
});

test("the features that contributed most to any of the hosts are selected", () => {
  expect(correlated(incident(["a", { cpu: 0.1, load: 0.7 }], ["b", { cpu: 0.8 }])).features).toEqual(["cpu", "load"]);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, i / 100]));
  expect(correlated(incident(["a", many])).features).toHaveLength(24);
  expect(correlated(incident(["a", many], ["b", many])).features).toHaveLength(12);
  expect(correlated(incident(["a", many])).features[0]).toBe("f29");
});
