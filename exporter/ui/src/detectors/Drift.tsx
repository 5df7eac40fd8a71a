import { Badge, Group, Text } from "@mantine/core";
import type { DetectorStatus } from "../../target/generated/api";
import { score } from "../format/numbers";
import { driftKind, driftText, type DriftKind } from "./drift";

const LOOKS: Record<DriftKind, { color: string; variant: string }> = {
  unknown: { color: "gray", variant: "outline" },
  fits: { color: "blue", variant: "light" },
  drifting: { color: "red.9", variant: "filled" },
};

/** Whether the model of a detector still fits its hosts. */
export function Drift({ detector }: { detector: DetectorStatus }) {
  const kind = driftKind(detector);
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <Badge {...LOOKS[kind]} size="sm" radius="sm" tt="none" className="state">
        {kind === "unknown" ? "drift unknown" : `drift ${score(detector.drift_ratio)}`}
      </Badge>
      <Text size="sm" c="dimmed">
        {driftText(detector)}
      </Text>
    </Group>
  );
}
