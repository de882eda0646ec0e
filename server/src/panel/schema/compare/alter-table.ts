import { partText } from '../../../rules/lib/access.js';
import { display, newName, sqlName, sqlNames, sqlTable } from '../../../rules/lib/naming.js';
import type { ForeignKey, Index, Key, Table } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { SchemaScope } from '../scope.js';
import { alterColumns } from './alter-columns.js';
import type { Script } from './script.js';

/** The statements that make one table of another of the same name. */
export function alterTable(
  was: Table,
  table: Table,
  before: SchemaScope,
  after: SchemaScope,
  script: Script,
  written: Set<SourceUnit>,
): void {
  const name = sqlTable(table, after.catalog);
  const shown = display(table, after.catalog);
  const { dialect } = table;
  const my = dialect === 'mysql' || dialect === 'mariadb';
  const dropConstraint = (
    key: { readonly name: string | undefined; readonly columns: readonly string[] },
    what: string,
    word: string,
  ): void => {
    if (key.name === undefined)
      script.remark(
        `${what} (${key.columns.join(', ')}) of ${shown} goes: its name is the engine's own, ALTER TABLE ${name} DROP ${word} …`,
      );
    else script.say(`ALTER TABLE ${name} DROP ${word} ${sqlName(key.name, dialect)}`);
  };
  const keys = difference(foreignKeys(was), foreignKeys(table), foreignKeyText);
  const uniques = difference(was.uniques.filter(isOwn), table.uniques.filter(isOwn), keyText);
  const indexes = difference(was.indexes.filter(isMade), table.indexes.filter(isMade), indexText);
  const primary = keyText(was.primaryKey) !== keyText(table.primaryKey) && dialect !== 'clickhouse';
  if (
    dialect === 'sqlite' &&
    (keys.gone.length + keys.come.length + uniques.gone.length + uniques.come.length > 0 || primary)
  )
    script.warn(
      `SQLite changes no keys of a table that is there: ${shown} has to be made anew and its rows copied.`,
    );
  else {
    for (const key of keys.gone) dropConstraint(key, 'The foreign key', my ? 'FOREIGN KEY' : 'CONSTRAINT');
    for (const key of uniques.gone) dropConstraint(key, 'The unique key', my ? 'INDEX' : 'CONSTRAINT');
  }
  for (const index of indexes.gone) script.say(dropIndex(index, was, before));
  if (primary && was.primaryKey && dialect !== 'sqlite') {
    if (my) script.say(`ALTER TABLE ${name} DROP PRIMARY KEY`);
    else dropConstraint(was.primaryKey, 'The primary key', 'CONSTRAINT');
  }
  alterColumns(was, table, after, script);
  if (dialect !== 'sqlite') {
    if (primary && table.primaryKey)
      script.say(`ALTER TABLE ${name} ADD PRIMARY KEY (${sqlNames(table.primaryKey.columns, dialect)})`);
    for (const key of uniques.come) {
      script.say(
        `ALTER TABLE ${name} ADD ${constraintName(key, table)}UNIQUE (${key.parts.map(partText).join(', ')})`,
      );
      script.warn(`UNIQUE (${key.columns.join(', ')}) of ${shown} fails where rows repeat the values.`);
    }
    for (const key of keys.come)
      script.say(
        `ALTER TABLE ${name} ADD ${constraintName(key, table)}${foreignKeyClause(key, after, dialect)}`,
      );
  }
  for (const index of indexes.come) {
    const unit = index.origins[0]?.unit;
    if (
      unit &&
      unit !== table.nameOrigin.unit &&
      /^\s*create\b/i.test(unit.piece.text.slice(unit.piece.body.start))
    ) {
      if (written.has(unit)) continue;
      written.add(unit);
      script.say(unit.piece.text.slice(unit.piece.body.start, unit.piece.body.end).trim());
    } else script.say(createIndex(index, table, name));
  }
  if (was.comment !== table.comment && isPostgres(dialect))
    script.say(
      `COMMENT ON TABLE ${name} IS ${table.comment === undefined ? 'NULL' : literal(table.comment)}`,
    );
  if (partitioning(was) !== partitioning(table))
    script.warn(`How ${shown} is partitioned changes: the table has to be made anew and its rows copied.`);
}

