const two = (number: number) => String(number).padStart(2, "0");

/** Pixels that a time of day needs. */
const LABEL = 60;

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
