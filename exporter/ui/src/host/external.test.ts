import { expect, test } from "vitest";
import { grafanaDashboard, hostAlerts, matchers, prometheusGraph } from "./external";

const span = { start: Date.UTC(2026, 2, 2, 9), end: Date.UTC(2026, 2, 2, 12) };
const labels = { instance: "web-1:9100", job: "node" };

test("a graph of Prometheus has the expression and the time", () => {
  const found = new URL(prometheusGraph("https://example.org/prometheus/", 'a{b="c"} + 1', span));
  expect(found.origin + found.pathname).toBe("https://example.org/prometheus/graph");
  expect(Object.fromEntries(found.searchParams)).toEqual({
    "g0.expr": 'a{b="c"} + 1',
    "g0.tab": "0",
    "g0.range_input": "10800s",
    "g0.end_input": "2026-03-02 12:00:00",
  });
});

test("a graph up to now has no end", () => {
  const found = new URL(prometheusGraph("http://localhost:9090", "up", { start: 3_600_000 }));
  expect(found.searchParams.get("g0.range_input")).toBe("3600s");
  expect(found.searchParams.has("g0.end_input")).toBe(false);
});

test("a dashboard has the labels of the host and the time", () => {
  const found = new URL(grafanaDashboard("https://grafana", "node", labels, span));
  expect(found.pathname).toBe("/d/anomaly-instance");
  expect(Object.fromEntries(found.searchParams)).toEqual({
    "var-detector": "node",
    "var-instance": "web-1:9100",
    "var-job": "node",
    from: String(span.start),
    to: String(span.end),
  });
  expect(grafanaDashboard("https://grafana", "node", labels, { start: 3_600_000 })).toContain("from=now-3600s&to=now");
});

test("alerts are those of the host, whatever their job", () => {
  const found = hostAlerts("https://alertmanager/", labels);
  expect(found.startsWith("https://alertmanager/#/alerts?")).toBe(true);
  expect(new URLSearchParams(found.split("?")[1]).get("filter")).toBe('{instance="web-1:9100"}');
});

test("values and names of labels are quoted", () => {
  expect(matchers({ instance: 'a"\\\n', "host.name": "x" })).toBe('instance="a\\"\\\\\\n","host.name"="x"');
});
