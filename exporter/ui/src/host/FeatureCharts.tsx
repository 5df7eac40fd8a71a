import { Group, Paper, Text, TextInput, Title } from "@mantine/core";
import { useStatus } from "../app/data";
import { External } from "../app/External";
import { useParameter } from "../app/route";
import { Loads, Warnings } from "../app/views";
import { Chart } from "../chart/Chart";
import { axisNumber, percent, quantity } from "../format/numbers";
import { prometheusGraph } from "./external";
import { useFeatures, type Host } from "./data";
import { shareOf } from "./series";
import { bounds, type TimeSpan } from "./span";
import type { FeatureSeries } from "../../target/generated/api";

type Select = (start: number, end: number) => void;

/** All features of a host with what its model expected; those that contribute most to the score come first. */
export function FeatureCharts(shown: { host: Host; span: TimeSpan; onSelect: Select }) {
  const query = useFeatures(shown.host, shown.span);
  const [wanted, setWanted] = useParameter("feature");
  const prometheus = useStatus().data?.links.prometheus;
  return (
    <section aria-labelledby="features">
      <Group justify="space-between" align="end" mb="xs">
        <div>
          <Title order={2} size="h5" id="features">
            Features
          </Title>
          <Text size="xs" c="dimmed">
            Those that contribute most to the score of this time come first. The band is the usual range.
          </Text>
        </div>
        <TextInput
          aria-label="Filter by name"
          placeholder="Filter by name"
          size="xs"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </Group>
      <Loads query={query}>
        {({ data, warnings }) => (
          <>
            <Warnings texts={warnings} />
            {data.map((history) => (
              <div className="features" key={history.detector}>
                {history.features
                  .filter((feature) => feature.name.includes(wanted.trim()))
                  .map((feature) => (
                    <FeatureChart
                      key={feature.name}
                      feature={feature}
                      times={history.times.map((time) => Date.parse(time))}
                      scores={history.scores}
                      range={bounds(shown.span)}
                      graph={prometheus && feature.query && prometheusGraph(prometheus, feature.query, shown.span)}
                      onSelect={shown.onSelect}
                    />
                  ))}
              </div>
            ))}
          </>
        )}
      </Loads>
    </section>
  );
}

interface Shown {
  feature: FeatureSeries;
  times: number[];
  scores: (number | null)[];
  range: [number, number];
  /** The address of a graph in Prometheus. */
  graph: string | null | undefined;
  onSelect: Select;
}

function FeatureChart({ feature, times, scores, range, graph, onSelect }: Shown) {
  const format = (value: number | null) => quantity(value, feature.unit);
  const share = shareOf(feature.contribution, scores);
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Title order={3} size="sm">
          {feature.name}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" title="Share of all scores of this time">
            {share === null ? "" : `${percent(share)} of the score`}
          </Text>
          {graph && <External to={graph} text="Prometheus" label={`Prometheus: ${feature.name}`} />}
        </Group>
      </Group>
      <Chart
        label={`${feature.name} over time, actual and expected`}
        range={range}
        times={times}
        lines={[
          { label: "actual", values: feature.actual, color: "actual" },
          { label: "expected", values: feature.expected, color: "expected", isDashed: true },
        ]}
        band={{ lower: feature.lower, upper: feature.upper }}
        format={format}
        axisFormat={(value) => axisNumber(value, feature.unit)}
        isBinary={feature.unit.startsWith("bytes")}
        height={140}
        onSelect={onSelect}
      />
    </Paper>
  );
}
