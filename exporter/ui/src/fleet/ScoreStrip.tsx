import { useMemo, useState } from "react";
import { score } from "../format/numbers";
import { background, describe, type Times } from "./strip";

interface Strip {
  scores: (number | null)[];
  times: Times;
  isDark: boolean;
}

/** The scores of a host over time, each with its color; hatched where there is none. */
export function ScoreStrip(strip: Strip) {
  const [title, setTitle] = useState<string>();
  const { scores, isDark } = strip;
  const image = useMemo(() => background(scores, isDark), [scores, isDark]);
  const most = scores.reduce<number | null>((all, it) => (it !== null && it > (all ?? 0) ? it : all), null);
  return (
    <div className="unknown" title={title}>
      <div
        className="strip"
        role="img"
        aria-label={`largest score ${score(most)}`}
        style={{ backgroundImage: image }}
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setTitle(describe(strip, (event.clientX - box.left) / box.width));
        }}
      />
    </div>
  );
}
