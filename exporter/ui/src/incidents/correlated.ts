import type { Incident } from "../../target/generated/api";

/** Series of one matrix, as the API limits them. */
const MOST_SERIES = 24;

/** Hosts of one matrix: with more there would be few features of each. */
const MOST_HOSTS = 4;

/** Returns the hosts that were anomalous first, as selectors, and the features that contributed most to them. */
export function correlated(incident: Incident): { selectors: string[]; features: string[] } {
  const hosts = new Map<string, Record<string, string>>();
  const features = new Map<string, number>();
  for (const host of incident.instances) {
    const selector = `{${Object.entries(host.labels)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(",")}}`;
    if (hosts.has(selector) || hosts.size < MOST_HOSTS) {
      hosts.set(selector, host.labels);
      for (const { feature, contribution } of host.features) {
        features.set(feature, Math.max(features.get(feature) ?? 0, contribution ?? 0));
      }
    }
  }
  const most = Math.floor(MOST_SERIES / Math.max(1, hosts.size));
  return {
    selectors: [...hosts.keys()],
    features: [...features]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([name]) => name),
  };
}
