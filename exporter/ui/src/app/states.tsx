import { Badge } from "@mantine/core";
import type { State } from "./data";

/** What a state means. */
export const STATES: Record<State, string> = {
  ok: "Scored by its own model.",
  warming_up: "Too little history for a model of its own; scored by the model of the fleet if that fits.",
  insufficient_data: "Too few of the expected features are present.",
  no_model: "The detector has no model yet.",
  stale: "No new score for four scoring intervals.",
  failed: "The output of the model is not finite.",
  vanished: "The instance is no longer in the source.",
};

/** Returns the name of a state for people. */
export function stateName(state: string): string {
  return state.replaceAll("_", " ");
}

/** The state of an instance: an anomaly, a score that is unknown and a normal score look different. */
export function StateBadge({
  state,
  anomalous,
  reason,
}: {
  state: State;
  anomalous: boolean | null;
  reason?: string | null;
}) {
  const [color, text] = anomalous ? ["red.9", "anomalous"] : [state === "ok" ? "blue" : "gray", stateName(state)];
  return (
    <Badge
      title={reason ?? STATES[state]}
      color={color}
      variant={anomalous ? "filled" : state === "ok" ? "light" : "outline"}
      size="sm"
      radius="sm"
      tt="none"
      className="state"
    >
      {text}
    </Badge>
  );
}
