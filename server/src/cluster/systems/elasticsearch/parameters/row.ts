import type { Parameter, ParameterType } from '../../../parameter.js';

export const BOOLEAN: ParameterType = { kind: 'boolean' };
export const COUNT: ParameterType = { kind: 'number', integer: true, min: 0 };
export const TEXT: ParameterType = { kind: 'text' };
export const LIST: ParameterType = { kind: 'list' };
/** Values have units of their own: `30s`. */
export const SECONDS: ParameterType = { kind: 'duration' };

export type Row = readonly [
  name: string,
  type: ParameterType,
  byDefault: Parameter['default'],
  meaning: string,
  more?: Partial<Parameter>,
];

const DOCS = 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference';

/** A row of the table as a parameter; what is not told applies at a restart. */
export function row([name, type, byDefault, meaning, more]: Row): Parameter {
  return {
    name,
    type,
    ...(byDefault === undefined ? {} : { default: byDefault }),
    meaning,
    applies: 'restart',
    source: DOCS,
    ...more,
  };
}
