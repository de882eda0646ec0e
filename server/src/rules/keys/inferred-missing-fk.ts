import type { Catalog, Column, Table } from '../../schema/model.js';
import { insertAt, statementAfter } from '../lib/edits.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { display, listed, sqlName, sqlTable, wordsOf } from '../lib/naming.js';
import { isHypertable } from '../lib/spread.js';
import { columnLike, isInnodb, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type Edit, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'inferred-missing-fk',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A column is named like a reference to a table, but has no foreign key.',
  gains: 'Writes are not checked: cheaper, free of locks on the parent, and possible across shards.',
  costs:
    'Nothing keeps the column pointing at a row that exists: deletes leave orphans, and joins lose them silently.',
  fineWhen:
    'The schema declares no foreign keys on purpose, the table is sharded or partitioned away from its parent, is filled by a pipeline that checks by itself, or the name only looks like a reference.',
  advice:
    'Declare the foreign key. The relation is inferred from names and types, so check that it is meant.',
  sources: [
    {
      title: 'PostgreSQL: foreign keys',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL);\nCREATE TABLE profiles (id bigint PRIMARY KEY REFERENCES users);',
      says: 'seems to reference users',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE teams (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int NOT NULL, team_id int);\nCREATE TABLE profiles (id int PRIMARY KEY, FOREIGN KEY (id) REFERENCES users (id));',
      says: 'user_id and team_id',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE companies (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL);\nCREATE TABLE offices (id INTEGER PRIMARY KEY REFERENCES companies (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE Customer (CustomerID int NOT NULL PRIMARY KEY);\nCREATE TABLE Invoice (InvoiceID int NOT NULL PRIMARY KEY, CustomerID int NOT NULL);\nCREATE TABLE Contact (ContactID int NOT NULL PRIMARY KEY REFERENCES Customer (CustomerID));',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 NOT NULL);\nCREATE TABLE profiles (id INT8 PRIMARY KEY REFERENCES users (id));',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, author bigint REFERENCES users);\nCREATE TABLE audit_logs (id bigint PRIMARY KEY, user_id bigint, payload text);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, boss bigint REFERENCES users);\nCREATE TABLE posts (id bigint NOT NULL, user_id bigint NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE posts_1 PARTITION OF posts FOR VALUES FROM (1) TO (9);\nALTER TABLE posts_1 ADD FOREIGN KEY (user_id) REFERENCES users;',
    },
    // No foreign key anywhere: a decision for the whole schema.
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id text);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE items (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, item_type text, item_id bigint);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !canHaveForeignKeys(table) || keepsWhatWas(table)) return;
    const found: { column: Column; target: Table }[] = [];
    for (const column of table.columns) {
      if (column.inherited || column.generated) continue;
      const target = targetOf(table, column, context.catalog);
      if (target) found.push({ column, target });
    }
    const first = found[0];
    if (!first) return;
    if (![table, ...found.map(({ target }) => target)].some(item => takesPart(item, context.catalog))) return;
    const columns = listed(found.map(item => item.column.name));
    const targets = listed([...new Set(found.map(item => display(item.target, context.catalog)))]);
    context.report({
      origin: first.column.nameOrigin,
      message: `By ${found.length > 1 ? 'their names' : 'its name'}, ${columns} of ${display(table, context.catalog)} ${found.length > 1 ? 'seem' : 'seems'} to reference ${targets}, but no foreign key keeps out rows without a parent. If so, declare ${found.length > 1 ? 'them' : 'it'}.`,
      related: found.slice(1).map(item => ({
        origin: item.column.nameOrigin,
        message: `Seems to reference ${display(item.target, context.catalog)}.`,
      })),
      fixes: () => fixes(table, found, context),
    });
  },
});

/**
 * Foreign keys begin or end here, so the schema does declare them. Where none do at all, that was decided for the whole
 * schema; these tables stand for it, as looking at all of them would tie each finding to every other table.
 */
function takesPart(table: Table, catalog: Catalog): boolean {
  return table.foreignKeys.length > 0 || catalog.referencing(table.key).length > 0;
}

