import {
  Anchor,
  Button,
  Group,
  Paper,
  Select,
  SegmentedControl,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ChangedInstance, ChangedValue, Comparison } from "../../target/generated/api";
import { answered, client } from "../api/client";
import { useStatus } from "../app/data";
import { useRefresh } from "../app/refresh";
import { link, replace, useParameter, useRoute } from "../app/route";
import { TimeRangeControl } from "../app/TimeRangeControl";
import { Empty, Loads, Warnings } from "../app/views";
import { Chart } from "../chart/Chart";
import { quantity, UNKNOWN } from "../format/numbers";
import { clock, duration, unixSeconds } from "../format/times";
import { timeline } from "./timeline";

const HOUR = 3_600_000;
const RANGES: Record<string, number> = { "1h": HOUR, "6h": 6 * HOUR, "24h": 24 * HOUR };

/** Above it a change is one: the limit of the API. */
const CHANGED = 5;

/** Which hosts and features changed most in a time that is chosen by dragging. */
export function ComparePage() {
  const { path, parameters } = useRoute();
  const [range, setRange] = useParameter("range", "6h");
  const [chosen, setDetector] = useParameter("detector");
  const [match, setMatch] = useParameter("match");
  const names = (useStatus().data?.detectors ?? []).map((it) => it.name);
  const detector = chosen || names[0];
  const start = Number(parameters.get("start"));
  const end = Number(parameters.get("end"));
  const choose = (from: number, to: number) =>
    replace(
      link(path, { ...Object.fromEntries(parameters), start: String(Math.round(from)), end: String(Math.round(to)) }),
    );
  const last = (length: number) => choose(Date.now() - length, Date.now());

  return (
    <Stack gap="sm">
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          Compare a time with the time before
        </Title>
        <TimeRangeControl names={Object.keys(RANGES)} value={range} onChange={setRange} />
      </Group>
      <Overview range={RANGES[range] ?? 6 * HOUR} detector={detector} onSelect={choose} />
      <Group gap="xs" align="end">
        {names.length > 1 && (
          <Select
            label="Detector"
            size="xs"
            data={names}
            value={detector ?? null}
            allowDeselect={false}
            onChange={(name) => name && setDetector(name)}
          />
        )}
        <TextInput
          key={match}
          label="Labels"
          size="xs"
          w={260}
          placeholder={'{instance=~"web-.*"}'}
          defaultValue={match}
          onBlur={(event) => setMatch(event.currentTarget.value.trim())}
          onKeyDown={(event) => event.key === "Enter" && setMatch(event.currentTarget.value.trim())}
        />
        <Button size="xs" variant="default" onClick={() => last(HOUR / 4)}>
          Last 15 minutes
        </Button>
        <Button size="xs" variant="default" onClick={() => last(HOUR)}>
          Last hour
        </Button>
      </Group>
      {detector && end > start ? (
        <Result detector={detector} start={start} end={end} match={match} />
      ) : (
        <Empty title="Choose a time">
          Drag over the chart, or over any chart of a host. The values of all features and hosts in that time are
          compared with those of the four times as long time before.
        </Empty>
      )}
    </Stack>
  );
}

function Overview({
  range,
  detector,
  onSelect,
}: {
  range: number;
  detector: string | undefined;
  onSelect: (start: number, end: number) => void;
}) {
  const refetchInterval = useRefresh();
  const query = useQuery({
    queryKey: ["timeline", range, detector],
    queryFn: async ({ signal }) => {
      const parameters = { start: unixSeconds(Date.now() - range), limit: 1_000, ...(detector && { detector }) };
      return (await answered(client.GET("/api/v1/anomalies", { params: { query: parameters }, signal }))).data;
    },
    refetchInterval,
    placeholderData: keepPreviousData,
  });
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5">
        Anomalous hosts
      </Title>
      <Loads query={query}>
        {(incidents) => {
          const now = Date.now();
          const { times, hosts } = timeline(incidents, now - range, now);
          return (
            <Chart
              label="Number of anomalous hosts over time"
              range={[now - range, now]}
              times={times}
              lines={[{ label: "anomalous hosts", values: hosts, color: "anomaly" }]}
              format={(value) => (value === null ? UNKNOWN : Number.isInteger(value) ? String(value) : "")}
              isCount
              height={120}
              onSelect={onSelect}
            />
          );
        }}
      </Loads>
    </Paper>
  );
}

