import type { Parameter, SettingValue } from '../../../cluster/parameter.js';
import type { WhatIf, WhatIfValue } from '../../../protocol/topology-panel.js';
import { type Knob, SWITCHES } from './knobs.js';
import type { Turned } from './setting.js';

/** A setting's value as the panel has it: numbers in the unit of the slider. */
export function shownValue(knob: Knob, value: SettingValue | undefined): WhatIfValue | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object') return value.join(', ');
  if (typeof value === 'number' && knob.range?.unit === 's') return Math.round(value) / 1000;
  if (knob.values !== undefined && typeof value === 'number') return String(value);
  return value;
}

/** What the panel tried, in the base unit of its setting (ms). */
export function baseValue(knob: Knob, value: WhatIfValue): WhatIfValue {
  return typeof value === 'number' && knob.range?.unit === 's' ? Math.round(value * 1000) : value;
}

/** True where a setting has the value that was tried. */
export function hasValue(knob: Knob, setting: SettingValue | undefined, tried: WhatIfValue): boolean {
  const value = shownValue(knob, setting);
  return value !== undefined && String(value).toLowerCase() === String(tried).toLowerCase();
}

/** A slider, a list or a switch; undefined: what is there fits none of them. */
export function controlOf(
  knob: Knob,
  { type }: Parameter,
  value: WhatIfValue,
): WhatIf['control'] | undefined {
  if (type.kind === 'boolean') return typeof value === 'boolean' ? { kind: 'toggle' } : undefined;
  const { range } = knob;
  if (range !== undefined) {
    if (typeof value !== 'number') return undefined;
    // What is written counts, however far out.
    return { kind: 'range', ...range, min: Math.min(range.min, value), max: Math.max(range.max, value) };
  }
  const values = knob.values ?? (type.kind === 'enum' ? type.values : []);
  const all = values.some(each => each.toLowerCase() === String(value).toLowerCase())
    ? values
    : [String(value), ...values];
  if (all.length < 2) return undefined;
  return {
    kind: 'choice',
    options: all.map(each => ({ value: each, label: each === '' ? '(none)' : each })),
  };
}

/**
 * A value as a file writes it: in the way of the text that stands there now (quotes, `on` or `true`, `30s` or `30`), else
 * in the parameter's own.
 */
export function textOf(turned: Turned, tried: WhatIfValue, before?: string): string {
  const quote = before === undefined ? undefined : /^(['"]).*\1$/s.exec(before)?.[1];
  const inner = quote === undefined ? before : before?.slice(1, -1);
  const text = flagText(turned, tried, inner) ?? bareText(turned, tried, inner);
  if (quote !== undefined) return `${quote}${text}${quote}`;
  return turned.knob.quoted ? `'${text}'` : text;
}

/** `on`, `true`, `yes` or `1`, as the text before says it, else as the system does; undefined: it is no switch. */
function flagText(
  { system, setting }: Turned,
  tried: WhatIfValue,
  before: string | undefined,
): string | undefined {
  const { type } = setting.parameter;
  const flag = typeof tried === 'boolean' ? tried : type.kind === 'enum' ? FLAGS[tried] : undefined;
  if (flag === undefined) return undefined;
  const at = flag ? 0 : 1;
  const word = before?.toLowerCase();
  const pair = PAIRS.find(each => each.some(side => side === word));
  if (pair === undefined || before === undefined)
    // Of a list that has `on` and `off`, YAML reads either way.
    return type.kind === 'boolean' || system === 'patroni'
      ? (SWITCHES[system] ?? PAIRS[0])[at]
      : String(tried);
  const text = pair[at];
  return before === before.toUpperCase() ? text.toUpperCase() : text;
}

function bareText({ knob, setting }: Turned, tried: WhatIfValue, before: string | undefined): string {
  const { type } = setting.parameter;
  if (typeof tried !== 'number' || type.kind !== 'duration') return String(tried);
  const value = baseValue(knob, tried) as number;
  if (before === undefined && knob.print !== undefined && value > 0) return knob.print(value / 1000);
  if (before !== undefined && /^PT/i.test(before)) return `PT${value / 1000}S`;
  const suffix = before === undefined ? undefined : /^[\d.]+\s*([a-z]+)$/i.exec(before)?.[1];
  const gap = before !== undefined && /\d\s+[a-z]/i.test(before) ? ' ' : '';
  const unit = UNITS[type.unit ?? 'ms'] ?? 1;
  if (suffix === undefined && value % unit === 0) return String(value / unit);
  const size = suffix === undefined ? undefined : UNITS[suffix];
  if (size !== undefined && value % size === 0) return `${value / size}${gap}${suffix}`;
  return value % 1000 === 0 ? `${value / 1000}${gap}s` : `${value}${gap}ms`;
}

const PAIRS = [
  ['true', 'false'],
  ['on', 'off'],
  ['yes', 'no'],
  ['1', '0'],
] as const;
const FLAGS: Readonly<Record<string, boolean>> = { on: true, off: false, true: true, false: false };
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
