import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  NumberInput,
  Paper,
  Progress,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Backtest, BacktestRequest, Detector } from "../../target/generated/api";
import { answered, client } from "../api/client";
import { link } from "../app/route";
import { Empty, Loads } from "../app/views";
import { ago, clock } from "../format/times";
import { mayChange } from "../app/roles";
import { useUser } from "../app/user";
import { isOver, useBacktest, useBacktests, useEnd, useStart } from "./data";
import { ResultView } from "./ResultView";

/** What would have alerted: backtests of a detector, as it is configured or with changes. */
export function PreviewPage({ id }: { id: string }) {
  return id ? <OneBacktest id={id} /> : <AllBacktests />;
}

function AllBacktests() {
  const mayStart = mayChange(useUser(), "operator");
  const detectors = useQuery({
    queryKey: ["detectors"],
    queryFn: async ({ signal }) => (await answered(client.GET("/api/v1/detectors", { signal }))).data,
  });
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h3">
          Preview
        </Title>
        <Text size="sm" c="dimmed">
          Which alerts would a detector have caused? A backtest trains and scores past data of Prometheus as the
          exporter would have. It changes nothing, and takes minutes.
        </Text>
      </div>
      <Loads query={detectors}>
        {(all) => {
          const queried = all.filter((it) => it.options.source === "prometheus");
          return queried.length > 0 ? (
            mayStart ? (
              <StartForm detectors={queried} />
            ) : (
              <Text size="sm">
                Starting a backtest requires a login with the role operator, or --web.enable-lifecycle.
              </Text>
            )
          ) : (
            <Empty title="No detector queries a Prometheus">Only past data of a Prometheus can be tested.</Empty>
          );
        }}
      </Loads>
      <Loads query={useBacktests()}>{(backtests) => <BacktestTable backtests={backtests} />}</Loads>
    </Stack>
  );
}

/** Kinds of detectors that need no further configuration. */
const KINDS = ["autoencoder", "isolation-forest", "pca"];

const RANGES = ["1d", "3d", "7d", "14d"];

function StartForm({ detectors }: { detectors: Detector[] }) {
  const [name, setName] = useState(detectors[0]?.name ?? "");
  const detector = detectors.find((it) => it.name === name) ?? detectors[0];
  const [selector, setSelector] = useState<string>();
  const [kind, setKind] = useState<string>();
  const [alarms, setAlarms] = useState<number>();
  const [start, setStart] = useState("3d");
  const begin = useStart((id) => (window.location.hash = link(["preview", id])));
  const request: BacktestRequest = {
    detector: name,
    start,
    ...(selector !== undefined && selector !== detector?.options.selector && { selector }),
    ...(kind !== undefined && kind !== detector?.options.type && { type: kind }),
    ...(alarms !== undefined && { false_alarms_per_day: alarms }),
  };
  return (
    <Paper
      withBorder
      p="sm"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate(request);
      }}
    >
      <Group gap="sm" align="end">
        <Select
          label="Detector"
          size="xs"
          w={140}
          data={detectors.map((it) => it.name)}
          value={name}
          allowDeselect={false}
          onChange={(value) => value && setName(value)}
        />
        <TextInput
          label="Selector"
          size="xs"
          w={260}
          value={selector ?? detector?.options.selector ?? ""}
          onChange={(event) => setSelector(event.currentTarget.value)}
        />
        <Select
          label="Kind"
          size="xs"
          w={160}
          data={KINDS}
          value={kind ?? detector?.options.type ?? null}
          allowDeselect={false}
          onChange={(value) => setKind(value ?? undefined)}
        />
        <NumberInput
          label="False alarms a host and day"
          size="xs"
          w={190}
          min={0.001}
          placeholder="as configured"
          value={alarms ?? ""}
          onChange={(value) => setAlarms(typeof value === "number" ? value : undefined)}
        />
        <Select
          label="Last"
          size="xs"
          w={90}
          data={RANGES}
          value={start}
          allowDeselect={false}
          onChange={(value) => value && setStart(value)}
        />
        <Button type="submit" size="xs" loading={begin.isPending}>
          Start
        </Button>
      </Group>
      {begin.error && (
        <Alert color="red" mt="sm" role="alert">
          {begin.error.message}
        </Alert>
      )}
    </Paper>
  );
}

const COLORS: Record<Backtest["state"], string> = {
  queued: "gray",
  running: "blue.9",
  succeeded: "green.9",
  failed: "red.9",
  cancelled: "gray",
};

function StateOf({ backtest: { state } }: { backtest: Backtest }) {
  return (
    <Badge
      className="state"
      color={COLORS[state]}
      variant={COLORS[state] === "gray" ? "outline" : "filled"}
      size="sm"
      radius="sm"
      tt="none"
    >
      {state}
    </Badge>
  );
}

/** Returns what differs from the configuration. */
function changes({ changes: found }: Backtest): string {
  const texts = Object.entries(found).map(([key, value]) => `${key}: ${value}`);
  return texts.join(", ") || "as configured";
}

function BacktestTable({ backtests }: { backtests: Backtest[] }) {
  if (backtests.length === 0) {
    return <Empty title="No backtests yet">The last ten are kept until the exporter stops.</Empty>;
  }
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Started</Table.Th>
            <Table.Th>Detector</Table.Th>
            <Table.Th>Changes</Table.Th>
            <Table.Th>State</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {backtests.map((backtest) => (
            <Table.Tr key={backtest.id}>
              <Table.Td>
                <Anchor size="sm" href={link(["preview", backtest.id])}>
                  {clock(backtest.created_at)}
                </Anchor>
              </Table.Td>
              <Table.Td>{backtest.detector}</Table.Td>
              <Table.Td>{changes(backtest)}</Table.Td>
              <Table.Td>
                <StateOf backtest={backtest} /> {backtest.progress?.stage}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function OneBacktest({ id }: { id: string }) {
  const query = useBacktest(id);
  const end = useEnd();
  const mayEnd = mayChange(useUser(), "operator");
  return (
    <Loads query={query}>
      {(backtest) => (
        <Stack gap="md">
          <Group justify="space-between">
            <Group gap="xs">
              <Title order={1} size="h3">
                Backtest of {backtest.detector}
              </Title>
              <StateOf backtest={backtest} />
            </Group>
            {!isOver(backtest) && mayEnd && (
              <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate(id)}>
                Cancel
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {changes(backtest)}; requested {ago(backtest.created_at)}.{" "}
            <Anchor size="sm" href={link(["preview"])}>
              All backtests
            </Anchor>
          </Text>
          {end.error && (
            <Alert color="red" role="alert">
              {end.error.message}
            </Alert>
          )}
          {backtest.progress && (
            <div>
              <Text size="sm" role="status">
                {backtest.progress.stage}
              </Text>
              <Progress
                value={100 * (backtest.progress.ratio ?? 0)}
                animated
                aria-label="Share of the trainings that is done"
              />
            </div>
          )}
          {backtest.error && <Alert color={backtest.state === "failed" ? "red" : "gray"}>{backtest.error}</Alert>}
          {backtest.result && <ResultView result={backtest.result} yaml={backtest.yaml} />}
        </Stack>
      )}
    </Loads>
  );
}
