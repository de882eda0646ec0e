import { readTable } from '../../classify/index.js';
import { display } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { placeOf } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'lake-partition-cardinality',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['spark'],
  summary: 'A table on files is partitioned by a column of very many values.',
  gains: 'A query for one value opens one directory.',
  costs:
    'Each value gets a directory with files of its own: millions of tiny files, slow listing and planning, and statistics too large to keep.',
  fineWhen: 'The column holds few values whatever its name says.',
  advice:
    'Partition by a day (or, in Iceberg, by days(at) or bucket(16, id)), where each part holds a gigabyte or more; else cluster.',
  sources: [
    {
      title: 'Delta Lake: choose the right partition column',
      url: 'https://docs.delta.io/latest/best-practices.html',
    },
    {
      title: 'Databricks: when to partition tables',
      url: 'https://docs.databricks.com/tables/partitions.html',
    },
    { title: 'Apache Iceberg: partitioning', url: 'https://iceberg.apache.org/docs/latest/partitioning/' },
  ],
  bad: [
    {
      dialect: 'spark',
      sql: 'CREATE TABLE lake.events (event_id STRING, user_id BIGINT, at TIMESTAMP, payload STRING) USING delta PARTITIONED BY (user_id);',
      says: 'user_id',
    },
    {
      dialect: 'spark',
      sql: 'CREATE TABLE lake.events (id BIGINT, at TIMESTAMP, payload STRING) USING iceberg PARTITIONED BY (at);',
      says: 'at',
    },
  ],
  good: [
    {
      dialect: 'spark',
      sql: 'CREATE TABLE lake.events (event_id STRING, user_id BIGINT, day DATE, payload STRING) USING delta PARTITIONED BY (day);',
    },
    {
      dialect: 'spark',
      sql: 'CREATE TABLE lake.events (id BIGINT, user_id BIGINT, at TIMESTAMP, payload STRING) USING iceberg PARTITIONED BY (days(at), bucket(16, user_id));',
    },
  ],
  check(table, context) {
    if (!table.partitioning || optionOf(table, 'using')?.value.toLowerCase() === 'jdbc') return;
    const columns = readTable(table).columns;
    for (const part of table.partitioning.parts) {
      const name = part.column?.value;
      const column = columns.find(item => item.column.name === name);
      if (name === undefined || !column) continue;
      const distinct = context.workload.factsOf(table).columns.get(name)?.distinct?.value;
      const many = distinct === undefined ? hasMany(column) : distinct > 10_000;
      if (!many) continue;
      context.report({
        origin: placeOf(table, name),
        message: `${display(table, context.catalog)} is partitioned by ${name}, which ${distinct === undefined ? 'seems to have very many values' : `has ${distinct} values`}: each gets a directory with files of its own. Partition by a day or a bucket, or cluster by it.`,
      });
      return;
    }
  },
});

/** A moment, a UUID, an e-mail address, or the key of something that people have many of. */
function hasMany({ kind, words, stem }: ReturnType<typeof readTable>['columns'][number]): boolean {
  if (kind === 'timestamp' || kind === 'uuid' || kind === 'float') return true;
  const last = words[words.length - 1] ?? '';
  if (/^(uuid|guid|email|hash|ip|url)$/.test(last) || words.join(' ') === 'id') return true;
  return (
    stem?.some(word =>
      /^(user|customer|order|event|session|transaction|request|account|device|message|visitor|invoice)$/.test(
        word,
      ),
    ) === true
  );
}
