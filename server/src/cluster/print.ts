import type { Parameter, ParameterTable, SettingValue } from './parameter.js';
import { defaultOf, type Setting } from './settings.js';
import { SYSTEMS } from './systems.js';
import { printVersion, type Version } from './version.js';

/** A value with its unit, as people write it: `30 s`, `1 MiB`, `on`. */
export function printValue(parameter: Parameter, value: SettingValue): string {
  const { type } = parameter;
  if (typeof value === 'object') return value.length === 0 ? '(none)' : value.join(', ');
  if (value === '') return '(empty)';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (type.kind === 'duration')
    return type.never?.includes(value) ? `${value} (no limit)` : printDuration(value);
  if (type.kind === 'bytes') return type.never?.includes(value) ? `${value} (no limit)` : printBytes(value);
  return value.toLocaleString('en-US');
}

/** `1500` ms as `1.5 s`; zero and less stay bare. */
export function printDuration(ms: number): string {
  if (ms <= 0) return String(ms);
  const units: readonly [number, string][] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
    [1, 'ms'],
  ];
  // Two minutes and less are said in seconds: that is how timeouts are compared.
  for (const [size, unit] of units) {
    if (ms >= size && (unit === 's' || unit === 'ms' || (ms % size === 0 && ms > 120_000)))
      return `${round(ms / size)} ${unit}`;
  }
  return `${round(ms * 1000)} µs`;
}

/** `1048576` as `1 MiB`. */
export function printBytes(bytes: number): string {
  if (bytes <= 0) return String(bytes);
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let power = 0;
  let left = bytes;
  while (left >= 1024 && power < units.length - 1) {
    left /= 1024;
    power++;
  }
  return `${round(left)} ${units[power]}`;
}

/** What is known of a parameter, and of its value here, in Markdown. */
export function parameterMarkdown(
  table: Pick<ParameterTable, 'system'> | undefined,
  parameter: Parameter,
  setting: Setting | undefined,
  version: Version | undefined,
): string {
  const title = `**\`${parameter.name}\`**${table === undefined ? '' : ` (${SYSTEMS[table.system]})`}`;
  const facts: string[] = [];
  const given = defaultOf(parameter, version);
  if (given !== undefined)
    facts.push(
      `Default${version === undefined ? '' : ` in ${printVersion(version)}`}: \`${printValue(parameter, given)}\``,
    );
  if (Array.isArray(parameter.default) && typeof parameter.default[0] === 'object') {
    const history = parameter.default as readonly { since?: string; value: SettingValue }[];
    facts.push(
      `Default by version: ${history
        .map(
          ({ since, value }) =>
            `\`${printValue(parameter, value)}\`${since === undefined ? '' : ` since ${since}`}`,
        )
        .join(', ')}`,
    );
  }
  if (setting?.effective !== undefined && setting.written !== undefined)
    facts.push(`Here: \`${printValue(parameter, setting.effective)}\``);
  if (setting?.because !== undefined) facts.push(setting.because);
  if (setting?.problem !== undefined) facts.push(setting.problem);
  const { type } = parameter;
  if (type.kind === 'enum') facts.push(`One of ${type.values.map(value => `\`${value}\``).join(', ')}`);
  if ((type.kind === 'duration' || type.kind === 'bytes' || type.kind === 'number') && type.min !== undefined)
    facts.push(`At least \`${printValue(parameter, type.min)}\``);
  if ((type.kind === 'duration' || type.kind === 'bytes' || type.kind === 'number') && type.max !== undefined)
    facts.push(`At most \`${printValue(parameter, type.max)}\``);
  if (type.kind === 'duration' && type.unit !== undefined) facts.push(`A bare number counts ${type.unit}`);
  if (parameter.since !== undefined) facts.push(`Since ${parameter.since}`);
  if (parameter.deprecated !== undefined) facts.push(`Deprecated since ${parameter.deprecated}`);
  if (parameter.removed !== undefined) facts.push(`Gone since ${parameter.removed}`);
  if (parameter.renamedTo !== undefined) facts.push(`Now called \`${parameter.renamedTo}\``);
  if (parameter.applies !== undefined) facts.push(APPLIES[parameter.applies]);
  if (parameter.related !== undefined && parameter.related.length > 0)
    facts.push(`See also ${parameter.related.map(name => `\`${name}\``).join(', ')}`);
  return [
    title,
    parameter.meaning,
    ...(parameter.tradeOff === undefined ? [] : [parameter.tradeOff]),
    facts.map(fact => `- ${fact}`).join('\n'),
    `[Source](${parameter.source})`,
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

const APPLIES: Readonly<Record<NonNullable<Parameter['applies']>, string>> = {
  restart: 'A change needs a restart',
  reload: 'A change is taken over while running',
  bootstrap: 'Counts only when the cluster is made; later changes here do nothing',
  session: 'Can be set per session, statement or operation',
  runtime: 'Can be changed while running',
};

function round(number: number): string {
  return String(Math.round(number * 100) / 100);
}
