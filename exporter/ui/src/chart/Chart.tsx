import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { clock } from "../format/times";

export interface Line {
  label: string;
  values: (number | null)[];
  /** One of the colors of the page. */
  color: LineColor;
  isDashed?: boolean;
}

/** Values between which a line usually is. */
export interface Band {
  lower: (number | null)[];
  upper: (number | null)[];
}

interface Shown {
  /** What the chart shows, for a screen reader. */
  label: string;
  /** First and last time of the chart, in milliseconds. */
  range: [number, number];
  /** Milliseconds, ascending. */
  times: number[];
  lines: Line[];
  band?: Band | undefined;
  /** A line across the chart. */
  limit?: number;
  format: (value: number | null) => string;
  /** For the numbers of the axis; `format` without it. */
  axisFormat?: (value: number) => string;
  /** Whether round numbers of the axis are multiples of powers of 2. */
  isBinary?: boolean;
  /** Whether the values are counts: the axis begins at 0. */
  isCount?: boolean;
  height?: number;
  /** Start and end of a range that was selected by dragging, in milliseconds. */
  onSelect?: ((start: number, end: number) => void) | undefined;
}

export type LineColor = "actual" | "expected" | "anomaly";

const LIGHT = { actual: "#1864ab", expected: "#868e96", anomaly: "#c92a2a", band: "rgba(24, 100, 171, 0.13)" };
const DARK = { actual: "#74c0fc", expected: "#adb5bd", anomaly: "#ff8787", band: "rgba(116, 192, 252, 0.16)" };

/** Charts of one page share the pointer's time. */
const SYNC = uPlot.sync("time");

/** Times of day of 24 hours; the date where a day begins. By distance of the ticks in seconds. */
const TIMES: (string | number | null)[][] = [
  [86_400, "{MM}-{DD}", null, null, null, null, null, null, 1],
  [60, "{HH}:{mm}", null, null, "\n{MM}-{DD}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", null, null, "\n{MM}-{DD}", null, null, null, 1],
];

/** 1, 2, 4, ... to 512 of each of the units from bytes to pebibytes. */
const BINARY_STEPS = Array.from({ length: 60 }, (_none, power) => 2 ** power);

function axes(isDark: boolean, isBinary: boolean, format: (value: number) => string): uPlot.Axis[] {
  const color = isDark ? "#ced4da" : "#495057";
  const grid = { stroke: isDark ? "#373a40" : "#e9ecef", width: 1 };
  const common = { stroke: color, grid, ticks: grid, font: "11px system-ui, sans-serif" };
  return [
    { ...common, values: TIMES },
    {
      ...common,
      size: 72,
      ...(isBinary && { incrs: BINARY_STEPS }),
      values: (_chart, values) => values.map((value) => format(value)),
    },
  ];
}

/** Returns the plugin that draws a line across the chart. */
function limitLine(limit: number, color: string): uPlot.Plugin {
  return {
    hooks: {
      draw: ({ ctx, bbox, valToPos }) => {
        const y = valToPos(limit, "y", true);
        if (y < bbox.top || y > bbox.top + bbox.height) {
          return;
        }
        ctx.save();
        ctx.strokeStyle = color;
        ctx.setLineDash([6, 4]);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
        ctx.restore();
      },
    },
  };
}

function options(shown: Shown, width: number, isDark: boolean, range: () => [number, number]) {
  const { lines, band, limit, format, height = 160, onSelect } = shown;
  const colors = isDark ? DARK : LIGHT;
  const hidden = { show: true, width: 0, points: { show: false } };
  const built: uPlot.Options = {
    width,
    height,
    padding: [8, 8, 0, 0],
    scales: {
      x: { time: true, range: () => range().map((time) => time / 1000) as [number, number] },
      // A chart from 0 to the limit shows how far away a score is.
      y: shown.isCount
        ? { range: (_chart, _least, most) => [0, Math.max(most, 1) * 1.1] }
        : limit === undefined
          ? {}
          : { range: (_chart, _least, most) => [0, Math.max(most, limit) * 1.1] },
    },
    axes: axes(isDark, shown.isBinary ?? false, shown.axisFormat ?? format),
    cursor: {
      sync: { key: SYNC.key, setSeries: false },
      drag: { x: onSelect !== undefined, y: false, setScale: false },
    },
    legend: { live: true, markers: { width: 1 } },
    series: [
      { value: (_chart, seconds) => (seconds === null ? "" : clock(seconds * 1000)) },
      ...lines.map((line) => ({
        label: line.label,
        stroke: colors[line.color],
        width: 1.5,
        ...(line.isDashed && { dash: [5, 4], points: { show: false } }),
        value: (_chart: uPlot, value: number | null) => format(value),
      })),
      ...(band
        ? [
            { ...hidden, label: "usual, from", value: (_chart: uPlot, value: number | null) => format(value) },
            { ...hidden, label: "to", value: (_chart: uPlot, value: number | null) => format(value) },
          ]
        : []),
    ],
    ...(band && { bands: [{ series: [lines.length + 2, lines.length + 1] as [number, number], fill: colors.band }] }),
    plugins: limit === undefined ? [] : [limitLine(limit, colors.anomaly)],
    hooks: {
      setSelect: [
        (chart) => {
          if (onSelect && chart.select.width > 4) {
            const { left, width: selected } = chart.select;
            onSelect(chart.posToVal(left, "x") * 1000, chart.posToVal(left + selected, "x") * 1000);
            chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          }
        },
      ],
    },
  };
  return built;
}

/** A chart of lines over time. A value that is unknown is a gap. */
export function Chart(shown: Shown) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const isDark = useComputedColorScheme("light") === "dark";
  const { times, lines, band, label } = shown;
  const latest = useRef(shown);
  latest.current = shown;
  const shape = JSON.stringify([lines.map((it) => [it.label, it.color]), band !== undefined, shown.limit]);
  const chart = useRef<uPlot>(null);

  useEffect(() => {
    if (!place.current || width === 0) {
      return undefined;
    }
    const select = latest.current.onSelect && ((start: number, end: number) => latest.current.onSelect?.(start, end));
    const made = new uPlot(
      options({ ...latest.current, onSelect: select }, width, isDark, () => latest.current.range),
      [[]],
      place.current,
    );
    chart.current = made;
    return () => made.destroy();
  }, [width, isDark, shape]);

  useEffect(() => {
    const values = [...lines.map((line) => line.values), ...(band ? [band.lower, band.upper] : [])];
    chart.current?.setData([times.map((time) => time / 1000), ...values]);
  });

  return (
    <div ref={ref} role="img" aria-label={label}>
      <div ref={place} />
    </div>
  );
}
