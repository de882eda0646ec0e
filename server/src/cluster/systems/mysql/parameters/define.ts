import type { Parameter, ParameterType, SettingValue, VersionedDefault } from '../../../parameter.js';

/** A variable of mysqld, told once for both families of servers: MySQL (with Percona Server) and MariaDB. */
export interface Variable {
  readonly name: string;
  readonly type: ParameterType;
  readonly meaning: string;
  readonly tradeOff?: string;
  readonly applies?: Parameter['applies'];
  readonly related?: readonly string[];
  /** What differs in MySQL; false: MySQL has no such variable. */
  readonly mysql?: Flavoured | false;
  readonly mariadb?: Flavoured | false;
  /** Where neither says otherwise. */
  readonly default?: Default;
}

export interface Flavoured {
  readonly default?: Default;
  readonly since?: string;
  readonly removed?: string;
  readonly deprecated?: string;
  readonly renamedTo?: string;
}

type Default = SettingValue | readonly VersionedDefault[];

/** Where the manuals describe a group of variables. */
export interface Pages {
  /** Page of the reference manual of MySQL. */
  readonly mysql: string;
  /** Page of MariaDB's knowledge base. */
  readonly mariadb: string;
}

export const FLAG: ParameterType = { kind: 'boolean' };
export const TEXT: ParameterType = { kind: 'text' };
export const LIST: ParameterType = { kind: 'list' };
export const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };
export const SECONDS: ParameterType = { kind: 'duration', unit: 's', min: 0 };
export const MILLISECONDS: ParameterType = { kind: 'duration', unit: 'ms', min: 0 };
export const BYTES: ParameterType = { kind: 'bytes', min: 0 };

/** @param values In the manual's order: a number written for one counts them from zero. */
export function oneOf(...values: readonly string[]): ParameterType {
  return { kind: 'enum', values };
}

/** The variables as the one family of servers has them. */
export function forFlavour(
  variables: readonly Variable[],
  pages: Pages,
  flavour: 'mysql' | 'mariadb',
): readonly Parameter[] {
  return variables.flatMap(variable => {
    const { mysql, mariadb, ...shared } = variable;
    const own = flavour === 'mysql' ? mysql : mariadb;
    if (own === false) return [];
    const source =
      flavour === 'mysql'
        ? `https://dev.mysql.com/doc/refman/8.4/en/${pages.mysql}.html#sysvar_${variable.name}`
        : `https://mariadb.com/kb/en/${pages.mariadb}/#${variable.name}`;
    return [{ ...shared, ...own, source }];
  });
}
