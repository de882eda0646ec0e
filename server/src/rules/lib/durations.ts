export { DAY, formatDuration as durationText } from '../../workload/figures.js';

import { DAY, HOUR, MINUTE, MONTH, WEEK, YEAR } from '../../workload/figures.js';

/** Seconds of a PostgreSQL interval as people write it: `7 days`, `1 month 2 days`, `12:00:00`; undefined for other texts. */
export function intervalSeconds(text: string): number | undefined {
  let rest = text.trim().toLowerCase();
  if (rest === '') return undefined;
  let seconds = 0;
  const clock = CLOCK.exec(rest);
  if (clock) {
    seconds += +clock[1]! * HOUR + +clock[2]! * MINUTE + +(clock[3] ?? 0);
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
  add(MINUTE, 'm min mins minute minutes');
  add(HOUR, 'h hr hrs hour hours');
  add(DAY, 'd day days');
  add(WEEK, 'w week weeks');
  add(MONTH, 'mon mons month months');
  add(YEAR, 'y yr yrs year years');
  return units;
})();
