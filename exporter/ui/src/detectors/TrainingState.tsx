import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { Detector } from "../../target/generated/api";
import { ChangeError } from "../app/Dialog";
import { mayChange } from "../app/roles";
import { useUser } from "../app/user";
import { useTrain } from "./data";
import { ended, running } from "./training";

/** What a detector is training, how its last training ended, and a button that trains it now. */
export function TrainingState({ detector: { name, training } }: { detector: Detector }) {
  const user = useUser();
  const train = useTrain(name);
  const now = running(training);
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h5">
            Training
          </Title>
          {mayChange(user, "operator") && (
            <Button
              size="compact-xs"
              variant="default"
              loading={train.isPending}
              disabled={training.state !== "idle"}
              onClick={() => train.mutate()}
            >
              Train now
            </Button>
          )}
        </Group>
        {now && (
          <Text size="sm" role="status">
            {now}
          </Text>
        )}
        {training.last && <Text size="sm">{ended(training.last)}</Text>}
        {training.last?.reason && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {training.last.reason}
          </Text>
        )}
        <ChangeError error={train.error} />
      </Stack>
    </Paper>
  );
}
