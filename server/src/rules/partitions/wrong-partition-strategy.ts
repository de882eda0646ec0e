import type { Table } from '../../schema/model.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { holdsTime, type PartitionKeyPart, partitionKey } from '../lib/partition-keys.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'wrong-partition-strategy',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'The way a table is partitioned does not suit the values of its key.',
  gains: 'Hash spreads any values evenly, list names them one by one, range keeps neighbours together.',
  costs:
    'Hash of a time cannot leave out partitions for a span of time, and no old partition can be dropped. Ranges of random UUIDs are never asked for. A list of values that are all different never ends.',
  fineWhen: 'Hash of a time is wanted only to spread writes, and all queries name the exact moment.',
  advice:
    'Range for times and growing numbers, list for a few known values, hash for ids that are looked up one by one.',
  sources: [
    {
      title: 'PostgreSQL: partitioning methods and how to choose',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-BEST-PRACTICES',
    },
    {
      title: 'MySQL: HASH partitioning and pruning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-pruning.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint, at timestamptz NOT NULL) PARTITION BY HASH (at);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 1, REMAINDER 0);',
      says: 'span of time',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id uuid DEFAULT gen_random_uuid()) PARTITION BY RANGE (id);\nCREATE TABLE m_d PARTITION OF m DEFAULT;',
      says: 'random',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL, made datetime NOT NULL) PARTITION BY HASH (TO_DAYS(made)) PARTITIONS 12;',
      says: 'made',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (id);\nCREATE TABLE m_d PARTITION OF m DEFAULT;',
      says: 'different in each row',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id uuid DEFAULT gen_random_uuid()) PARTITION BY HASH (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 1, REMAINDER 0);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE m (id bigint NOT NULL, made datetime NOT NULL) PARTITION BY RANGE (TO_DAYS(made)) (PARTITION a VALUES LESS THAN (739252));',
    },
  ],
  check(table, context) {
    const { partitioning } = table;
    const key = partitionKey(table);
    if (!partitioning || key.length !== partitioning.parts.length) return;
    const wrong = whatIsWrong(table, key, context);
    if (!wrong) return;
    context.report({
      origin: partitioning.origins[0] ?? table.nameOrigin,
      message: `${display(table, context.catalog)} ${wrong}`,
    });
  },
});

function whatIsWrong(
  table: Table,
  key: readonly PartitionKeyPart[],
  _context: RuleContext,
): string | undefined {
  const { strategy } = table.partitioning!;
  const [first] = key;
  if (!first?.definition) return undefined;
  const { column, definition } = first;
  if (strategy === 'hash' || strategy === 'key') {
    return key.length === 1 && holdsTime(definition)
      ? `is partitioned by the hash of ${column}, a time: no query for a span of time can leave partitions out, and none holds only old rows to drop. Partition by RANGE (${column}).`
      : undefined;
  }
  if (strategy === 'range' && !first.wrapper && isRandom(definition.default?.functions)) {
    return `is partitioned by ranges of ${column}, whose values are random: no query asks for a range of them. Partition by HASH (${column}), or by a time.`;
  }
  if (strategy === 'list' && !first.wrapper && !isMysqlLike(table.dialect)) {
    const each = definition.identity !== undefined || definition.serial;
    if (each)
      return `is partitioned by a list of ${column}, which is different in each row: every value would need its partition. Partition by RANGE or HASH.`;
  }
  return undefined;
}

function isRandom(functions: readonly string[] | undefined): boolean {
  return functions?.some(name => /^(gen_random_uuid|uuid_generate_v4|uuidv4|random)$/.test(name)) ?? false;
}
