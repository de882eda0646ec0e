/** Seconds of a PostgreSQL interval as people write it: `7 days`, `1 month 2 days`, `12:00:00`; undefined for other texts. */
export function intervalSeconds(text: string): number | undefined {
  let rest = text.trim().toLowerCase();
  if (rest === '') return undefined;
  let seconds = 0;
  const clock = CLOCK.exec(rest);
  if (clock) {
    seconds += +clock[1]! * 3600 + +clock[2]! * 60 + +(clock[3] ?? 0);
    rest = rest.replace(CLOCK, '').trim();
  }
  while (rest !== '') {
    const part = PART.exec(rest);
    const unit = UNITS[part?.[2] ?? ''];
    if (!part || unit === undefined) return undefined;
    seconds += +part[1]! * unit;
    rest = rest.slice(part[0].length).trim();
  }
  return seconds;
}

/** A span of time in the largest unit that suits: `3 days`, `12 hours`. */
export function durationText(seconds: number): string {
  for (const [name, size] of NAMES) {
    const count = seconds / size;
    if (count < 1) continue;
    const shown = Number.isInteger(count) || count >= 100 ? Math.round(count) : Math.round(count * 10) / 10;
    return `${shown.toLocaleString('en-US')} ${name}${shown === 1 ? '' : 's'}`;
  }
  return seconds === 0 ? '0 seconds' : `${Math.round(seconds * 1e6).toLocaleString('en-US')} microseconds`;
}

export const DAY = 86_400;

const CLOCK = /(?:^|\s)(\d{1,3}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/;
const PART = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/;

/** A month counts 30 days, as Timescale counts it for chunks; a year 365. */
const UNITS: Readonly<Record<string, number>> = (() => {
  const units: Record<string, number> = {};
  const add = (seconds: number, names: string) => {
    for (const name of names.split(' ')) units[name] = seconds;
  };
  add(1e-6, 'us usec usecs microsecond microseconds');
  add(1e-3, 'ms msec msecs millisecond milliseconds');
  add(1, 's sec secs second seconds');
  add(60, 'm min mins minute minutes');
  add(3600, 'h hr hrs hour hours');
  add(DAY, 'd day days');
  add(7 * DAY, 'w week weeks');
  add(30 * DAY, 'mon mons month months');
  add(365 * DAY, 'y yr yrs year years');
  return units;
})();

const NAMES: readonly (readonly [string, number])[] = [
  ['year', 365 * DAY],
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
