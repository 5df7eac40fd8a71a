/** Text for a number that is unknown: it is never shown as 0. */
export const UNKNOWN = "–";

/** Returns a number with at least this many significant digits, without superfluous zeros. */
function digits(value: number, significant = 3): string {
  const size = Math.abs(value);
  if (size >= 10 ** significant) {
    return value.toFixed(0);
  }
  return String(Number(value.toPrecision(significant)));
}

/** Returns a score as in alerts and Grafana: two digits are enough. */
export function score(value: number | null | undefined): string {
  if (value === null || value === undefined) {
    return UNKNOWN;
  }
  return value < 10 ? value.toFixed(2) : digits(value);
}

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const SHORT = ["", "k", "M", "G", "T", "P"];

function scaled(value: number, base: number, prefixes: string[]): [string, string] {
  let size = value;
  let index = 0;
  while (Math.abs(size) >= base && index < prefixes.length - 1) {
    size /= base;
    index++;
  }
  return [digits(size), prefixes[index] ?? ""];
}

/**
 * Returns a value of a feature with its unit, as Grafana shows it.
 *
 * @param unit of the feature: "ratio", "seconds", "bytes", or any text, each also per second
 */
export function quantity(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) {
    return UNKNOWN;
  }
  const rate = unit.endsWith("/s") ? "/s" : "";
  const what = rate ? unit.slice(0, -2) : unit;
  switch (what) {
    case "ratio":
      return `${digits(value * 100)}%`;
    case "seconds":
      return seconds(value) + rate;
    case "bytes": {
      const [size, prefix] = scaled(value, 1024, BINARY);
      return `${size} ${prefix}${rate}`;
    }
    default: {
      const [size, prefix] = scaled(value, 1000, SHORT);
      return [size + (prefix && " " + prefix), what + rate].filter(Boolean).join(" ");
    }
  }
}

/** Returns a number of an axis: as {@link quantity}, without a unit of many letters. */
export function axisNumber(value: number, unit: string): string {
  const isShort = /^(ratio|seconds|bytes)(\/s)?$/.test(unit);
  return quantity(value, isShort ? unit : "");
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size === 0) {
    return "0 s";
  } else if (size < 1e-3) {
    return `${digits(value * 1e6)} µs`;
  } else if (size < 1) {
    return `${digits(value * 1e3)} ms`;
  } else if (size < 120) {
    return `${digits(value)} s`;
  } else if (size < 7200) {
    return `${digits(value / 60)} min`;
  }
  return size < 172_800 ? `${digits(value / 3600)} h` : `${digits(value / 86_400)} d`;
}

/** Returns a ratio in percent. */
export function percent(value: number | null | undefined): string {
  return quantity(value, "ratio");
}
