import { scoreColor } from "../app/colors";
import { score } from "../format/numbers";
import { clock } from "../format/times";

/** The times of the scores of a part: the first one and the milliseconds between two. */
export interface Times {
  start: number;
  step: number;
  since: number;
}

/** Returns what the part of a strip under a pointer shows. */
export function describe({ scores, times }: { scores: (number | null)[]; times: Times }, part: number): string {
  const index = Math.max(0, Math.min(scores.length - 1, Math.floor(part * scores.length)));
  const end = times.start + index * times.step;
  const value = scores[index] ?? null;
  const span = `${clock(end - times.step)} to ${clock(end)}`;
  if (value !== null) {
    return `${span}: score ${score(value)}`;
  }
  return end <= times.since ? `${span}: before the oldest score in memory` : `${span}: no score`;
}

/**
 * Returns the image of scores from left to right, transparent where there is none. A gradient is drawn by the browser
 * together with the row; a canvas for each row would make scrolling slow.
 */
export function background(scores: (number | null)[], isDark: boolean): string {
  const stops = scores.map((value, index) => {
    const color = value === null ? "transparent" : scoreColor(value, isDark);
    const at = (place: number) => `${+((100 * place) / scores.length).toFixed(2)}%`;
    return `${color} ${at(index)} ${at(index + 1)}`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/** Pixels that a time of day needs. */
export const LABEL = 60;

/** Times of day between which the ticks of an axis may be, in milliseconds. */
const DISTANCES = [10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60_000);

/** Returns the round times of day of a range up to now that fit on an axis. */
export function ticks(now: number, length: number, width: number): number[] {
  const distance = DISTANCES.find((it) => (width / length) * it >= LABEL) ?? length;
  const zone = new Date(now).getTimezoneOffset() * 60_000;
  const first = Math.ceil((now - length - zone) / distance) * distance + zone;
  const found = [];
  for (let time = first; time <= now; time += distance) {
    found.push(time);
  }
  return found;
}
