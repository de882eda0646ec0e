import type { Catalog, Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import type { Origin } from '../../sql/reading.js';
import type { TableUse } from '../../workload/model.js';
import { display, wordsOf } from '../lib/naming.js';
import { partitionKey } from '../lib/partition-keys.js';
import { predictPruning } from '../lib/partition-pruning.js';
import { spreadsOf } from '../lib/spread.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'mutable-partition-key',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A table is partitioned by a column whose value changes while a row lives.',
  gains: 'Rows in the same state lie together, so that what is current stays small.',
  costs:
    'Each UPDATE that crosses a bound deletes the row in one partition and inserts it in another: twice the writes, triggers of both; on PostgreSQL a concurrent update of the row fails. PostgreSQL before 11 refuses it; so do hypertables, where the row would leave its chunk.',
  fineWhen: 'The value changes once in the life of a row, such as from active to archived.',
  advice:
    'Partition by what is set once (created_at, tenant_id). To keep the current rows together, use a partial index instead.',
  sources: [
    {
      title: 'PostgreSQL: UPDATE moves rows between partitions',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS',
    },
    {
      title: 'PostgreSQL 11: UPDATE can move rows between partitions',
      url: 'https://www.postgresql.org/docs/11/release-11.html',
    },
    {
      title: 'Timescale: limitations of hypertables',
      url: 'https://tigerdata.com/docs/deploy/limitations',
    },
    {
      title: 'MySQL: how partitioning moves updated rows',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-overview.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint, updated_at timestamptz NOT NULL) PARTITION BY RANGE (updated_at);\nCREATE TABLE jobs_24 PARTITION OF jobs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
      says: 'updated_at',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint, status text) PARTITION BY LIST (status);\nCREATE TABLE jobs_open PARTITION OF jobs FOR VALUES IN ('open');",
      says: 'status',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE jobs (id bigint, place int NOT NULL) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low PARTITION OF jobs FOR VALUES FROM (0) TO (100);\nCREATE TABLE jobs_high PARTITION OF jobs FOR VALUES FROM (100) TO (200);\nUPDATE jobs SET place = 107 WHERE place = 5;',
      says: 'a query changes',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE jobs (id bigint, place int NOT NULL) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low PARTITION OF jobs FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low_1 PARTITION OF jobs_low FOR VALUES FROM (0) TO (50);\nCREATE TABLE jobs_low_2 PARTITION OF jobs_low FOR VALUES FROM (50) TO (100);\nUPDATE jobs SET place = 57 WHERE place = 5;',
      says: 'jobs is partitioned by place, which a query changes',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE jobs (id bigint NOT NULL, last_seen date NOT NULL) PARTITION BY RANGE (YEAR(last_seen)) (PARTITION a VALUES LESS THAN (2025), PARTITION b VALUES LESS THAN MAXVALUE);',
      says: 'last_seen',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint, modified_at timestamptz NOT NULL) WITH (tsdb.hypertable, tsdb.partition_column = 'modified_at');",
      says: 'hypertable',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE jobs (id bigint, place int NOT NULL) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low PARTITION OF jobs FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low_1 PARTITION OF jobs_low FOR VALUES FROM (0) TO (50);\nCREATE TABLE jobs_low_2 PARTITION OF jobs_low FOR VALUES FROM (50) TO (100);\nUPDATE jobs SET place = 7 WHERE place = 5;',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE jobs (id bigint, place int NOT NULL) PARTITION BY RANGE (place);\nCREATE TABLE jobs_low PARTITION OF jobs FOR VALUES FROM (0) TO (100);\nCREATE TABLE jobs_high PARTITION OF jobs FOR VALUES FROM (100) TO (200);\nUPDATE jobs SET place = 7 WHERE place = 5;',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at);\nCREATE TABLE jobs_24 PARTITION OF jobs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE jobs (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE (YEAR(made)) (PARTITION a VALUES LESS THAN (2025));',
    },
  ],
  check(table, context) {
    // A partition that is partitioned once more is judged there alone.
    for (const part of partitionKey(table)) {
      const origin = {
        unit: table.partitioning!.origins[0]?.unit ?? table.nameOrigin.unit,
        span: part.part.span,
      };
      judge(table, part.column, origin, false, context);
    }
    for (const spread of spreadsOf(table)) {
      if (spread.by !== 'Timescale') continue;
      for (const column of spread.columns) judge(table, column, spread.origin, true, context);
    }
  },
});

