/** Colors of scores and states. An unknown score has no color but hatching, so that it is not taken for a normal one. */

type Rgb = [number, number, number];

/** Scores with the colors between which others are interpolated. */
const LIGHT: [number, Rgb][] = [
  [0, [232, 240, 248]],
  [1, [120, 170, 215]],
  [1, [253, 186, 88]],
  [2, [240, 110, 50]],
  [4, [205, 30, 40]],
  [10, [120, 0, 35]],
];

const DARK: [number, Rgb][] = [
  [0, [30, 42, 56]],
  [1, [55, 105, 155]],
  [1, [225, 150, 40]],
  [2, [235, 105, 50]],
  [4, [235, 60, 60]],
  [10, [255, 150, 165]],
];

/** Returns the color of a score on a light or dark page. */
export function scoreColor(score: number, isDark: boolean): string {
  const stops = isDark ? DARK : LIGHT;
  const next = stops.findIndex(([limit], index) => index > 0 && (limit > score || (limit === score && score <= 1)));
  const [to, upper] = stops[next < 0 ? stops.length - 1 : next] ?? [1, [0, 0, 0]];
  const [from, lower] = stops[next < 0 ? stops.length - 1 : next - 1] ?? [0, [0, 0, 0]];
  const part = to > from ? (score - from) / (to - from) : 1;
  const channels = lower.map((value, index) => Math.round(value + part * ((upper[index] ?? value) - value)));
  return `rgb(${channels.join(", ")})`;
}
