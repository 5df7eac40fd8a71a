const DAY = 86_400_000;

const PARTS: [string, number][] = [
  ["d", DAY],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** Returns a duration by its two largest units, as in "2h 5m". */
export function duration(milliseconds: number): string {
  const found: string[] = [];
  let rest = Math.round(milliseconds / 1000) * 1000;
  for (const [name, length] of PARTS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) {
      found.push(`${count}${name}`);
    } else if (found.length > 0) {
      break;
    }
    if (found.length === 2) {
      break;
    }
  }
  return found.join(" ") || "0s";
}

/** Returns the whole seconds up to a time, as a parameter of the API: a time in the future may be refused. */
export function unixSeconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000));
}

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Returns the milliseconds of a duration in ISO 8601, as the API has it; 0 if it is none. */
export function milliseconds(iso: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = ISO.exec(iso) ?? [];
  return Number(days) * DAY + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
}

const two = (number: number) => String(number).padStart(2, "0");

/** Returns a time of day in the time zone of the browser; with the date if it is not today. */
export function clock(time: string | number | Date, now = Date.now()): string {
  const date = new Date(time);
  const ofDay = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday ? ofDay : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${ofDay}`;
}

/** Returns how long ago a time is. */
export function ago(time: string, now = Date.now()): string {
  const age = now - Date.parse(time);
  return age < 1000 ? "now" : `${duration(age)} ago`;
}
