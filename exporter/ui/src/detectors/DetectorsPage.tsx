import { Anchor, Badge, Code, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { Detector, Model } from "../../target/generated/api";
import { useStatus } from "../app/data";
import { link } from "../app/route";
import { stateName } from "../app/states";
import { mayChange } from "../app/roles";
import { useUser } from "../app/user";
import { Empty, Loads } from "../app/views";
import { percent } from "../format/numbers";
import { ago, clock, duration, milliseconds } from "../format/times";
import { Configuration } from "./Configuration";
import { useDetector, useModels } from "./data";
import { Drift } from "./Drift";
import { RollbackButton } from "./RollbackButton";
import { TrainingState } from "./TrainingState";

/** The detectors, or one of them with its features, configuration and models. */
export function DetectorsPage({ name }: { name: string }) {
  return name ? <OneDetector name={name} /> : <AllDetectors />;
}

function AllDetectors() {
  const query = useStatus();
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        Detectors
      </Title>
      <Loads query={query}>
        {({ version, detectors }) => (
          <>
            {detectors.length === 0 && <Empty title="No detector is configured" />}
            {detectors.map((detector) => (
              <Paper key={detector.name} withBorder p="sm">
                <Group justify="space-between" mb="xs">
                  <Anchor href={link(["detectors", detector.name])} fw={600}>
                    {detector.name}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {detector.last_scoring ? `scored ${ago(detector.last_scoring)}` : "not scored yet"}
                  </Text>
                </Group>
                <Text size="sm">
                  {Object.entries(detector.instances)
                    .filter(([, count]) => count > 0)
                    .map(([state, count]) => `${count} ${stateName(state)}`)
                    .join(", ") || "no hosts"}
                  {`; ${detector.active_anomalies} anomalous now`}
                </Text>
                <Text size="sm" c="dimmed">
                  {detector.model
                    ? `Model ${detector.model.version} (${detector.model.type}), trained ${ago(detector.model.created_at)} for ${detector.model.instances} hosts.`
                    : "No model yet."}
                </Text>
                <Drift detector={detector} />
              </Paper>
            ))}
            <Configuration />
            <Text size="xs" c="dimmed">
              anomaly-exporter {version}. Its own health as metrics:{" "}
              <Anchor size="xs" href="metrics">
                /metrics
              </Anchor>
              .
            </Text>
          </>
        )}
      </Loads>
    </Stack>
  );
}

function OneDetector({ name }: { name: string }) {
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Detector {name}
      </Title>
      <Loads query={useDetector(name)}>
        {(detector) => (
          <>
            <TrainingState detector={detector} />
            <Drift detector={detector.status} />
            <Models detector={detector} />
            <Options detector={detector} />
            <Features detector={detector} />
          </>
        )}
      </Loads>
    </Stack>
  );
}

/** Returns a value of the configuration as text; durations as in the file. */
function text(value: unknown): string {
  if (typeof value === "string" && /^P(T|\d)/.test(value)) {
    return duration(milliseconds(value));
  }
  return Array.isArray(value) ? value.join(", ") || "none" : value === null ? "measured" : String(value);
}

function Options({ detector }: { detector: Detector }) {
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5" mb="xs">
        Configuration
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 5 }} spacing="xs">
        {Object.entries(detector.options).map(([key, value]) => (
          <div key={key}>
            <Text size="xs" c="dimmed">
              {key}
            </Text>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {text(value)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}

function Features({ detector }: { detector: Detector }) {
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        Features
      </Title>
      <Table.ScrollContainer minWidth={600}>
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Unit</Table.Th>
              <Table.Th>Query in Prometheus, or how it is computed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {detector.features.map((feature) => (
              <Table.Tr key={feature.name}>
                <Table.Td>{feature.name}</Table.Td>
                <Table.Td>{feature.unit}</Table.Td>
                <Table.Td>
                  {feature.query ? (
                    <Code fz="xs">{feature.query}</Code>
                  ) : feature.engineered ? (
                    `${feature.engineered.type} of ${feature.engineered.of}`
                  ) : (
                    "as posted, or read from the machine"
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

/** The stored versions, which are read again when another one becomes active. */
function Models({ detector: { name, status } }: { detector: Detector }) {
  const serving = status.model?.version;
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        Models
      </Title>
      <Loads query={useModels(name, serving ?? "")}>
        {(models) => <ModelTable detector={name} models={models} serving={serving} />}
      </Loads>
    </section>
  );
}

function ModelTable({ detector, models, serving }: { detector: string; models: Model[]; serving: string | undefined }) {
  const changeable = mayChange(useUser(), "admin");
  if (models.length === 0) {
    return <Empty title="No model yet">The first is trained when a host has enough history.</Empty>;
  }
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Trained</Table.Th>
            <Table.Th>History</Table.Th>
            <Table.Th>Hosts</Table.Th>
            <Table.Th>Left out of training</Table.Th>
            {changeable && <Table.Th>Change</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map((model) => (
            <Table.Tr key={model.version}>
              <Table.Td>{model.version}</Table.Td>
              <Table.Td>
                <Badge
                  className="state"
                  size="sm"
                  radius="sm"
                  tt="none"
                  color={model.state === "serving" ? "blue.9" : "gray"}
                  variant={model.state === "serving" ? "filled" : "outline"}
                >
                  {stateName(model.state)}
                </Badge>
              </Table.Td>
              <Table.Td>{clock(model.created_at)}</Table.Td>
              <Table.Td>
                {clock(model.history_start)} to {clock(model.history_end)}
              </Table.Td>
              <Table.Td>{model.instances}</Table.Td>
              <Table.Td>{percent(model.left_out_ratio)}</Table.Td>
              {changeable && (
                <Table.Td>
                  {model.state === "kept" && (
                    <RollbackButton detector={detector} version={model.version} serving={serving} />
                  )}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
