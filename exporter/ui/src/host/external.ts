import { unixSeconds } from "../format/times";
import { bounds, type TimeSpan } from "./span";

/** Returns the address of a page below another one, which may end with a slash. */
function below(address: string, path: string): string {
  return address.replace(/\/+$/, "") + path;
}

const quoted = (value: string) => `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`;

/** Returns label matchers of PromQL and Alertmanager. */
export function matchers(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${/^[a-zA-Z_]\w*$/.test(name) ? name : quoted(name)}=${quoted(value)}`)
    .join(",");
}

/** Returns the graph of an expression over a time; Prometheus 2 and 3 read the same parameters. */
export function prometheusGraph(address: string, expression: string, span: TimeSpan): string {
  const [start, end] = bounds(span);
  const parameters = new URLSearchParams({
    "g0.expr": expression,
    "g0.tab": "0",
    "g0.range_input": `${Math.max(60, Math.round((end - start) / 1000))}s`,
    // In UTC. Without it the graph is up to now.
    ...(span.end !== undefined && { "g0.end_input": new Date(end).toISOString().slice(0, 19).replace("T", " ") }),
  });
  return below(address, `/graph?${parameters}`);
}

/** Returns the dashboard of a host over a time. */
export function grafanaDashboard(
  address: string,
  detector: string,
  labels: Record<string, string>,
  span: TimeSpan,
): string {
  const parameters = new URLSearchParams({ "var-detector": detector });
  Object.entries(labels).forEach(([name, value]) => parameters.set(`var-${name}`, value));
  const [from, to] =
    span.end === undefined
      ? [`now-${unixSeconds(span.start)}s`, "now"]
      : [String(Math.round(span.start)), String(Math.round(span.end))];
  parameters.set("from", from);
  parameters.set("to", to);
  return below(address, `/d/anomaly-instance?${parameters}`);
}

/** Returns the alerts of a host, from any source: the job of an alert may be that of another exporter of the host. */
export function hostAlerts(address: string, labels: Record<string, string>): string {
  const { job: _job, ...others } = labels;
  return below(address, `/#/alerts?${new URLSearchParams({ silenced: "true", filter: `{${matchers(others)}}` })}`);
}