/** A log outlives what it tells of; a foreign key would delete its rows, or keep the parent. */
function keepsWhatWas({ name }: Table): boolean {
  return wordsOf(name).some(word => LOGS.has(word));
}

const LOGS = new Set('log logs audit audits auditlog history histories'.split(' '));

function canHaveForeignKeys(table: Table): boolean {
  if (isHypertable(table)) return false;
  return !isMysqlLike(table.dialect) || (isInnodb(table) && !table.partitioning);
}

function targetOf(table: Table, column: Column, catalog: Catalog): Table | undefined {
  const match = /[dD]$/.test(column.name) ? /^(.+?)(_id|Id|ID)$/.exec(column.name) : null;
  const stem = match?.[1]?.replace(/_$/, '');
  if (!stem || !column.type) return undefined;
  if (
    table.foreignKeys.some(key => key.columns.some(name => name.toLowerCase() === column.name.toLowerCase()))
  )
    return undefined;
  // Each partition may have a key of its own.
  if (
    table.partitioning &&
    catalog
      .partitionsOf(table.key)
      .some(each => each.foreignKeys.some(key => key.columns.includes(column.name)))
  )
    return undefined;
  // A column beside it that names the kind of row makes the reference polymorphic.
  if (columnLike(table, `${stem}_type`) || columnLike(table, `${stem}Type`)) return undefined;
  const own = typeClass(column.type, table.dialect, catalog);
  for (const name of [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]) {
    for (const target of catalog.tablesNamed(name)) {
      if (target.schema !== table.schema || target.key === table.key) continue;
      if (!isOwnTable(target) || !canHaveForeignKeys(target)) continue;
      const [key, ...more] = target.primaryKey?.columns ?? [];
      const keyColumn = key !== undefined && more.length === 0 ? columnLike(target, key) : undefined;
      if (!keyColumn?.type || !isNamedAsKey(keyColumn.name, column.name)) continue;
      const other = typeClass(keyColumn.type, table.dialect, catalog);
      const fits = own.kind === other.kind && own.kind !== 'unknown' && own.array === other.array;
      if (fits && own.bits === other.bits && own.unsigned === other.unsigned) return target;
    }
  }
  return undefined;
}

function isNamedAsKey(key: string, column: string): boolean {
  return key.toLowerCase() === 'id' || key.toLowerCase() === column.toLowerCase();
}

/** SQLite declares foreign keys only with the column; elsewhere a statement behind both tables does. */
function fixes(
  table: Table,
  found: readonly { column: Column; target: Table }[],
  context: RuleContext,
): Fix[] {
  const edits: Edit[] = [];
  const statements = new Map<Table, string[]>();
  for (const { column, target } of found) {
    const references = `REFERENCES ${sqlTable(target, context.catalog)} (${sqlName(target.primaryKey!.columns[0]!, table.dialect)})`;
    const written = column.origins[0];
    if (context.dialect === 'sqlite') {
      if (!written) return [];
      edits.push(insertAt(written.unit, written.span.end, ` ${references}`));
      continue;
    }
    const sql = `ALTER TABLE ${sqlTable(table, context.catalog)} ADD FOREIGN KEY (${sqlName(column.name, table.dialect)}) ${references}`;
    const place = laterOf(table, target);
    statements.set(place, [...(statements.get(place) ?? []), sql]);
  }
  for (const [place, sql] of statements) {
    const unit = place.origins[0]?.unit;
    const edit = unit && statementAfter(unit, sql.join(';\n'));
    if (!edit) return [];
    edits.push(edit);
  }
  return [
    { title: found.length > 1 ? 'Declare the foreign keys' : 'Declare the foreign key', edits, safe: false },
  ];
}

/** The one of two tables of a file whose statement stands behind the other's. */
function laterOf(table: Table, target: Table): Table {
  const own = table.origins[0]?.unit;
  const other = target.origins[0]?.unit;
  return own && other && own.uri === other.uri && other.piece.start > own.piece.start ? target : table;
}
