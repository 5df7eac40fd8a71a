import type { Exemption, InstanceExemptions } from "../../target/generated/api";

/** An exemption with the detectors for which it holds. */
export interface Shared extends Exemption {
  detectors: string[];
}

/** Returns the exemptions of a host, each once although several detectors may have it; by start. */
export function shared(all: InstanceExemptions[]): Shared[] {
  const found = new Map<string, Shared>();
  for (const { detector, exemptions } of all) {
    for (const exemption of exemptions) {
      // A silence has one id; a calendar entry is that of its detector.
      const key = exemption.reason === "silence" ? exemption.name : `${detector} ${exemption.name}`;
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { ...exemption, detectors: [detector] });
      } else if (!known.detectors.includes(detector)) {
        known.detectors.push(detector);
      }
    }
  }
  return [...found.values()].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
}
