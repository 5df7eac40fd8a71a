import { Paper, Text, Title } from "@mantine/core";
import { Chart } from "../chart/Chart";
import { Empty, Loads, Warnings } from "../app/views";
import { score } from "../format/numbers";
import { useScores, type Host } from "./data";
import { withGaps } from "./series";
import { bounds, type TimeSpan } from "./span";

/** The scores of a host over time against the limit 1. */
export function ScoreChart(shown: { host: Host; span: TimeSpan; onSelect: (start: number, end: number) => void }) {
  const query = useScores(shown.host, shown.span);
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5">
        Score
      </Title>
      <Text size="xs" c="dimmed">
        Above 1 is anomalous. Drag over a time to look at it.
      </Text>
      <Loads query={query}>
        {({ data, warnings }) => (
          <>
            <Warnings texts={warnings} />
            {data.map((history) => {
              const { times, scores } = withGaps(history);
              return times.length === 0 ? (
                <Empty key={history.detector} title="No score in this time" />
              ) : (
                <Chart
                  key={history.detector}
                  label={`Score of ${shown.host.name}, detector ${history.detector}, over time`}
                  range={bounds(shown.span)}
                  times={times}
                  lines={[{ label: data.length > 1 ? history.detector : "score", values: scores, color: "actual" }]}
                  limit={1}
                  format={score}
                  height={200}
                  onSelect={shown.onSelect}
                />
              );
            })}
          </>
        )}
      </Loads>
    </Paper>
  );
}
