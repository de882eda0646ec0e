import type { System } from './systems.js';

/** What a parameter holds, in base units: durations in ms, sizes in bytes. */
export type SettingValue = string | number | boolean | readonly string[];

/**
 * How a value is written. `unit`: what a bare number counts in (`s` for Patroni's `ttl`, `8kB` pages for
 * `shared_buffers`); a bare number of a duration or size without a unit is in the base unit.
 */
export type ParameterType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly integer?: boolean }
  /** `min`, `max` in ms. `never`: values that mean no limit at all, such as -1 or 0. */
  | {
      readonly kind: 'duration';
      readonly unit?: DurationUnit;
      readonly min?: number;
      readonly max?: number;
      readonly never?: readonly number[];
    }
  /** `unitBytes`: bytes that a bare number counts; `min`, `max` in bytes. */
  | {
      readonly kind: 'bytes';
      readonly unitBytes?: number;
      readonly min?: number;
      readonly max?: number;
      readonly never?: readonly number[];
    }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** Separated by commas or written as a list. */
  | { readonly kind: 'list' }
  | { readonly kind: 'text' };

export type DurationUnit = 'us' | 'ms' | 's' | 'min' | 'h' | 'd';

/** One parameter of a system, as its documentation has it: for defaults, hovers, completion and version traps alike. */
export interface Parameter {
  /** As the documentation writes it; nested ones with dots (`synchronous.method`). */
  readonly name: string;
  readonly type: ParameterType;
  /** In base units; by version where it changed, oldest first. Undefined: no default, or none that is known. */
  readonly default?: SettingValue | readonly VersionedDefault[];
  /** One or two sentences: what it does. */
  readonly meaning: string;
  /** What a value costs or loses, where that is not plain from the meaning. */
  readonly tradeOff?: string;
  readonly since?: string;
  /** First version without it. */
  readonly removed?: string;
  /** First version that deprecates it. */
  readonly deprecated?: string;
  /** Its name today: the old one is read as long as the version knows it. */
  readonly renamedTo?: string;
  /**
   * `reload`: a changed file is taken over while running; `runtime`: a command changes it while running; `bootstrap`: only
   * when the cluster is made; `session`: per session or statement.
   */
  readonly applies?: 'restart' | 'reload' | 'bootstrap' | 'session' | 'runtime';
  readonly related?: readonly string[];
  /** Address of the documentation or code that says so. */
  readonly source: string;
}

export interface VersionedDefault {
  /** First version with this default; undefined: from the beginning. */
  readonly since?: string;
  readonly value: SettingValue;
}

/** The parameters of a system, found by any spelling that the system takes for the same. */
export interface ParameterTable {
  readonly system: System;
  readonly all: readonly Parameter[];
  find(name: string): Parameter | undefined;
}

/**
 * @param same Makes one of the spellings that the system takes for the same: MySQL reads `-` as `_`,
 *   PostgreSQL reads either case.
 */
export function parameterTable(
  system: System,
  all: readonly Parameter[],
  same: (name: string) => string = name => name,
): ParameterTable {
  const byName = new Map(all.map(parameter => [same(parameter.name), parameter]));
  return { system, all, find: name => byName.get(same(name)) };
}
