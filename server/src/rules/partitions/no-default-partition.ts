import type { Table } from '../../schema/model.js';
import { type BoundKind, boundValue, compareBounds, valueKey } from '../lib/bound-values.js';
import { insertAt, statementAfter } from '../lib/edits.js';
import { isMysqlLike } from '../lib/engines.js';
import { display, newName, sqlName, sqlTable } from '../lib/naming.js';
import {
  boundKinds,
  boundValues,
  hasDefault,
  type Partition,
  partitionsOf,
  sortedRanges,
} from '../lib/partitions.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'no-default-partition',
  subject: 'partitions',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A partitioned table has no partition for values that none of the others takes.',
  gains:
    'A value that was not foreseen fails loudly, and new partitions attach without a scan of a default one.',
  costs: 'On the day that the last partition ends, or with the first new value, every such INSERT fails.',
  fineWhen:
    'A job makes partitions ahead of time and somebody is told when it fails, or other values must not occur.',
  advice:
    'Add a DEFAULT partition (PostgreSQL) or one up to MAXVALUE (MySQL), and watch that it stays empty.',
  sources: [
    {
      title: 'PostgreSQL: DEFAULT partitions',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
    {
      title: 'MySQL: RANGE partitioning and MAXVALUE',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-range.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');",
      says: 'DEFAULT',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id int NOT NULL) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20));',
      says: 'MAXVALUE',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (region int NOT NULL, id int) PARTITION BY LIST (region);\nCREATE TABLE orders_d PARTITION OF orders DEFAULT;\nCREATE TABLE orders_2 PARTITION OF orders FOR VALUES IN (2, 3) PARTITION BY LIST (region);\nCREATE TABLE orders_2_2 PARTITION OF orders_2 FOR VALUES IN (2);\nCREATE TABLE orders_2_3 PARTITION OF orders_2 FOR VALUES IN (3);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE marks (n int NOT NULL) PARTITION BY RANGE (n);\nCREATE TABLE marks_d PARTITION OF marks DEFAULT;\nCREATE TABLE marks_1 PARTITION OF marks FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (n);\nCREATE TABLE marks_1_a PARTITION OF marks_1 FOR VALUES FROM (0) TO (50);\nCREATE TABLE marks_1_b PARTITION OF marks_1 FOR VALUES FROM (50) TO (100);',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');\nCREATE TABLE m_d PARTITION OF m DEFAULT;",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE a PARTITION OF m FOR VALUES FROM (MINVALUE) TO (0);\nCREATE TABLE b PARTITION OF m FOR VALUES FROM (0) TO (MAXVALUE);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id int NOT NULL) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE);',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE m (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 4;' },
  ],
  check(table, context) {
    const strategy = table.partitioning?.strategy;
    if (strategy !== 'range' && strategy !== 'list') return;
    // pg_partman makes a default partition by itself.
    if (table.extensionCalls.some(call => call.function === 'create_parent')) return;
    const partitions = partitionsOf(table, context.catalog);
    if (
      partitions.length === 0 ||
      hasDefault(partitions) ||
      coversOwnBound(table, partitions, context) ||
      isComplete(partitions, boundKinds(table, context.catalog))
    )
      return;
    const mysql = isMysqlLike(table.dialect);
    // MySQL's LIST has no default partition at all.
    if (mysql && strategy === 'list') return;
    const name = display(table, context.catalog);
    context.report({
      origin: table.partitioning!.origins[0] ?? table.nameOrigin,
      message: mysql
        ? `No partition of ${name} reaches up to MAXVALUE: an INSERT above the last bound fails. Add one, or make new partitions in time.`
        : `${name} has no DEFAULT partition: an INSERT that fits none of the others fails. Add one, or make new partitions in time.`,
      fixes: fixes(table, partitions, context),
    });
  },
});

/** Ranges from MINVALUE to MAXVALUE leave nothing over; gaps between them are another rule's. */
function isComplete(partitions: readonly Partition[], kinds: readonly BoundKind[]): boolean {
  const last = partitions[partitions.length - 1]!;
  if (last.bound.kind === 'less than') return last.bound.to.every(value => boundValue(value).kind === 'max');
  const ranges = sortedRanges(partitions, kinds);
  if (!ranges?.length) return false;
  const highest = ranges.reduce((a, b) => (compareBounds(a.to, b.to) === -1 ? b : a));
  return ranges[0]!.from[0]?.kind === 'min' && highest.to[0]?.kind === 'max';
}

/**
 * A partition that is partitioned once more by the same column takes only what its own bound lets through: where its
 * partitions take all of that, a DEFAULT one would stay empty.
 */
function coversOwnBound(table: Table, partitions: readonly Partition[], { catalog }: RuleContext): boolean {
  const { parent, bound } = table.partitionOf ?? {};
  const above = parent === undefined ? undefined : catalog.table(parent)?.partitioning?.parts;
  const own = table.partitioning?.parts;
  if (!bound || above?.length !== 1 || own?.length !== 1 || !own[0]!.column) return false;
  if (above[0]!.column?.value !== own[0]!.column.value) return false;
  const kinds = boundKinds(table, catalog);
  if (bound.kind === 'list') {
    const taken = new Set(
      partitions.flatMap(({ bound: inner }) =>
        inner.kind === 'list' ? inner.values.map(value => valueKey(boundValue(value, kinds[0]))) : [],
      ),
    );
    return bound.values.every(value => {
      const key = valueKey(boundValue(value, kinds[0]));
      return key !== undefined && taken.has(key);
    });
  }
  if (bound.kind !== 'range') return false;
  const ranges = sortedRanges(partitions, kinds);
  if (!ranges?.length) return false;
  const highest = ranges.reduce((a, b) => (compareBounds(a.to, b.to) === -1 ? b : a));
  return (
    compareBounds(ranges[0]!.from, boundValues(bound.from, kinds)) === 0 &&
    compareBounds(highest.to, boundValues(bound.to, kinds)) === 0
  );
}

function fixes(table: Table, partitions: readonly Partition[], context: RuleContext): Fix[] {
  const last = partitions[partitions.length - 1]!;
  const { unit, span } = last.origin;
  if (isMysqlLike(table.dialect)) {
    if (last.bound.kind !== 'less than' || unit !== table.origins[0]?.unit) return [];
    const values = last.bound.to.map(() => 'MAXVALUE').join(', ');
    return [
      {
        title: 'Add a partition up to MAXVALUE',
        edits: [insertAt(unit, span.end, `, PARTITION pmax VALUES LESS THAN (${values})`)],
        safe: false,
      },
    ];
  }
  const child = sqlName(newName(table.name, 'default'), table.dialect);
  const parent = sqlTable(table, context.catalog);
  const qualified = parent.includes('.') ? `${parent.slice(0, parent.lastIndexOf('.'))}.${child}` : child;
  const edit = statementAfter(unit, `CREATE TABLE ${qualified} PARTITION OF ${parent} DEFAULT`);
  return edit ? [{ title: 'Add a DEFAULT partition', edits: [edit], safe: false }] : [];
}
