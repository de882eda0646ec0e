/** Figures as hovers, messages and trade-offs print them. The same number always gives the same text. */

export const SECOND = 1;
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;
/** A month counts 30 days, a year 365. */
export const MONTH = 30 * DAY;
export const YEAR = 365 * DAY;

/** A count in full: `50,000,000`. Below ten one decimal is kept: `2.5`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return 'unknown';
  if (Math.abs(count) >= 10 || Number.isInteger(count)) return grouped(Math.round(count), 0);
  return trimmed(count, Math.abs(count) < 1 ? 2 : 1);
}

/** A count in three digits, for running text: `50M`, `1.25B`, `12.3k`. */
export function formatShort(count: number): string {
  if (!Number.isFinite(count)) return 'unknown';
  for (const [unit, size] of SHORT) {
    // 999.95M is 1B already.
    if (Math.abs(count) >= size * 0.9995) return significant(count / size) + unit;
  }
  return formatCount(count);
}

/** Bytes in units of 1024, three digits: `8 kB`, `1.25 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'unknown';
  for (const [unit, size] of BYTES) {
    if (Math.abs(bytes) >= size * 0.9995) return `${significant(bytes / size)} ${unit}`;
  }
  const whole = Math.round(bytes);
  return `${whole} ${whole === 1 ? 'byte' : 'bytes'}`;
}

/** Seconds in the largest unit that holds at least one: `1 year`, `90 days`, `1.5 hours`, `50 ms`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds === 0) return '0 seconds';
  for (const [unit, size] of DURATIONS) {
    if (seconds < size) continue;
    const text = trimmed(seconds / size, seconds / size < 100 ? 1 : 0);
    return `${text} ${unit}${text === '1' ? '' : 's'}`;
  }
  return `${trimmed(seconds * 1000, 2)} ms`;
}

/** What happens so often a second: `11,574/s`; slower than one a second, in the unit that shows a whole one: `90/day`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return 'unknown';
  if (perSecond === 0 || perSecond >= 0.95) return `${formatCount(perSecond)}/s`;
  if (perSecond * MINUTE >= 1) return `${formatCount(perSecond * MINUTE)}/min`;
  if (perSecond * HOUR >= 1) return `${formatCount(perSecond * HOUR)}/h`;
  return `${formatCount(perSecond * DAY)}/day`;
}

/** The same rate in both of the units that people think in: `11,574/s (1B/day)`. */
export function formatBothRates(perSecond: number): string {
  const rate = formatRate(perSecond);
  return rate.endsWith('/day') ? rate : `${rate} (${formatShort(perSecond * DAY)}/day)`;
}

/** A share in percent: `30 %`, `0.5 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${trimmed(percent, Math.abs(percent) < 10 ? 1 : 0)} %`;
}

const SHORT: readonly (readonly [string, number])[] = [
  ['T', 1e12],
  ['B', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];

const BYTES: readonly (readonly [string, number])[] = [
  ['PB', 1024 ** 5],
  ['TB', 1024 ** 4],
  ['GB', 1024 ** 3],
  ['MB', 1024 ** 2],
  ['kB', 1024],
];

const DURATIONS: readonly (readonly [string, number])[] = [
  ['year', YEAR],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
];

function significant(value: number): string {
  const size = Math.abs(value);
  return trimmed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

function trimmed(value: number, decimals: number): string {
  return grouped(Number(value.toFixed(decimals)), decimals);
}

/** Not by locale data: what a machine prints must not depend on what is installed there. */
function grouped(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  const fraction = rest?.replace(/0+$/, '') ?? '';
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value) !== 0 ? '-' : '';
  return sign + groups + (fraction === '' ? '' : '.' + fraction);
}
