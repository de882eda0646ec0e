import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'disallow-partitioning',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'off',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'A table is partitioned, and the project has agreed that none is.',
  gains: 'Old rows go by dropping a partition; each partition is small.',
  costs:
    'Keys have to hold the partition column, partitions have to be made ahead of time, and every tool has to know of them.',
  fineWhen: 'The project has no such agreement: then leave this rule off.',
  advice: 'Keep the table whole, or switch the rule off for it with a comment that says why.',
  sources: [
    {
      title: 'PostgreSQL: limitations of partitioned tables',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS',
    },
    {
      title: 'MySQL: restrictions and limitations on partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);',
      says: 'events',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL) PARTITION BY HASH (id) PARTITIONS 4;',
    },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE events (id bigint, at date NOT NULL);' },
    { dialect: 'mysql', sql: 'CREATE TABLE events (id bigint NOT NULL);' },
  ],
  check(table, context) {
    if (!table.partitioning || table.partitionOf) return;
    context.report({
      origin: table.partitioning.origins[0] ?? table.nameOrigin,
      message: `${display(table, context.catalog)} is partitioned, which this project does not want. Keep it whole.`,
    });
  },
});
