import type { Parameter, ParameterType } from '../parameter.js';

export const BOOLEAN: ParameterType = { kind: 'boolean' };
export const COUNT: ParameterType = { kind: 'number', integer: true, min: 0 };
export const NUMBER: ParameterType = { kind: 'number' };
export const TEXT: ParameterType = { kind: 'text' };
export const LIST: ParameterType = { kind: 'list' };
export const MS: ParameterType = { kind: 'duration', unit: 'ms' };
export const SECONDS: ParameterType = { kind: 'duration', unit: 's' };
export const BYTES: ParameterType = { kind: 'bytes' };

export function oneOf(...values: readonly string[]): ParameterType {
  return { kind: 'enum', values };
}

/** A parameter as one line of a table: what is not told is as in the rest of the table. */
export type Row = readonly [
  name: string,
  type: ParameterType,
  byDefault: Parameter['default'],
  meaning: string,
  more?: Partial<Parameter>,
];

/** @param common What holds for all of them unless a row says otherwise. */
export function rowsOf(
  common: Pick<Parameter, 'source'> & Partial<Parameter>,
  rows: readonly Row[],
): Parameter[] {
  return rows.map(([name, type, byDefault, meaning, more]) => ({
    name,
    type,
    ...(byDefault === undefined ? {} : { default: byDefault }),
    meaning,
    ...common,
    ...more,
  }));
}
