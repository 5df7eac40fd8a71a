import type { FeatureReading } from "../../target/generated/api";
import { quantity } from "./numbers";

/** Returns the first features as text, each with its actual and its expected value. */
export function explained(features: FeatureReading[], most = 3): string {
  return features
    .slice(0, most)
    .map(({ feature, unit, actual, expected }) => {
      return `${feature} ${quantity(actual, unit)} (expected ${quantity(expected, unit)})`;
    })
    .join(", ");
}
