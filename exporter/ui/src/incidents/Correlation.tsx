import { Button, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState, type CSSProperties } from "react";
import type { Incident } from "../../target/generated/api";
import { answered, client } from "../api/client";
import { Loads } from "../app/views";
import { milliseconds, unixSeconds } from "../format/times";
import { correlated } from "./correlated";

/** Time before an incident, so that its features vary also if they do not during it. */
const LEAST_MARGIN = 1_800_000;

/** Milliseconds of the longest time that is correlated: the API has a limit of points. */
const LONGEST = 43_200_000;

/** A button that shows which features of an incident moved together. */
export function Correlation({ incident }: { incident: Incident }) {
  const [shown, setShown] = useState(false);
  const region = useId();
  return (
    <Stack gap="xs" mt="xs" align="start">
      <Button
        size="compact-xs"
        variant="default"
        aria-expanded={shown}
        aria-controls={region}
        onClick={() => setShown(!shown)}
      >
        Correlation of features
      </Button>
      <div id={region} className="wide" hidden={!shown}>
        {shown && <Matrix incident={incident} />}
      </div>
    </Stack>
  );
}

function useCorrelation(incident: Incident) {
  const { selectors, features } = correlated(incident);
  const length = milliseconds(incident.duration);
  const begin = Date.parse(incident.begin) - Math.max(length, LEAST_MARGIN);
  const end = Math.min(incident.end ? Date.parse(incident.end) : Date.now(), begin + LONGEST);
  return useQuery({
    queryKey: ["correlation", incident.detector, incident.begin, incident.end],
    queryFn: async ({ signal }) =>
      (
        await answered(
          client.GET("/api/v1/detectors/{detector}/correlation", {
            params: {
              path: { detector: incident.detector },
              query: { start: unixSeconds(begin), end: unixSeconds(end), feature: features, "match[]": selectors },
            },
            signal,
          }),
        )
      ).data,
    staleTime: 60_000,
  });
}

function Matrix({ incident }: { incident: Incident }) {
  return (
    <Loads query={useCorrelation(incident)}>
      {({ series, correlations }) => (
        <>
          <Text size="xs" c="dimmed" mb={4}>
            Rank correlation during the incident and before it: 1 moved together, -1 in opposite directions, a dash is
            unknown. Columns have the numbers of the rows.
          </Text>

          <Table withColumnBorders className="correlation" fz="xs" w="auto" aria-label="Correlation of features">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Feature</Table.Th>
                {series.map((_, column) => (
                  <Table.Th key={column} scope="col">
                    {column + 1}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {series.map(({ labels, feature }, row) => (
                <Table.Tr key={JSON.stringify([labels, feature])}>
                  <Table.Th scope="row">
                    {row + 1} {labels.instance} {feature}
                  </Table.Th>
                  {correlations[row]?.map((value, column) => (
                    <Table.Td key={column} style={shade(value)} className={value === null ? "unknown" : undefined}>
                      {value === null ? "–" : value.toFixed(1)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Loads>
  );
}

/** Orange for the same direction, blue for the opposite one; both leave the number readable. */
function shade(value: number | null): CSSProperties | undefined {
  if (value === null) {
    return undefined;
  }
  const color = value < 0 ? "var(--mantine-color-blue-6)" : "var(--mantine-color-orange-6)";
  return { background: `color-mix(in srgb, ${color} ${Math.round(45 * Math.abs(value))}%, transparent)` };
}
