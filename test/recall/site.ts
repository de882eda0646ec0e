import { sqlName, sqlTable } from '../../server/src/rules/lib/naming.js';
import type { Catalog, Column, Table } from '../../server/src/schema/index.js';
import { upParts } from '../../server/src/schema/index.js';
import type { Dialect } from '../../server/src/sql/dialect.js';

/** A real schema that defects are put into. */
export interface Site {
  readonly name: string;
  readonly dialect: Dialect;
  readonly files: Readonly<Record<string, string>>;
  readonly catalog: Catalog;
  /** Tables of the schema's own: no partitions, nothing temporary, every column known. */
  readonly tables: readonly Table[];
  readonly random: Random;
}

/** A defect in its schema, and what must be said of it. */
export interface Injection {
  readonly files: Readonly<Record<string, string>>;
  /** Any of these rules. */
  readonly expect: readonly string[];
  /** Words that the message must hold. */
  readonly names: readonly string[];
  /** What was done, for the report of what was missed. */
  readonly what: string;
}

export interface Kind {
  readonly id: string;
  readonly dialects: readonly Dialect[];
  /** Undefined where the schema offers no place for it. */
  inject(site: Site): Injection | undefined;
}

export const RELATIONAL: readonly Dialect[] = ['postgres', 'mysql', 'sqlite', 'tsql'];

/** Numbers that a seed decides. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below `limit`. */
  below(limit: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(this.state ^ (this.state >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }
}

/** Statements behind everything else of the file that makes a table. */
export function appended(site: Site, table: Table, sql: string): Readonly<Record<string, string>> {
  const uri = table.origins[0]!.unit.uri;
  const text = site.files[uri]!;
  const end = site.dialect === 'tsql' ? '\nGO\n' : '\n';
  return { ...site.files, [uri]: `${text.trimEnd()}${/;\s*$/.test(text) ? '' : ';'}${end}\n${sql}${end}` };
}

/** One stretch of what a table's first file says, replaced. */
export function replaced(
  site: Site,
  uri: string,
  start: number,
  end: number,
  text: string,
): Readonly<Record<string, string>> {
  const before = site.files[uri]!;
  return { ...site.files, [uri]: before.slice(0, start) + text + before.slice(end) };
}

/** Tables to which a statement can be added: made in a file that nothing undoes. */
export function open(site: Site): Table[] {
  return site.tables.filter(table => {
    const uri = table.origins[0]!.unit.uri;
    return site.files[uri] !== undefined && upParts(site.files[uri]!) === undefined;
  });
}

export function name(site: Site, value: string): string {
  return sqlName(value, site.dialect);
}

export function tableName(site: Site, table: Table): string {
  return sqlTable(table, site.catalog);
}

/** A foreign key with its target, on single columns. */
export function references(site: Site): { child: Table; column: Column; parent: Table; parentKey: Column }[] {
  return open(site).flatMap(child =>
    child.foreignKeys.flatMap(key => {
      const parent = site.catalog.table(key.refTable);
      const column = child.columns.find(each => each.name === key.columns[0]);
      const parentKey = parent?.columns.find(each => each.name === key.refColumns[0]);
      if (!parent || !column || !parentKey || key.columns.length !== 1 || key.inherited || parent === child)
        return [];
      return [{ child, column, parent, parentKey }];
    }),
  );
}

/** How a dialect adds columns in one statement. */
export function addColumns(site: Site, table: Table, columns: readonly string[]): string {
  const add =
    site.dialect === 'tsql'
      ? `ADD ${columns.join(', ')}`
      : columns.map(column => `ADD COLUMN ${column}`).join(', ');
  if (site.dialect === 'sqlite')
    return columns.map(column => `ALTER TABLE ${tableName(site, table)} ADD COLUMN ${column};`).join('\n');
  return `ALTER TABLE ${tableName(site, table)} ${add};`;
}

export const TEXT: Readonly<Partial<Record<Dialect, string>>> = {
  postgres: 'text',
  mysql: 'varchar(255)',
  sqlite: 'TEXT',
  tsql: 'nvarchar(255)',
};
export const INTEGER = 'integer';
