import { Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useStatus } from "../app/data";
import { useParameter } from "../app/route";
import { stateName, STATES } from "../app/states";
import { TimeRangeControl } from "../app/TimeRangeControl";
import { Empty, Loads } from "../app/views";
import type { Fleet } from "../../target/generated/api";
import { useFleetPart } from "./data";
import { FleetRows } from "./FleetRows";
import { RANGES } from "./ranges";

/** The hosts that match the filters, the most urgent first, with their scores over time. */
export function FleetPage() {
  const [detector, setDetector] = useParameter("detector");
  const [match, setMatch] = useParameter("match");
  const [state, setState] = useParameter("state");
  const [anomalous, setAnomalous] = useParameter("anomalous");
  const [rangeName, setRange] = useParameter("range", "6h");
  const [sort, setSort] = useParameter("sort", "urgency");
  const range = RANGES.find((it) => it.name === rangeName) ?? RANGES[1];
  const selection = { detector, match, state, anomalous };
  const detectors = useStatus().data?.detectors ?? [];
  const first = useFleetPart(selection, range, sort, 0);

  return (
    <Stack gap="sm">
      <Group gap="xs" align="end">
        {detectors.length > 1 && (
          <Select
            label="Detector"
            size="xs"
            w={140}
            clearable
            placeholder="all"
            data={detectors.map((it) => it.name)}
            value={detector || null}
            onChange={(value) => setDetector(value ?? "")}
          />
        )}
        <MatchInput value={match} onChange={setMatch} />
        <Select
          label="State"
          size="xs"
          w={150}
          clearable
          placeholder="all"
          data={Object.keys(STATES).map((value) => ({ value, label: stateName(value) }))}
          value={state || null}
          onChange={(value) => setState(value ?? "")}
        />
        <SegmentedControl
          aria-label="Anomalous hosts only"
          size="xs"
          data={[
            { value: "", label: "All" },
            { value: "true", label: "Anomalous" },
          ]}
          value={anomalous}
          onChange={setAnomalous}
        />
        <SegmentedControl
          aria-label="Order"
          size="xs"
          data={[
            { value: "urgency", label: "Most urgent" },
            { value: "name", label: "By name" },
          ]}
          value={sort}
          onChange={setSort}
        />
        <TimeRangeControl names={RANGES.map((it) => it.name)} value={range.name} onChange={setRange} />
      </Group>
      <Loads query={first}>
        {(fleet) => (
          <>
            <Summary fleet={fleet} />
            {fleet.total === 0 ? (
              <NoHosts isFiltered={Object.values(selection).some(Boolean)} />
            ) : (
              <FleetRows key={sort} total={fleet.total} selection={selection} range={range} sort={sort} />
            )}
          </>
        )}
      </Loads>
    </Stack>
  );
}

function MatchInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const change = useDebouncedCallback(onChange, 400);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      label="Labels"
      size="xs"
      w={260}
      placeholder={'{instance=~"web-.*"}'}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        change(event.currentTarget.value.trim());
      }}
    />
  );
}

function Summary({ fleet }: { fleet: Fleet }) {
  const states = Object.entries(fleet.states).filter(([state, count]) => state !== "ok" && count > 0);
  return (
    <Text size="sm" role="status">
      <b>{fleet.total}</b> {fleet.total === 1 ? "host" : "hosts"}, <b>{fleet.anomalous}</b> anomalous
      {states.map(([state, count]) => (
        <span key={state}>
          , {count} {stateName(state)}
        </span>
      ))}
    </Text>
  );
}

function NoHosts({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty title="No host matches the filters">Change or clear a filter above.</Empty>
  ) : (
    <Empty title="No hosts yet">
      The first scoring run finds the hosts. If none appears within a minute, check the selector of the detector: the
      page Detectors shows its queries, and <code>anomaly-exporter check-config --online</code> tests them.
    </Empty>
  );
}
