import { Alert, Anchor, Button, Code, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { Instance } from "../../target/generated/api";
import { useStatus } from "../app/data";
import { External } from "../app/External";
import { link, replace, useRoute } from "../app/route";
import { StateBadge } from "../app/states";
import { TimeRangeControl } from "../app/TimeRangeControl";
import { Loads } from "../app/views";
import { percent, score } from "../format/numbers";
import { ago, clock, duration, milliseconds } from "../format/times";
import { useHost, type Host } from "./data";
import { Exemptions } from "./Exemptions";
import { FeatureCharts } from "./FeatureCharts";
import { ForgetButton } from "./ForgetButton";
import { grafanaDashboard, hostAlerts, matchers, prometheusGraph } from "./external";
import { ScoreChart } from "./ScoreChart";
import type { TimeSpan } from "./span";

const HOUR = 3_600_000;
const RANGES: Record<string, number> = { "1h": HOUR, "3h": 3 * HOUR, "12h": 12 * HOUR, "24h": 24 * HOUR };
const DEFAULT = "3h";

/** Parameters of the view; all others are labels of the host. */
const OWN = new Set(["range", "start", "end", "feature"]);

/** Why a host is anomalous or not: its score over time, and each feature with what was expected. */
export function HostPage({ name }: { name: string }) {
  const { path, parameters } = useRoute();
  const labels = Object.fromEntries([...parameters].filter(([key]) => !OWN.has(key)));
  const host = { name, labels };
  const range = parameters.get("range") ?? DEFAULT;
  const end = Number(parameters.get("end"));
  const span: TimeSpan = end ? { start: Number(parameters.get("start")), end } : { start: RANGES[range] ?? 3 * HOUR };
  const go = (time: Record<string, string>) => replace(link(path, { ...labels, ...time }));
  const select = (start: number, until: number) =>
    go({ start: String(Math.round(start)), end: String(Math.round(until)) });

  return (
    <Stack gap="md">
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {name}
        </Title>
        <Group gap="xs">
          {end > 0 && (
            <Button
              size="xs"
              component="a"
              href={link(["compare"], {
                detector: labels["detector"],
                start: parameters.get("start") ?? undefined,
                end: parameters.get("end") ?? undefined,
              })}
            >
              Compare with the time before
            </Button>
          )}
          {end > 0 && (
            <Button size="xs" variant="default" onClick={() => go({})}>
              {clock(span.start)} to {clock(end)}: back to now
            </Button>
          )}
          <TimeRangeControl
            names={Object.keys(RANGES)}
            value={end ? "" : range}
            onChange={(value) => go({ range: value })}
          />
        </Group>
      </Group>
      <Loads query={useHost(host)}>
        {(instances) => (
          <>
            {instances.map((instance) => (
              <Facts key={instance.detector} instance={instance} span={span} />
            ))}
            {instances.some(({ state }) => state === "vanished") && (
              <div>
                <ForgetButton host={host} />
              </div>
            )}
          </>
        )}
      </Loads>
      <Exemptions host={host} />
      <HostCharts host={host} span={span} onSelect={select} />
    </Stack>
  );
}

function HostCharts({
  host,
  span,
  onSelect,
}: {
  host: Host;
  span: TimeSpan;
  onSelect: (start: number, end: number) => void;
}) {
  return (
    <>
      <ScoreChart host={host} span={span} onSelect={onSelect} />
      <FeatureCharts host={host} span={span} onSelect={onSelect} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}

/** Links to the pages of other servers, as far as they are configured. */
function OtherPages({ instance, expression, span }: { instance: Instance; expression: string; span: TimeSpan }) {
  const links = useStatus().data?.links;
  const { detector, labels } = instance;
  return (
    <Group gap="xs">
      {links?.prometheus && <External to={prometheusGraph(links.prometheus, expression, span)} text="Graph" />}
      {links?.grafana && (
        <External to={grafanaDashboard(links.grafana, detector, labels, span)} text="Dashboard in Grafana" />
      )}
      {links?.alertmanager && <External to={hostAlerts(links.alertmanager, labels)} text="Alerts in Alertmanager" />}
    </Group>
  );
}

function Facts({ instance, span }: { instance: Instance; span: TimeSpan }) {
  const { model } = instance;
  const expression = `anomaly_score{${matchers({ detector: instance.detector, ...instance.labels })}}`;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        {instance.reason && <Alert color="gray">{instance.reason}</Alert>}
        {instance.new_level_since && (
          <Alert color="yellow">
            New level since {clock(instance.new_level_since)}: the anomaly has lasted so long that it is taken for the
            new normal, and no longer alerts.
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="xs">
          <Fact name="State">
            <StateBadge state={instance.state} anomalous={instance.is_anomalous} reason={instance.reason} />
          </Fact>
          <Fact name="Score (above 1 is anomalous)">{score(instance.score)}</Fact>
          <Fact name="Error, threshold">
            {score(instance.reconstruction_error)}, {score(instance.threshold)}
          </Fact>
          <Fact name="Coverage of its features">{percent(instance.coverage)}</Fact>
          <Fact name="Alerts">
            {instance.suppressed.length ? `suppressed: ${instance.suppressed.join(", ")}` : "on"}
          </Fact>
          <Fact name="Scored">{instance.scored_at ? ago(instance.scored_at) : "never, or long ago"}</Fact>
        </SimpleGrid>
        <Text size="xs" c="dimmed">
          Detector{" "}
          <Anchor size="xs" href={link(["detectors", instance.detector])} underline="always">
            {instance.detector}
          </Anchor>
          ,{" "}
          {Object.entries(instance.labels)
            .map(([key, value]) => `${key}="${value}"`)
            .join(", ")}
          .{" "}
          {model
            ? `Scored by ${model.of_fleet ? "the model of the fleet" : "its own model"}, trained ${ago(model.trained_at)}${
                model.history ? ` on ${duration(milliseconds(model.history))} of history` : ""
              }. Threshold: ${model.threshold_reason}.`
            : ""}
        </Text>
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            In Prometheus:{" "}
            <Code fz="xs" style={{ overflowWrap: "anywhere" }}>
              {expression}
            </Code>
          </Text>
          <OtherPages instance={instance} expression={expression} span={span} />
        </Group>
      </Stack>
    </Paper>
  );
}
