import type { Table } from '../../schema/model.js';
import type { PartitionBound } from '../../sql/ast/index.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { partitionsOf } from '../lib/partitions.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'partition-strategy-mismatch',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: "A partition's bound is not of the kind that its table is partitioned by.",
  gains: 'Nothing: the engine refuses it.',
  costs: 'The partition is not created, and rows meant for it are refused or fall into the default one.',
  fineWhen: 'Never on these engines.',
  advice:
    'RANGE takes FROM and TO (MySQL: LESS THAN) with one value for each column of the key, LIST takes IN, HASH takes MODULUS and REMAINDER. A hash-partitioned table has no default partition.',
  sources: [
    {
      title: 'PostgreSQL: partition_bound_spec has to fit the partitioning method',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
    {
      title: 'MySQL: partitioning types',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-types.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, kind text) PARTITION BY RANGE (kind);\nCREATE TABLE m_a PARTITION OF m FOR VALUES IN ('a');",
      says: 'by range',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_rest PARTITION OF m DEFAULT;',
      says: 'default',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (a int, at date) PARTITION BY RANGE (a, at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (1) TO (2);',
      says: '2 columns',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id int NOT NULL) PARTITION BY LIST (id) (PARTITION a VALUES LESS THAN (10));',
      says: 'by list',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (a int, at date) PARTITION BY RANGE (a, at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (1, MINVALUE) TO (2, MINVALUE);\nCREATE TABLE m_d PARTITION OF m DEFAULT;',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (kind text) PARTITION BY LIST (kind);\nCREATE TABLE m_a PARTITION OF m FOR VALUES IN ('a', NULL);",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id int NOT NULL) PARTITION BY LIST (id) (PARTITION a VALUES IN (1, 2), PARTITION b VALUES IN (3));',
    },
  ],
  check(table, context) {
    if (!table.partitioning) return;
    const name = display(table, context.catalog);
    for (const partition of partitionsOf(table, context.catalog)) {
      const wrong = mismatch(table, partition.bound);
      if (!wrong) continue;
      context.report({
        origin: partition.origin,
        message: `${name} is partitioned by ${table.partitioning.strategy}, but ${wrong}: the engine refuses ${partition.name}. Write the bound that fits.`,
        related: [
          {
            origin: table.partitioning.origins[0] ?? table.nameOrigin,
            message: 'How the table is partitioned.',
          },
        ],
      });
    }
  },
});

function mismatch(table: Table, bound: PartitionBound): string | undefined {
  const { strategy, parts } = table.partitioning!;
  if (isMysqlLike(table.dialect))
    return MYSQL[bound.kind]?.fits === strategy ? undefined : MYSQL[bound.kind]?.says;
  if (bound.kind === 'default')
    return strategy === 'hash' ? 'a default partition has no place there' : undefined;
  if (bound.kind !== strategy) return `the bound is one of ${bound.kind}`;
  if (bound.kind !== 'range' || parts.length === 0) return undefined;
  const wrong = [bound.from, bound.to].find(side => side.length !== parts.length);
  return (
    wrong &&
    `its key has ${parts.length} column${parts.length > 1 ? 's' : ''} and the bound ${wrong.length} value${wrong.length === 1 ? '' : 's'}`
  );
}

const MYSQL: Partial<Record<PartitionBound['kind'], { readonly fits: string; readonly says: string }>> = {
  'less than': { fits: 'range', says: 'LESS THAN belongs to RANGE' },
  list: { fits: 'list', says: 'IN belongs to LIST' },
};