function difference<T>(
  before: readonly T[],
  after: readonly T[],
  text: (item: T) => string,
): { readonly gone: readonly T[]; readonly come: readonly T[] } {
  const [old, now] = [new Set(before.map(text)), new Set(after.map(text))];
  return {
    gone: before.filter(item => !now.has(text(item))),
    come: after.filter(item => !old.has(text(item))),
  };
}

function foreignKeys(table: Table): readonly ForeignKey[] {
  return table.foreignKeys.filter(key => !key.inherited);
}

function isOwn(key: Key): boolean {
  return !key.inherited;
}

function isMade(index: Index): boolean {
  return !index.inherited && index.implicit !== true;
}

function foreignKeyText({ columns, refTable, refColumns, onDelete, onUpdate }: ForeignKey): string {
  return JSON.stringify([columns, refTable, refColumns, onDelete, onUpdate]);
}

function keyText(key: Key | undefined): string {
  return key === undefined ? '' : JSON.stringify([key.parts.map(partText), key.include]);
}

function indexText({ name, method, unique, parts, include, where }: Index): string {
  const list = parts.map(part => [
    partText(part),
    part.order ?? 'asc',
    part.nulls,
    part.opclass,
    part.length,
  ]);
  return JSON.stringify([name, method, unique, list, include, where?.text]);
}

function constraintName(key: { readonly name: string | undefined }, { dialect }: Table): string {
  return key.name === undefined ? '' : `CONSTRAINT ${sqlName(key.name, dialect)} `;
}

function foreignKeyClause(key: ForeignKey, { catalog }: SchemaScope, dialect: Table['dialect']): string {
  const target = catalog.table(key.refTable);
  const to = target ? sqlTable(target, catalog) : sqlName(key.refName, dialect);
  const columns = key.refColumns.length > 0 ? ` (${sqlNames(key.refColumns, dialect)})` : '';
  const actions = [
    key.onDelete === 'no action' ? '' : ` ON DELETE ${key.onDelete.toUpperCase()}`,
    key.onUpdate === 'no action' ? '' : ` ON UPDATE ${key.onUpdate.toUpperCase()}`,
  ].join('');
  return `FOREIGN KEY (${sqlNames(key.columns, dialect)}) REFERENCES ${to}${columns}${actions}`;
}

function dropIndex(index: Index, table: Table, { catalog }: SchemaScope): string {
  const { dialect } = table;
  const name = sqlName(index.name ?? newName(table.name, 'idx'), dialect);
  const whole = sqlTable(table, catalog);
  if (dialect === 'mysql' || dialect === 'mariadb' || dialect === 'tsql')
    return `DROP INDEX ${name} ON ${whole}`;
  // An index lies in the schema of its table.
  const schema = whole.slice(0, whole.length - sqlName(table.name, dialect).length);
  return `DROP INDEX ${schema}${name}`;
}

function createIndex(index: Index, { dialect, name: table }: Table, on: string): string {
  const name = index.name ?? newName(table, ...index.parts.map(partText), 'idx');
  const parts = index.parts.map(part => {
    const text = part.column ? sqlName(part.column.value, dialect) : (part.expr?.text ?? '');
    return `${text}${part.length === undefined ? '' : `(${part.length})`}${part.order === 'desc' ? ' DESC' : ''}`;
  });
  const method = isPostgres(dialect) && index.method !== 'btree' ? ` USING ${index.method}` : '';
  const where = index.where ? ` WHERE ${index.where.text}` : '';
  return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${sqlName(name, dialect)} ON ${on}${method} (${parts.join(', ')})${where}`;
}

function partitioning({ partitioning: split }: Table): string {
  return split ? JSON.stringify([split.strategy, split.parts.map(partText)]) : '';
}

function isPostgres(dialect: Table['dialect']): boolean {
  return dialect === 'postgres' || dialect === 'cockroach' || dialect === 'yugabyte';
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
