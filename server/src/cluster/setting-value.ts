import type { Parameter, SettingValue } from './parameter.js';

/** A value as read: in base units, or a sentence that says why not. */
export type ReadValue =
  | { readonly value: SettingValue; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** Reads what was written for a parameter. Values out of range are read: rules say what the system makes of them. */
export function readValue(parameter: Parameter, raw: SettingValue): ReadValue {
  const { type } = parameter;
  if (type.kind === 'list') return { value: typeof raw === 'object' ? raw : listOf(String(raw)) };
  if (typeof raw === 'object') return type.kind === 'text' ? { value: raw } : bad(parameter, raw.join(', '));
  const text = String(raw).trim();
  switch (type.kind) {
    case 'boolean': {
      const flag = typeof raw === 'boolean' ? raw : BOOLEANS[text.toLowerCase()];
      return flag === undefined ? bad(parameter, text) : { value: flag };
    }
    case 'number': {
      const number = text === '' ? Number.NaN : Number(text);
      return Number.isNaN(number) ? bad(parameter, text) : { value: number };
    }
    case 'duration': {
      const ms = readDuration(text, type.unit === undefined ? 1 : DURATIONS[type.unit]!);
      return ms === undefined ? bad(parameter, text) : { value: ms };
    }
    case 'bytes': {
      const bytes = readBytes(text, type.unitBytes ?? 1);
      return bytes === undefined ? bad(parameter, text) : { value: bytes };
    }
    case 'enum': {
      const found = type.values.find(value => value.toLowerCase() === text.toLowerCase());
      if (found !== undefined) return { value: found };
      const flag = typeof raw === 'boolean' ? raw : BOOLEANS[text.toLowerCase()];
      const same = type.values.find(value => flag !== undefined && BOOLEANS[value.toLowerCase()] === flag);
      return same === undefined ? bad(parameter, text) : { value: same };
    }
    case 'text':
      return { value: text };
  }
}

/** A duration in ms: `30s`, `1min`, `PT5S`, `1h30m`, or a bare number of `unitMs`. */
export function readDuration(text: string, unitMs: number): number | undefined {
  const bare = /^[-+]?\d+(?:\.\d+)?$/.exec(text);
  // Negative numbers and zero mean "none" or "for ever" in every system: no unit applies.
  if (bare) return Number(text) <= 0 ? Number(text) : Number(text) * unitMs;
  const iso =
    /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(
      text,
    );
  if (iso && text.length > 2) {
    const [, d, h, m, s] = iso.map(part => Number(part ?? 0));
    return d! * 86_400_000 + h! * 3_600_000 + m! * 60_000 + s! * 1000;
  }
  if (!/^[-+]?(?:\d+(?:\.\d+)?\s*[a-zµ]+\s*)+$/i.test(text)) return undefined;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-zµ]+)/gi)) {
    const ms = DURATIONS[unit!] ?? DURATIONS[unit!.toLowerCase()];
    if (ms === undefined) return undefined;
    total += Number(number) * ms;
  }
  return text.startsWith('-') ? -total : total;
}

/** A size in bytes: `1GB`, `128M`, `1mb`, `16Mi`, or a bare number of `unitBytes`. */
export function readBytes(text: string, unitBytes: number): number | undefined {
  const found = /^([-+]?\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  if (!found) return undefined;
  const number = Number(found[1]);
  if (found[2] === '') return number <= 0 ? number : number * unitBytes;
  const scale = SIZES[found[2]!.toLowerCase().replace(/i?b$|i$/, '')];
  return scale === undefined ? undefined : number * scale;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

function bad({ name, type }: Parameter, text: string): ReadValue {
  const wanted =
    type.kind === 'enum'
      ? `one of ${type.values.join(', ')}`
      : {
          boolean: 'true or false',
          number: 'a number',
          duration: 'a duration',
          bytes: 'a size',
          list: 'a list',
          text: 'a text',
        }[type.kind];
  return {
    problem: `${name} takes ${wanted}, not \`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\`.`,
  };
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  on: true,
  off: false,
  true: true,
  false: false,
  yes: true,
  no: false,
  '1': true,
  '0': false,
  t: true,
  f: false,
  y: true,
  n: false,
  enabled: true,
  disabled: false,
};

/** Milliseconds per unit. */
const DURATIONS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  mins: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
  weeks: 604_800_000,
};

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};
