import { DAY, HOUR, MINUTE, MONTH, WEEK, YEAR } from '../figures.js';

/** What a figure measures, and so which units it may have. */
export type Measure = 'count' | 'rate' | 'duration' | 'bytes' | 'share' | 'signed' | 'choice' | 'flag';

/** A figure as read; `problem` says what is wrong with it and `instead` what may have been meant. */
export type Amount = { readonly value: number } | { readonly problem: string; readonly instead?: string };

/** Reads a figure with its unit. Counts are plain, rates per second, durations in seconds, shares from 0 to 1. */
export function readAmount(measure: Exclude<Measure, 'choice' | 'flag'>, text: string): Amount {
  const amount = readAs(measure, text);
  if ('value' in amount || amount.instead === undefined) return amount;
  // Two mistakes in one figure: mending one of them would propose another mistake.
  return 'value' in readAs(measure, amount.instead) ? amount : { problem: amount.problem };
}

function readAs(measure: Exclude<Measure, 'choice' | 'flag'>, text: string): Amount {
  switch (measure) {
    case 'count':
      return readCount(text);
    case 'rate':
      return readRate(text);
    case 'duration':
      return readUnit(
        text,
        DURATIONS,
        'A duration is a number with a unit (ms, s, min, h, d, w, mon, y)',
        '90d',
      );
    case 'bytes':
      return readBytes(text);
    case 'share':
      return readShare(text);
    case 'signed': {
      const value = /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
      return value >= -1 && value <= 1
        ? { value }
        : { problem: 'This is a number from -1 to 1, such as `0.9`.' };
    }
  }
}

const COUNTS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12 };

function readCount(text: string): Amount {
  const { number, unit } = split(text);
  if (number === undefined)
    return { problem: `A count is a number, such as \`50M\` (k, M, B, T); \`${text}\` is none.` };
  const size = unit === '' ? 1 : own(COUNTS, unit);
  if (size !== undefined) return { value: number * size };
  const upper = unit.toUpperCase();
  const instead = own(COUNTS, upper) === undefined ? undefined : text.slice(0, -unit.length) + upper;
  return {
    problem: `A count has the units k, M, B (or G) and T; \`${unit}\` is none.`,
    ...(instead === undefined ? {} : { instead }),
  };
}

const PERIODS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  min: MINUTE,
  minute: MINUTE,
  h: HOUR,
  hour: HOUR,
  d: DAY,
  day: DAY,
  w: WEEK,
  week: WEEK,
  mon: MONTH,
  month: MONTH,
  y: YEAR,
  year: YEAR,
};

function readRate(text: string): Amount {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const count = readCount(text);
    return 'value' in count
      ? { problem: 'A rate says per what: `/s`, `/min`, `/h` or `/day`.', instead: `${text}/s` }
      : { problem: `A rate is a count per time, such as \`500/s\`; \`${text}\` is none.` };
  }
  const count = readCount(text.slice(0, slash));
  if (!('value' in count)) {
    const instead = count.instead === undefined ? {} : { instead: count.instead + text.slice(slash) };
    return { problem: count.problem, ...instead };
  }
  const period = own(PERIODS, text.slice(slash + 1));
  if (period !== undefined) return { value: count.value / period };
  const lower = text.slice(slash + 1).toLowerCase();
  const known = Object.keys(PERIODS).find(name => name === lower || (lower !== '' && name + 's' === lower));
  const near = known ?? (lower === 'm' ? 'min' : undefined);
  return {
    problem: `A rate is per s, min, h, day, week, month or year; \`${text.slice(slash)}\` is none of them.`,
    ...(near === undefined ? {} : { instead: `${text.slice(0, slash)}/${near}` }),
  };
}

const DURATIONS: Readonly<Record<string, number>> = {
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  w: WEEK,
  week: WEEK,
  weeks: WEEK,
  mon: MONTH,
  month: MONTH,
  months: MONTH,
  y: YEAR,
  year: YEAR,
  years: YEAR,
};

/** Memory and files count in 1024s, as PostgreSQL's and MySQL's settings do. */
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  KB: 1024,
  KiB: 1024,
  MB: 1024 ** 2,
  MiB: 1024 ** 2,
  GB: 1024 ** 3,
  GiB: 1024 ** 3,
  TB: 1024 ** 4,
  TiB: 1024 ** 4,
  PB: 1024 ** 5,
  PiB: 1024 ** 5,
};

function readBytes(text: string): Amount {
  const plain = split(text);
  if (plain.number !== undefined && plain.unit === '') return { value: plain.number };
  return readUnit(text, BYTES, 'A size is a number of bytes or has a unit (B, kB, MB, GB, TB)', '64GB');
}

function readUnit(
  text: string,
  units: Readonly<Record<string, number>>,
  says: string,
  example: string,
): Amount {
  const { number, unit } = split(text);
  const size = own(units, unit);
  if (number !== undefined && size !== undefined) return { value: number * size };
  const folded = unit.toLowerCase();
  const near = Object.keys(units).find(
    name => name.toLowerCase() === folded || (folded !== '' && name.toLowerCase() === folded + 'b'),
  );
  return {
    problem: `${says}, such as \`${example}\`; \`${text}\` is none.`,
    ...(number === undefined || near === undefined
      ? {}
      : { instead: text.slice(0, text.length - unit.length) + near }),
  };
}

function readShare(text: string): Amount {
  const percent = text.endsWith('%');
  const { number, unit } = split(percent ? text.slice(0, -1) : text);
  const value = number === undefined || unit !== '' ? Number.NaN : percent ? number / 100 : number;
  if (value >= 0 && value <= 1) return { value };
  return {
    problem: `A share is a percentage or a number from 0 to 1, such as \`30%\`; \`${text}\` is none.`,
    ...(!percent && value <= 100 ? { instead: `${text}%` } : {}),
  };
}

const NUMBER = /^(\d{1,3}(?:,\d{3})+|\d[\d_]*|(?=\.\d))(\.\d+)?/;

function split(text: string): { readonly number: number | undefined; readonly unit: string } {
  const match = NUMBER.exec(text);
  if (match === null) return { number: undefined, unit: text };
  const number = Number(match[0].replace(/[,_]/g, ''));
  return { number: Number.isFinite(number) ? number : undefined, unit: text.slice(match[0].length) };
}

function own(units: Readonly<Record<string, number>>, unit: string): number | undefined {
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}
