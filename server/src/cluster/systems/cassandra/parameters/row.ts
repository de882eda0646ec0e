import type { Parameter, ParameterType } from '../../../parameter.js';

/** Where the settings of `cassandra.yaml` are explained. */
export const YAML_DOCS =
  'https://cassandra.apache.org/doc/latest/cassandra/managing/configuration/cass_yaml_file.html';
/** Where the code declares them with their defaults. */
export const YAML_CODE =
  'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/Config.java';

export const BOOLEAN: ParameterType = { kind: 'boolean' };
export const COUNT: ParameterType = { kind: 'number', integer: true };
export const TEXT: ParameterType = { kind: 'text' };
export const LIST: ParameterType = { kind: 'list' };
export const MS: ParameterType = { kind: 'duration', unit: 'ms' };
export const SECONDS: ParameterType = { kind: 'duration', unit: 's' };
export const KIB: ParameterType = { kind: 'bytes', unitBytes: 1024 };
export const MIB: ParameterType = { kind: 'bytes', unitBytes: 1024 * 1024 };
export const BYTES: ParameterType = { kind: 'bytes' };
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** One parameter of a table of `cassandra.yaml`. */
export function row(
  name: string,
  type: ParameterType,
  byDefault: Parameter['default'],
  meaning: string,
  more: Partial<Omit<Parameter, 'name' | 'type' | 'meaning' | 'default'>> = {},
): Parameter {
  return {
    name,
    type,
    ...(byDefault === undefined ? {} : { default: byDefault }),
    meaning,
    applies: 'restart',
    source: YAML_DOCS,
    ...more,
  };
}

/** Parameters that version 4.1 gave a name without a unit: the old name goes on being read. */
export function renamed(
  pairs: readonly (readonly [old: string, now: string])[],
  table: readonly Parameter[],
): Parameter[] {
  return pairs.flatMap(([old, now]) => {
    const today = table.find(({ name }) => name === now);
    if (today === undefined) return [];
    return [
      {
        ...today,
        name: old,
        meaning: `The name of \`${now}\` before version 4.1. ${today.meaning}`,
        deprecated: '4.1',
        renamedTo: now,
        source: YAML_CODE,
      },
    ];
  });
}
