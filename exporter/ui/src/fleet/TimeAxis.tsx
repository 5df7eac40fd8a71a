import { LABEL, ticks } from "./strip";

const two = (number: number) => String(number).padStart(2, "0");

/** The times above the scores of all hosts. */
export function TimeAxis({ length, width }: { length: number; width: number }) {
  const now = Date.now();
  return (
    <svg width="100%" height="16" aria-hidden="true">
      {ticks(now, length, width).map((time) => {
        const date = new Date(time);
        const x = width * (1 - (now - time) / length);
        const anchor = x < LABEL / 2 ? "start" : x > width - LABEL / 2 ? "end" : "middle";
        return (
          <text key={time} x={x} y="12" fontSize="11" fill="currentColor" textAnchor={anchor}>
            {two(date.getHours())}:{two(date.getMinutes())}
          </text>
        );
      })}
    </svg>
  );
}
