import { useComputedColorScheme } from "@mantine/core";
import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { FleetInstance } from "../../target/generated/api";
import type { Selection } from "../app/data";
import { link } from "../app/route";
import { StateBadge } from "../app/states";
import { quantity, score } from "../format/numbers";
import { milliseconds } from "../format/times";
import { PART, useFleetPart } from "./data";
import type { Range } from "./ranges";
import { ScoreStrip } from "./ScoreStrip";
import type { Times } from "./strip";
import { TimeAxis } from "./TimeAxis";

interface Shown {
  selection: Selection;
  range: Range;
  sort: string;
}

/** A table of all hosts, of which only the rows on the screen exist and are requested. */
export function FleetRows({ total, ...shown }: { total: number } & Shown) {
  const list = useRef<HTMLDivElement>(null);
  const isDark = useComputedColorScheme("light") === "dark";
  const [top, setTop] = useState(0);
  const isNarrow = useMediaQuery("(max-width: 900px)") ?? false;
  const height = isNarrow ? 54 : 28;
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({ count: total, estimateSize: () => height, overscan: 10, scrollMargin: top });
  useLayoutEffect(() => rows.measure(), [rows, height]);
  const items = rows.getVirtualItems();
  const parts = new Map<number, typeof items>();
  items.forEach((item) => {
    const part = Math.floor(item.index / PART);
    parts.set(part, [...(parts.get(part) ?? []), item]);
  });
  return (
    <div role="table" aria-label="Hosts" aria-rowcount={total + 1}>
      <Head range={shown.range} />
      <div ref={list} role="rowgroup" style={{ position: "relative", height: rows.getTotalSize() }}>
        {[...parts].map(([part, inPart]) => (
          <Part key={part} part={part} {...shown}>
            {(instances, times) =>
              inPart.map(({ index, start }) => (
                <Row
                  key={index}
                  index={index}
                  top={start - top}
                  instance={instances?.[index - part * PART]}
                  times={times}
                  isDark={isDark}
                />
              ))
            }
          </Part>
        ))}
      </div>
    </div>
  );
}

function Part({
  part,
  selection,
  range,
  sort,
  children,
}: Shown & {
  part: number;
  children: (instances: FleetInstance[] | undefined, times: Times | undefined) => React.ReactNode;
}) {
  const { data } = useFleetPart(selection, range, sort, part);
  const times = useMemo(
    () =>
      data && {
        start: Date.parse(data.start),
        step: milliseconds(data.step),
        since: data.scores_since === null ? Number.POSITIVE_INFINITY : Date.parse(data.scores_since),
      },
    [data],
  );
  return children(data?.instances, times);
}

function Head({ range }: { range: Range }) {
  const { ref, width } = useElementSize();
  return (
    <div className="fleet-row fleet-head" role="row">
      <span role="columnheader">Host</span>
      <span role="columnheader">State</span>
      <span role="columnheader" className="number">
        Score
      </span>
      <span role="columnheader" className="feature">
        Main feature: actual, expected
      </span>
      <span role="columnheader" className="scores" aria-label="Scores over time" ref={ref}>
        <TimeAxis length={range.length} width={width} />
      </span>
    </div>
  );
}

/** Returns the other labels of a host, which distinguish hosts of one name. */
function otherLabels(labels: Record<string, string>): string {
  return Object.entries(labels)
    .filter(([name]) => name !== "instance")
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

/** A row is rendered again only when its host has changed, not at each frame of scrolling. */
const Row = memo(function Row({
  index,
  top,
  instance,
  times,
  isDark,
}: {
  index: number;
  top: number;
  instance: FleetInstance | undefined;
  times: Times | undefined;
  isDark: boolean;
}) {
  const place = { position: "absolute", top, left: 0, right: 0 } as const;
  if (!instance || !times) {
    return <div className="fleet-row" style={place} role="row" aria-rowindex={index + 2} />;
  }
  const { instance: name = "", ...others } = instance.labels;
  const feature = instance.feature;
  return (
    <a
      className="fleet-row"
      style={place}
      role="row"
      aria-rowindex={index + 2}
      href={link(["host", name], { detector: instance.detector, ...others })}
    >
      <span role="cell" title={`${name} ${otherLabels(instance.labels)}, detector ${instance.detector}`}>
        {name}
      </span>
      <span role="cell">
        <StateBadge state={instance.state} anomalous={instance.is_anomalous} reason={instance.reason} />
      </span>
      <span role="cell" className="number">
        {score(instance.score)}
      </span>
      <span role="cell" className="feature" title={instance.reason ?? undefined}>
        {feature ? (
          `${feature.feature}: ${quantity(feature.actual, feature.unit)}, ${quantity(feature.expected, feature.unit)}`
        ) : (
          <span className="dimmed">{instance.reason}</span>
        )}
      </span>
      <span role="cell" className="scores">
        <ScoreStrip scores={instance.scores} times={times} isDark={isDark} />
      </span>
    </a>
  );
});
