import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { scoreColor } from "../app/colors";
import { score } from "../format/numbers";
import type { Times } from "./strip";
import { describe } from "./strip";

const HEIGHT = 20;

interface Strip {
  scores: (number | null)[];
  times: Times;
  isDark: boolean;
}

function draw(canvas: HTMLCanvasElement, width: number, { scores, isDark }: Strip) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  // Where nothing is drawn, the hatching of the element is seen.
  scores.forEach((value, index) => {
    if (value !== null) {
      const left = Math.round((index * canvas.width) / scores.length);
      const right = Math.round(((index + 1) * canvas.width) / scores.length);
      context.fillStyle = scoreColor(value, isDark);
      context.fillRect(left, 0, right - left, canvas.height);
    }
  });
}

/** The scores of a host over time, each with its color; hatched where there is none. */
export function ScoreStrip(strip: Strip) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const [title, setTitle] = useState<string>();
  useEffect(() => {
    if (canvas.current && width > 0) {
      draw(canvas.current, width, strip);
    }
  });
  const most = strip.scores.reduce<number | null>((all, it) => (it !== null && it > (all ?? 0) ? it : all), null);
  return (
    <div ref={ref} className="unknown" title={title}>
      <canvas
        ref={canvas}
        className="strip"
        role="img"
        aria-label={`largest score ${score(most)}`}
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setTitle(describe(strip, (event.clientX - box.left) / box.width));
        }}
      />
    </div>
  );
}
