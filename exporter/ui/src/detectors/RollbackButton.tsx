import { Text } from "@mantine/core";
import { DialogButton } from "../app/Dialog";
import { useRollback } from "./data";

/** Activates an older version, after a confirmation that names it. */
export function RollbackButton({
  detector,
  version,
  serving,
}: {
  detector: string;
  version: string;
  serving: string | undefined;
}) {
  return (
    <DialogButton
      label={`Roll back to ${version}`}
      title={`Roll back ${detector} to ${version}?`}
      confirm="Roll back"
      change={useRollback(detector, version)}
    >
      <Text size="sm">
        {version} becomes active at once.{" "}
        {serving ? `${serving}, and each version between them,` : "Each newer version"} is withdrawn and never becomes
        active again. The next training follows at its usual time.
      </Text>
    </DialogButton>
  );
}
