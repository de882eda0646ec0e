import type { Parameter, ParameterType } from '../../../parameter.js';

export const FLAG: ParameterType = { kind: 'boolean' };
export const TEXT: ParameterType = { kind: 'text' };
export const LIST: ParameterType = { kind: 'list' };

export function count(min: number, max: number): ParameterType {
  return { kind: 'number', integer: true, min, max };
}

export function oneOf(...values: readonly string[]): ParameterType {
  return { kind: 'enum', values };
}

/** A duration of which a bare number counts `ms`. */
export function ms(...never: readonly number[]): ParameterType {
  return { kind: 'duration', unit: 'ms', never };
}

export function seconds(...never: readonly number[]): ParameterType {
  return { kind: 'duration', unit: 's', never };
}

/** A size of which a bare number counts megabytes. */
export function megabytes(...never: readonly number[]): ParameterType {
  return { kind: 'bytes', unitBytes: MB, never };
}

export const KB = 2 ** 10;
export const MB = 2 ** 20;

/** Pages of the documentation. */
export type Page =
  | 'wal'
  | 'replication'
  | 'resource'
  | 'connection'
  | 'client'
  | 'error-handling'
  | 'locks'
  | 'logging'
  | 'vacuum'
  | 'file-locations';

/** Makes the parameters of one page, whose anchors are all of one form. */
export function onPage(
  page: Page,
  parameters: readonly Omit<Parameter, 'source'>[],
  version = 'current',
): readonly Parameter[] {
  return parameters.map(parameter => ({
    ...parameter,
    source: `https://www.postgresql.org/docs/${version}/runtime-config-${page}.html#GUC-${parameter.name.toUpperCase().replaceAll('_', '-')}`,
  }));
}
