import { Badge, Group, Paper, Select, Table, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { DialogButton } from "../app/Dialog";
import { mayChange } from "../app/roles";
import { useUser } from "../app/user";
import { Loads } from "../app/views";
import { clock } from "../format/times";
import { useExemptions, useExpire, useSilence, type Host } from "./data";
import { shared, type Shared } from "./shared";

/** What exempts a host from alerts and training, now and next: silences and the calendar. */
export function Exemptions({ host }: { host: Host }) {
  const changeable = mayChange(useUser(), "operator");
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Silences and calendar
        </Title>
        {changeable && <SilenceButton host={host} />}
      </Group>
      <Loads query={useExemptions(host)}>
        {(all) => <ExemptionTable host={host} exemptions={shared(all)} changeable={changeable} />}
      </Loads>
    </Paper>
  );
}

function ExemptionTable({ host, exemptions, changeable }: { host: Host; exemptions: Shared[]; changeable: boolean }) {
  if (exemptions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        None: the host alerts, and all of its time is used for training.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Kind</Table.Th>
            <Table.Th>From, to</Table.Th>
            <Table.Th>What for</Table.Th>
            <Table.Th>Detectors</Table.Th>
            {changeable && <Table.Th>Change</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {exemptions.map((exemption) => (
            <Table.Tr key={`${exemption.detectors[0]} ${exemption.name}`}>
              <Table.Td>
                {exemption.reason}{" "}
                <Badge
                  className="state"
                  size="sm"
                  radius="sm"
                  tt="none"
                  color={exemption.active ? "blue.9" : "gray"}
                  variant={exemption.active ? "filled" : "outline"}
                >
                  {exemption.active ? "now" : "next"}
                </Badge>
              </Table.Td>
              <Table.Td>
                {clock(exemption.starts_at)} to {clock(exemption.ends_at)}
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{purpose(exemption)}</Table.Td>
              <Table.Td>{exemption.detectors.join(", ")}</Table.Td>
              {changeable && (
                <Table.Td>{exemption.expirable && <ExpireButton host={host} exemption={exemption} />}</Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The comment and author of a silence, or the name of a calendar entry. */
function purpose({ reason, name, comment, created_by }: Shared): string {
  if (reason === "calendar") {
    return name;
  }
  return `${comment ?? "no comment"}${created_by ? ` (${created_by})` : ""}`;
}

function ExpireButton({ host, exemption }: { host: Host; exemption: Shared }) {
  return (
    <DialogButton label="Expire" title="Expire the silence?" confirm="Expire" change={useExpire(host, exemption.name)}>
      <Text size="sm">
        The silence “{exemption.comment}” ends now in Alertmanager, for all hosts that it matches, and {host.name}{" "}
        alerts again.
      </Text>
    </DialogButton>
  );
}

const DURATIONS = ["1h", "2h", "4h", "8h", "1d", "3d", "7d", "30d"];

function SilenceButton({ host }: { host: Host }) {
  const [duration, setDuration] = useState("4h");
  const [comment, setComment] = useState("");
  return (
    <DialogButton
      label="Silence"
      title={`Silence ${host.name}`}
      confirm="Silence"
      change={useSilence(host, { duration, comment })}
      disabled={comment.trim() === ""}
    >
      <Text size="sm">
        A silence in Alertmanager of the anomaly alerts of this host. Other alerts stay, and the time is left out of
        training.
      </Text>
      <Select
        label="For"
        data={DURATIONS}
        value={duration}
        allowDeselect={false}
        onChange={(value) => value && setDuration(value)}
      />
      <Textarea
        label="Comment"
        description="Why the alerts are not wanted."
        required
        maxLength={1000}
        autosize
        minRows={2}
        data-autofocus
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </DialogButton>
  );
}
