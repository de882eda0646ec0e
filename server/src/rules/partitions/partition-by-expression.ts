import type { Table } from '../../schema/model.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { type PartitionKeyPart, partitionKey } from '../lib/partition-keys.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'partition-by-expression',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A table is partitioned by an expression that ranges of the column cannot prune.',
  gains: 'Partitions follow a derived value, such as the month of any year or the lower-case name.',
  costs:
    'PostgreSQL leaves partitions out only for conditions on exactly that expression, and allows no primary or unique key. MySQL prunes a range of a date only for YEAR, TO_DAYS, TO_SECONDS and UNIX_TIMESTAMP.',
  fineWhen:
    'All queries compare the expression itself (PostgreSQL) or the column with single values (MySQL).',
  advice:
    'Partition by the column itself: PostgreSQL `RANGE (at)` with bounds a month apart, MySQL `RANGE COLUMNS (at)` or `RANGE (TO_DAYS(at))`.',
  sources: [
    {
      title: 'PostgreSQL: partition pruning works by the partition key',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING',
    },
    {
      title: 'MySQL: functions for which partitions are pruned',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations-functions.html',
    },
    {
      title: 'MySQL: partition pruning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-pruning.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at timestamp NOT NULL) PARTITION BY RANGE (date_trunc('month', at));\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');",
      says: 'date_trunc',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE (MONTH(made)) (PARTITION a VALUES LESS THAN (7), PARTITION b VALUES LESS THAN (13));',
      says: 'MONTH(made)',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint, name text) PARTITION BY LIST (lower(name));\nCREATE TABLE m_d PARTITION OF m DEFAULT;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL, made date NOT NULL) PARTITION BY RANGE (TO_DAYS(made)) (PARTITION a VALUES LESS THAN (739252));',
    },
  ],
  check(table, context) {
    const { partitioning } = table;
    if (partitioning?.strategy !== 'range') return;
    for (const part of partitionKey(table)) {
      if (!part.wrapper || prunesRanges(table, part)) continue;
      const name = display(table, context.catalog);
      context.report({
        origin: { unit: (partitioning.origins[0] ?? table.nameOrigin).unit, span: part.part.span },
        message: isMysqlLike(table.dialect)
          ? `${name} is partitioned by ${part.wrapper}: a range of ${part.column} cannot prune by it, so each such query reads all partitions. Use RANGE COLUMNS (${part.column}), TO_DAYS or YEAR.`
          : `${name} is partitioned by ${part.wrapper}: only conditions on that very expression leave partitions out, those on ${part.column} read them all. Partition by RANGE (${part.column}).`,
      });
    }
  },
});

/** MySQL knows of four functions that they keep order; PostgreSQL of none. */
function prunesRanges(table: Table, part: PartitionKeyPart): boolean {
  return isMysqlLike(table.dialect) && (part.call === undefined || MONOTONIC.has(part.call.toLowerCase()));
}

const MONOTONIC = new Set(['to_days', 'to_seconds', 'year', 'unix_timestamp']);
