import { Anchor, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AnomalousInstance, Incident } from "../../target/generated/api";
import { answered, client } from "../api/client";
import { useRefresh } from "../app/refresh";
import { link, useParameter } from "../app/route";
import { TimeRangeControl } from "../app/TimeRangeControl";
import { Empty, Loads } from "../app/views";
import { explained } from "../format/features";
import { score } from "../format/numbers";
import { clock, duration, milliseconds, unixSeconds } from "../format/times";
import { Correlation } from "./Correlation";

const DAY = 86_400_000;
const RANGES: Record<string, number> = { "6h": DAY / 4, "24h": DAY, "7d": 7 * DAY, all: 0 };

/** Incidents of one response. */
const MOST = 100;

/** Hosts of an incident that are shown without a link to more. */
const MOST_HOSTS = 8;

function useIncidents(range: string) {
  const refetchInterval = useRefresh();
  return useQuery({
    queryKey: ["anomalies", range],
    queryFn: ({ signal }) => {
      const length = RANGES[range];
      const start = length ? { start: unixSeconds(Date.now() - length) } : {};
      return answered(client.GET("/api/v1/anomalies", { params: { query: { limit: MOST, ...start } }, signal }));
    },
    refetchInterval,
    placeholderData: keepPreviousData,
  });
}

/** The recent anomalies, grouped to incidents, the newest first. */
export function IncidentsPage() {
  const [range, setRange] = useParameter("range", "24h");
  const query = useIncidents(range);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Incidents
        </Title>
        <TimeRangeControl names={Object.keys(RANGES)} value={range} onChange={setRange} />
      </Group>
      <Loads query={query}>
        {({ data, page }) =>
          data.length === 0 ? (
            <Empty title="No incidents in this time">
              The exporter remembers the last 1,000 anomalies of each detector, since its start.
            </Empty>
          ) : (
            <>
              <Text size="sm" role="status">
                {page.total} {page.total === 1 ? "incident" : "incidents"}
                {page.total > data.length && `, the newest ${data.length} are shown`}. Anomalies of one detector that
                overlap, or are less than 10 minutes apart, are one incident.
              </Text>
              {data.map((incident) => (
                <IncidentPanel key={incident.detector + incident.begin} incident={incident} />
              ))}
            </>
          )
        }
      </Loads>
    </Stack>
  );
}

function IncidentPanel({ incident }: { incident: Incident }) {
  const { instances } = incident;
  const begin = Date.parse(incident.begin);
  const end = incident.end ? Date.parse(incident.end) : Date.now();
  const length = Math.max(end - begin, 60_000);
  return (
    <Paper withBorder p="sm" component="article">
      <Group gap="xs" mb="xs">
        <Title order={2} size="h5">
          {clock(incident.begin)}
        </Title>
        {incident.end ? (
          <Text size="sm">lasted {duration(milliseconds(incident.duration))}</Text>
        ) : (
          <Badge color="red.9" size="sm" radius="sm" tt="none">
            lasts, {duration(Date.now() - begin)}
          </Badge>
        )}
        <Text size="sm" c="dimmed">
          {instances.length} {instances.length === 1 ? "host" : "hosts"}, peak score {score(incident.peak_score)} at{" "}
          {clock(incident.peak_at)}, detector {incident.detector}
        </Text>
      </Group>
      <Stack gap={6}>
        {instances.slice(0, MOST_HOSTS).map((it) => (
          <HostRow
            key={JSON.stringify([it.labels, it.begin])}
            host={it}
            detector={incident.detector}
            begin={begin}
            length={length}
          />
        ))}
        {instances.length > MOST_HOSTS && (
          <Text size="xs" c="dimmed">
            and {instances.length - MOST_HOSTS} more, in the order of their onset
          </Text>
        )}
      </Stack>
      <Correlation incident={incident} />
    </Paper>
  );
}

/** A host of an incident: when it was anomalous, and the features that contributed most at its peak. */
function HostRow({
  host,
  detector,
  begin,
  length,
}: {
  host: AnomalousInstance;
  detector: string;
  begin: number;
  length: number;
}) {
  const { instance: name = "", ...others } = host.labels;
  const from = Date.parse(host.begin);
  const to = host.end ? Date.parse(host.end) : begin + length;
  const around = Math.max(length, 900_000);
  return (
    <div>
      <Group gap="xs" justify="space-between">
        <Anchor
          size="sm"
          href={link(["host", name], {
            ...others,
            detector,
            start: String(from - around),
            end: String(Math.min(Date.now(), to + around)),
          })}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {host.suppressed.length > 0 && `suppressed: ${host.suppressed.join(", ")}; `}
          {explained(host.features)}
        </Text>
      </Group>
      <div
        className="incident-bar"
        role="img"
        aria-label={`anomalous from ${clock(from)} to ${host.end ? clock(to) : "now"}`}
        title={`${clock(from)} to ${host.end ? clock(to) : "now"}, peak ${score(host.peak_score)}`}
      >
        <span
          style={{
            left: `${(100 * (from - begin)) / length}%`,
            width: `${Math.max(0.5, (100 * (to - from)) / length)}%`,
          }}
        />
      </div>
    </div>
  );
}