function judge(table: Table, column: string, origin: Origin, hyper: boolean, context: RuleContext): void {
  const updates = context.workload
    .usesOf(table)
    .filter(({ access, writes }) => access === 'update' && writes.includes(column))
    .filter(use => !staysInside(table, column, use, context));
  if (updates.length === 0 && !seemsToChange(column)) return;
  const name = display(table, context.catalog);
  const old = context.dialect === 'postgres' && (context.engineVersion ?? 99) < 11;
  const refused = hyper || old;
  const what = hyper
    ? `an UPDATE that moves a row to another chunk of this hypertable fails`
    : old
      ? `before PostgreSQL 11, an UPDATE that crosses a bound fails`
      : `an UPDATE that crosses a bound deletes the row there and inserts it here`;
  const sure = updates.length > 0;
  context.report({
    origin,
    severity: sure ? (refused ? 'warning' : 'info') : 'hint',
    message: `${name} is partitioned by ${column}, which ${sure ? `${updates.length === 1 ? 'a query changes' : `${updates.length} queries change`}` : 'seems to change'}: ${what}. Partition by what is set once, such as the time of creation.`,
    related: updates
      .slice(0, 5)
      .map(({ query }) => ({ origin: query.origin, message: `Changes ${column}.` })),
  });
}

/**
 * True where the old and the new value are written out, and one partition holds both, down to the last level: no row
 * moves.
 */
function staysInside(table: Table, column: string, use: TableUse, { catalog }: RuleContext): boolean {
  const { verb, target } = use.query.shape;
  const set = target?.sets.find(({ column: { name } }) => name.toLowerCase() === column.toLowerCase());
  if (verb !== 'update' || !set) return false;
  const left: Value = { kind: 'column', text: column, span: set.span, column: set.column };
  const condition = {
    kind: 'compare' as const,
    operator: '=',
    left,
    right: set.value,
    negated: false,
    span: set.span,
  };
  const test = { column, condition, value: set.value, origin: use.query.origin };
  const after: TableUse = { ...use, equals: [test], ranges: [], others: [], joins: [] };
  for (let level = table, depth = 0; depth < MAX_LEVELS; depth++) {
    const from = onlyOne(level, use, catalog);
    if (from === undefined || from !== onlyOne(level, after, catalog)) return false;
    const inner = catalog.partitionsOf(level.key).find(({ name }) => name === from);
    if (!inner?.partitioning) return true;
    // Another column may split the next level: its own value then decides, which is judged as that level's key.
    const parts = inner.partitioning.parts.map(part => part.column?.value);
    if (parts.every(name => name !== undefined && !use.writes.includes(name))) return true;
    if (parts.length !== 1 || parts[0] !== column) return false;
    level = inner;
  }
  return false;
}

function onlyOne(table: Table, use: TableUse, catalog: Catalog): string | undefined {
  if (table.partitioning?.parts.length !== 1) return undefined;
  const { left } = predictPruning(table, use, catalog);
  return left?.length === 1 ? left[0] : undefined;
}

const MAX_LEVELS = 8;

/** `updated_at`, `last_seen`, `status`: names of what changes. */
function seemsToChange(column: string): boolean {
  const words = wordsOf(column);
  const last = words[words.length - 1];
  if (words.length > 1 && words[0] === 'last') return true;
  if (words.length === 1) return CHANGING.has(last!) || last === 'status' || last === 'state';
  return words.some(word => CHANGING.has(word)) || (last === 'status' && words.length === 2);
}

const CHANGING = new Set([
  'updated',
  'modified',
  'changed',
  'lastmodified',
  'lastupdated',
  'mtime',
  'touched',
]);
