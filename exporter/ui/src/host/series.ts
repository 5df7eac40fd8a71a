import type { History } from "../../target/generated/api";
import { milliseconds } from "../format/times";

/** Returns the scores with null between two points that are more than a step apart: unknown is a gap. */
export function withGaps({ points, step }: History): { times: number[]; scores: (number | null)[] } {
  const distance = milliseconds(step);
  const times: number[] = [];
  const scores: (number | null)[] = [];
  for (const point of points) {
    const time = Date.parse(point.time);
    const last = times.at(-1);
    if (last !== undefined && time - last > distance) {
      times.push(last + distance);
      scores.push(null);
    }
    times.push(time);
    scores.push(point.score);
  }
  return { times, scores };
}

/** Returns the share of a feature in all scores of a time; null without a score. */
export function shareOf(contribution: (number | null)[], scores: (number | null)[]): number | null {
  let part = 0;
  let all = 0;
  scores.forEach((score, index) => {
    const share = contribution[index] ?? null;
    if (score !== null && share !== null) {
      part += share * score;
      all += score;
    }
  });
  return all > 0 ? part / all : null;
}
