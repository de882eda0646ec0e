/**
 * The longest time between two runs of a cron schedule, in seconds; undefined where it is none, or never runs. Five
 * fields with lists, ranges, steps and names, `@daily` and its kin, and pg_cron's `30 seconds` and `$` (last day of
 * the month). As in cron, a day runs where either the day of the month or the day of the week matches once both are
 * restricted. Time zones and their changes are left out.
 */
export function longestGap(schedule: string): number | undefined {
  const text = schedule.trim().toLowerCase();
  const seconds = /^(\d+)\s+seconds?$/.exec(text);
  if (seconds) return Number(seconds[1]) || undefined;
  const fields = (NICKNAMES[text] ?? text).split(/\s+/);
  if (fields.length !== 5) return undefined;
  const minutes = valuesOf(fields[0]!, 0, 59);
  const hours = valuesOf(fields[1]!, 0, 23);
  const months = valuesOf(fields[3]!, 1, 12, MONTHS);
  const weekdays = valuesOf(fields[4]!, 0, 7, DAYS);
  const last = fields[2] === '$';
  const days = last ? new Set<number>() : valuesOf(fields[2]!, 1, 31);
  if (!minutes || !hours || !months || !weekdays || !days) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  const times = [...hours]
    .flatMap(hour => [...minutes].map(minute => hour * 60 + minute))
    .sort((a, b) => a - b);
  if (times.length === 0) return undefined;
  const everyDay = isAny(fields[2]!);
  const everyWeekday = isAny(fields[4]!);
  const runs = (date: Date): boolean => {
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const inMonth = last ? isLast(date) : days.has(date.getUTCDate());
    const inWeek = weekdays.has(date.getUTCDay());
    return everyDay ? inWeek : everyWeekday ? inMonth : inMonth || inWeek;
  };
  return longest(times, runs);
}

/** Walks nine years, in which every kind of year occurs. */
function longest(times: readonly number[], runs: (date: Date) => boolean): number | undefined {
  let gap = 0;
  for (let i = 1; i < times.length; i++) gap = Math.max(gap, times[i]! - times[i - 1]!);
  const first = times[0]!;
  const end = times.at(-1)!;
  let before: number | undefined;
  const start = Date.UTC(2023, 0, 1);
  for (let day = 0; day < 9 * 366; day++) {
    if (!runs(new Date(start + day * 86_400_000))) continue;
    if (before !== undefined) gap = Math.max(gap, (day - before) * 1440 - end + first);
    before = day;
  }
  return before === undefined || gap === 0 ? undefined : gap * 60;
}

/** The values of a field; undefined where it cannot be read. */
function valuesOf(
  field: string,
  from: number,
  to: number,
  names?: ReadonlyMap<string, number>,
): Set<number> | undefined {
  const result = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (!found) return undefined;
    const any = found[1] === '*' || found[1] === '?';
    const step = found[3] === undefined ? 1 : Number(found[3]);
    const low = any ? from : number(found[1]!, names);
    const high =
      any || (found[3] !== undefined && found[2] === undefined) ? to : number(found[2] ?? found[1]!, names);
    if (low === undefined || high === undefined || low < from || high > to || step < 1) return undefined;
    for (let value = low; value <= high; value += step) result.add(value);
  }
  // `*` of the day of the week is seven days, not eight.
  if (names === DAYS && isAny(field)) result.delete(7);
  return result;
}

function isAny(field: string): boolean {
  return field.startsWith('*') || field === '?';
}

function number(text: string, names: ReadonlyMap<string, number> | undefined): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : names?.get(text.slice(0, 3));
}

function isLast(date: Date): boolean {
  return new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
}

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const MONTHS: ReadonlyMap<string, number> = new Map(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((name, i) => [name, i + 1]),
);
const DAYS: ReadonlyMap<string, number> = new Map(
  'sun mon tue wed thu fri sat'.split(' ').map((name, i) => [name, i]),
);
