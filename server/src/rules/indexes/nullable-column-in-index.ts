import { formatBytes, formatCount, formatShare } from '../../workload/capacity.js';
import { accessPaths, isOrdered, pathName } from '../lib/access.js';
import { insertAt } from '../lib/edits.js';
import { POSTGRES_FAMILY } from '../lib/engines.js';
import { display, sqlName } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { isKnownSmall } from '../lib/workload/size.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'nullable-column-in-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: [...POSTGRES_FAMILY, 'sqlite', 'tsql'],
  summary: 'An index holds nothing but a column that is NULL in nearly every row.',
  gains: 'Rows without a value can be counted in the index.',
  costs:
    'Nearly all entries are NULL and no search for a value looks at them; yet they are written, vacuumed and kept in memory.',
  fineWhen: 'Queries search for the rows that have no value, and those are few.',
  advice: 'Leave the NULLs out: `WHERE column IS NOT NULL`.',
  sources: [
    {
      title: 'PostgreSQL: partial indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-partial.html',
    },
    { title: 'SQLite: partial indexes', url: 'https://www.sqlite.org/partialindex.html' },
    {
      title: 'SQL Server: filtered indexes for columns with few values',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/create-filtered-indexes',
    },
    {
      title: 'CockroachDB: partial indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/partial-indexes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, deleted_at timestamptz);\nCREATE INDEX posts_deleted ON posts (deleted_at);',
      says: 'seems',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, deleted_at DATETIME);\nCREATE INDEX posts_deleted ON posts (deleted_at);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, deleted_at datetime2 NULL);\nCREATE INDEX posts_deleted ON posts (deleted_at);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, deleted_at TIMESTAMPTZ);\nCREATE INDEX posts_deleted ON posts (deleted_at);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, deleted_at timestamptz, at timestamptz, author bigint);\nCREATE INDEX a ON posts (deleted_at) WHERE deleted_at IS NOT NULL;\nCREATE INDEX b ON posts (at);\nCREATE INDEX c ON posts (deleted_at, author);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, deleted_at DATETIME NOT NULL);\nCREATE INDEX a ON posts (deleted_at);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE posts (id int NOT NULL PRIMARY KEY, deleted_at datetime2 NULL);\nCREATE INDEX a ON posts (deleted_at) WHERE deleted_at IS NOT NULL;',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, deleted_at TIMESTAMPTZ);\nCREATE INDEX a ON posts (deleted_at) WHERE deleted_at IS NOT NULL;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.indexes.length === 0) return;
    for (const path of accessPaths(table)) {
      if (path.kind !== 'index' || path.unique || path.where || path.inherited || !path.origin) continue;
      if (!isOrdered(path) || path.parts.length !== 1 || path.include.length > 0) continue;
      const name = path.parts[0]!.column?.value;
      const column = name === undefined ? undefined : columnLike(table, name);
      if (!column?.nullable) continue;
      const facts = context.workload.factsOf(table);
      const nulls = facts.columns.get(column.name)?.nullFraction;
      const seems = !nulls && SOFT_DELETE.test(column.name);
      if (isKnownSmall(facts) || !(seems || (nulls && nulls.value >= 0.9))) continue;
      const index = pathName(path);
      const says = nulls
        ? `is NULL in ${formatShare(nulls.value)} of the rows (${nulls.source})`
        : 'seems to be NULL in nearly every row';
      context.report({
        origin: path.origin,
        severity: nulls ? 'info' : 'hint',
        message: `${index.charAt(0).toUpperCase()}${index.slice(1)} of ${display(table, context.catalog)} holds ${column.name} alone, which ${says}: nearly all its entries serve no search. Leave them out with WHERE ${column.name} IS NOT NULL.`,
        fixes: (): Fix[] => {
          const { unit, span } = path.origin!;
          const statement = unit.readings.length === 1 ? unit.readings[0]!.statement : undefined;
          if (statement?.kind !== 'create index' || statement.options.length > 0) return [];
          const edit = insertAt(unit, span.end, ` WHERE ${sqlName(column.name, table.dialect)} IS NOT NULL`);
          return [{ title: 'Leave the NULLs out', edits: [edit], safe: false }];
        },
        tradeOff: () => {
          const rows = facts.rows;
          const known = rows && nulls ? rows.value * nulls.value : undefined;
          return {
            gains: ['Rows without a value can be counted in the index.'],
            costs: [
              known === undefined
                ? 'Nearly all entries are NULL.'
                : `${formatCount(known)} of ${formatCount(rows!.value)} entries are NULL, about ${formatBytes(known * 20)} of index.`,
            ],
            advice: [`WHERE ${column.name} IS NOT NULL`],
            numbers: [
              ...(rows ? [{ label: 'rows', value: formatCount(rows.value), from: rows.source }] : []),
              ...(nulls ? [{ label: 'NULL', value: formatShare(nulls.value), from: nulls.source }] : []),
            ],
          };
        },
      });
    }
  },
});

/** Names of the mark that soft deletion leaves. */
const SOFT_DELETE = /^(deleted|archived|removed|discarded)_?(at|on|date|time)$/i;
