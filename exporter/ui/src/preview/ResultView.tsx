import { Anchor, Code, CopyButton, Button, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import type { BacktestResult, PastAlert } from "../../target/generated/api";
import { link } from "../app/route";
import { explained } from "../format/features";
import { score, UNKNOWN } from "../format/numbers";
import { clock, duration } from "../format/times";

/** Alerts in the table. */
const MOST = 200;

/** Returns a rate with two digits. */
function rate(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(2);
}

/** The result of a backtest: alerts, other thresholds, cost, and the configuration that would have it. */
export function ResultView({ result, yaml }: { result: BacktestResult; yaml: string }) {
  return (
    <Stack gap="md">
      <Text role="status">
        <b>{result.alerts.length}</b> {result.alerts.length === 1 ? "alert" : "alerts"} in {rate(result.host_days)} host
        days: <b>{rate(result.alerts_per_host_day)}</b> a host and day, from {clock(result.start)} to{" "}
        {clock(result.end)}, with {result.trainings} {result.trainings === 1 ? "training" : "trainings"}.
      </Text>
      <Configuration yaml={yaml} />
      <section>
        <Title order={2} size="h5" mb={4}>
          Alerts
        </Title>
        <Alerts alerts={result.alerts} />
      </section>
      <section>
        <Title order={2} size="h5" mb={4}>
          With other thresholds
        </Title>
        <Thresholds thresholds={result.thresholds} />
      </section>
      <LeftOut instances={result.instances} />
    </Stack>
  );
}

function Configuration({ yaml }: { yaml: string }) {
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h5">
          In the configuration
        </Title>
        <CopyButton value={yaml}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block>{yaml}</Code>
    </Paper>
  );
}

function Alerts({ alerts }: { alerts: PastAlert[] }) {
  if (alerts.length === 0) {
    return <Text size="sm">None.</Text>;
  }
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            <Table.Th>Host</Table.Th>
            <Table.Th>Alert</Table.Th>
            <Table.Th className="number">Peak</Table.Th>
            <Table.Th>Features at the peak</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {alerts.slice(0, MOST).map((alert) => (
            <AlertRow key={JSON.stringify([alert.labels, alert.start, alert.alertname])} alert={alert} />
          ))}
        </Table.Tbody>
      </Table>
      {alerts.length > MOST && (
        <Text size="sm" c="dimmed">
          and {alerts.length - MOST} more
        </Text>
      )}
    </Table.ScrollContainer>
  );
}

function AlertRow({ alert }: { alert: PastAlert }) {
  const { instance: name = "", ...others } = alert.labels;
  const start = Date.parse(alert.start);
  const end = Date.parse(alert.end);
  const around = Math.max(end - start, 1_800_000);
  return (
    <Table.Tr>
      <Table.Td>
        {clock(start)}, {duration(end - start)}
      </Table.Td>
      <Table.Td>
        <Anchor
          size="sm"
          href={link(["host", name], { ...others, start: String(start - around), end: String(end + around) })}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>{alert.alertname}</Table.Td>
      <Table.Td className="number">{score(alert.peak_score)}</Table.Td>
      <Table.Td>{explained(alert.features)}</Table.Td>
    </Table.Tr>
  );
}

function Thresholds({ thresholds }: { thresholds: BacktestResult["thresholds"] }) {
  return (
    <Table fz="sm" verticalSpacing={2} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th className="number">All thresholds times</Table.Th>
          <Table.Th className="number">Alerts</Table.Th>
          <Table.Th className="number">A host and day</Table.Th>
          <Table.Th className="number">Scores above 1, a host and day</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {thresholds.map((it) => (
          <Table.Tr key={it.multiple}>
            <Table.Td className="number">{it.multiple === 1 ? "1 (as tested)" : it.multiple}</Table.Td>
            <Table.Td className="number">{it.alerts}</Table.Td>
            <Table.Td className="number">{rate(it.alerts_per_host_day)}</Table.Td>
            <Table.Td className="number">{rate(it.episodes_per_host_day)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The hosts that could not be tested, each with the reason: no alert of theirs does not mean that all was well. */
function LeftOut({ instances }: { instances: BacktestResult["instances"] }) {
  const left = instances.filter((it) => it.left_out !== null);
  return left.length === 0 ? null : (
    <section>
      <Title order={2} size="h5" mb={4}>
        Not scored, at least for a part of the time
      </Title>
      {left.map((it) => (
        <Text size="sm" key={JSON.stringify(it.labels)}>
          {it.labels["instance"]}: {it.left_out}
        </Text>
      ))}
    </section>
  );
}