function Result({ detector, start, end, match }: { detector: string; start: number; end: number; match: string }) {
  const query = useQuery({
    queryKey: ["comparison", detector, start, end, match],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/api/v1/detectors/{detector}/comparison", {
          params: {
            path: { detector },
            query: {
              start: unixSeconds(start),
              end: unixSeconds(end),
              limit: 50,
              ...(match && { "match[]": [match] }),
            },
          },
          signal,
        }),
      ),
    staleTime: Infinity,
  });
  return (
    <Loads query={query}>
      {({ data, warnings }) => (
        <Stack gap="md">
          <Warnings texts={warnings} />
          <Text size="sm" role="status">
            <b>{clock(data.start)}</b> to <b>{clock(data.end)}</b> ({duration(end - start)}), compared with{" "}
            {clock(data.baseline_start)} to {clock(data.baseline_end)}: {data.instances_changed} of{" "}
            {data.instances_compared} hosts changed. About 1 is usual, above {CHANGED} is a change.
          </Text>
          <Features comparison={data} />
          <Hosts comparison={data} start={start} end={end} />
        </Stack>
      )}
    </Loads>
  );
}

/** Returns a change as text: the API counts a feature that appeared or disappeared as the largest one. */
function change(value: number | null): string {
  return value === null ? UNKNOWN : value >= 100 ? "100+" : value.toFixed(1);
}

const MOST_FEATURES = 8;

function Features({ comparison }: { comparison: Comparison }) {
  const changed = comparison.features.filter((it) => it.change !== null).slice(0, MOST_FEATURES);
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        Features that changed most, over all hosts
      </Title>
      <Table fz="sm" verticalSpacing={2} w="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Feature</Table.Th>
            <Table.Th className="number">Change</Table.Th>
            <Table.Th className="number">Hosts</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changed.map((it) => (
            <Table.Tr key={it.feature}>
              <Table.Td>{it.feature}</Table.Td>
              <Table.Td className="number">{change(it.change)}</Table.Td>
              <Table.Td className="number">{it.instances_changed}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** Returns what happened to a feature. */
function what({
  feature,
  unit,
  missing_in: missing,
  baseline_median: before,
  window_median: after,
}: ChangedValue): string {
  if (missing === "window") {
    return `${feature} disappeared (was ${quantity(before, unit)})`;
  } else if (missing === "baseline") {
    return `${feature} is new (${quantity(after, unit)})`;
  }
  return `${feature} ${quantity(before, unit)} → ${quantity(after, unit)}`;
}

const MOST_VALUES = 4;

function Hosts({ comparison, start, end }: { comparison: Comparison; start: number; end: number }) {
  const [sort, setSort] = useParameter("order", "change");
  const onset = new Map(comparison.order.map(({ labels }, index) => [JSON.stringify(labels), index]));
  const place = ({ labels }: ChangedInstance) => onset.get(JSON.stringify(labels)) ?? Infinity;
  const hosts = sort === "onset" ? [...comparison.instances].sort((a, b) => place(a) - place(b)) : comparison.instances;
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h5">
          Hosts
        </Title>
        <SegmentedControl
          aria-label="Order"
          size="xs"
          data={[
            { value: "change", label: "Largest change" },
            { value: "onset", label: "First change" },
          ]}
          value={sort}
          onChange={setSort}
        />
      </Group>
      <Table.ScrollContainer minWidth={600}>
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Host</Table.Th>
              <Table.Th className="number">Change</Table.Th>
              <Table.Th>Since</Table.Th>
              <Table.Th>Largest changes: median before → in this time</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {hosts.map((host) => (
              <HostRow
                key={JSON.stringify(host.labels)}
                host={host}
                detector={comparison.detector}
                start={start}
                end={end}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function HostRow({
  host,
  detector,
  start,
  end,
}: {
  host: ChangedInstance;
  detector: string;
  start: number;
  end: number;
}) {
  const { instance: name = "", ...others } = host.labels;
  const place = link(["host", name], {
    ...others,
    detector,
    start: String(Math.round(start - (end - start))),
    end: String(Math.round(Math.min(Date.now(), end + (end - start) / 4))),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor size="sm" href={place}>
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td className="number">{change(host.change)}</Table.Td>
      <Table.Td>{host.onset ? clock(host.onset) : ""}</Table.Td>
      <Table.Td>
        {host.features
          .filter((it) => it.change !== null)
          .slice(0, MOST_VALUES)
          .map((it) => (
            <div key={it.feature}>
              {what(it)} <span className="dimmed">({change(it.change)})</span>
            </div>
          ))}
      </Table.Td>
    </Table.Tr>
  );
}
