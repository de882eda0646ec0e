import { DAY, formatBytes, formatCount } from '../../workload/figures.js';
import { ingestOf, sizeOf } from '../lib/capacity/ingest.js';
import { clusterKey } from '../lib/clustering.js';
import { display } from '../lib/naming.js';
import { holdsTime } from '../lib/partition-keys.js';
import { isOwnTable } from '../lib/tables.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule } from '../rule.js';

const GB = 1024 ** 3;

export default defineRule({
  id: 'unclustered-large-table',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['bigquery', 'snowflake'],
  summary: 'A table known to be large is neither partitioned nor clustered.',
  gains: 'Loads need no sorting, and nothing has to be kept in order.',
  costs:
    'BigQuery reads and bills the whole of each column that a query names, whatever it filters by. Snowflake leaves out only what the order of loading happens to separate.',
  fineWhen: 'Queries read all of it anyway, or rows are loaded in the order by which they are filtered.',
  advice:
    'Partition by day or month of the time that queries filter by, and cluster by the columns they compare. In Snowflake, cluster from about a terabyte on.',
  sources: [
    {
      title: 'BigQuery: introduction to partitioned tables',
      url: 'https://cloud.google.com/bigquery/docs/partitioned-tables',
    },
    {
      title: 'Snowflake: when to cluster',
      url: 'https://docs.snowflake.com/en/user-guide/tables-clustering-keys',
    },
  ],
  options: {
    gigabytes: {
      description: 'GB from which a BigQuery table counts as large.',
      default: 10,
      type: 'number',
    },
    terabytes: {
      description: 'TB from which a Snowflake table counts as large.',
      default: 1,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'bigquery',
      sql: '-- faultline: rows=900M\nCREATE TABLE shop.events (id INT64, at TIMESTAMP NOT NULL, body STRING);',
      says: 'PARTITION BY',
    },
    {
      dialect: 'snowflake',
      sql: '-- faultline: rows=60B\nCREATE TABLE events (id INT, at TIMESTAMP_NTZ NOT NULL, body TEXT);',
      says: 'CLUSTER BY',
    },
  ],
  good: [
    { dialect: 'bigquery', sql: 'CREATE TABLE shop.events (id INT64, at TIMESTAMP NOT NULL, body STRING);' },
    {
      dialect: 'bigquery',
      sql: '-- faultline: rows=900M\nCREATE TABLE shop.events (id INT64, at TIMESTAMP NOT NULL, body STRING) PARTITION BY DATE(at);',
    },
    {
      dialect: 'snowflake',
      sql: '-- faultline: rows=900M\nCREATE TABLE events (id INT, at TIMESTAMP_NTZ NOT NULL, body TEXT);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.partitioning || clusterKey(table)) return;
    const facts = context.workload.factsOf(table);
    const ingest = ingestOf(table, context);
    const kept = facts.retentionSeconds;
    const rows = facts.rows?.value ?? (kept && ingest ? ingest.rowsPerDay * (kept.value / DAY) : undefined);
    if (rows === undefined && !facts.bytes) return;
    const bytes = facts.bytes?.value ?? sizeOf(table, rows ?? 0, context)?.table;
    const bigquery = table.dialect === 'bigquery';
    const limit = bigquery
      ? Number(context.options.gigabytes) * GB
      : Number(context.options.terabytes) * 1024 * GB;
    if (bytes === undefined || bytes < limit) return;
    const uses = searches(lastingUses(table, context));
    const asked = (name: string) =>
      uses.some(use => [...use.ranges, ...use.equals].some(test => test.column === name));
    const times = table.columns.filter(holdsTime);
    const time = times.find(column => asked(column.name)) ?? times[0];
    const how = bigquery
      ? time
        ? `PARTITION BY ${time.type?.base === 'date' ? time.name : `DATE(${time.name})`}, and cluster by what queries compare`
        : 'CLUSTER BY what queries compare'
      : `CLUSTER BY ${time ? (time.type?.base === 'date' ? time.name : `TO_DATE(${time.name})`) : 'what queries compare'}`;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} holds about ${formatBytes(bytes)} and is neither partitioned nor clustered: ${bigquery ? 'each query reads and bills all of the columns it names' : 'filters leave out only what the order of loading separates'}. ${how}.`,
      tradeOff: () => ({
        gains: ['Loads cost nothing more.'],
        costs: [
          `A query over two of its ${table.columns.length} columns reads about ${formatBytes((bytes * 2) / Math.max(2, table.columns.length))}, whatever it filters by.`,
        ],
        ...(time && {
          breakEven: `A filter on one day of a year would read 1/365 of that: ${formatBytes((bytes * 2) / Math.max(2, table.columns.length) / 365)}.`,
        }),
        advice: [`${how}.`],
        numbers: [
          ...(rows === undefined
            ? []
            : [{ label: 'rows', value: formatCount(rows), from: facts.rows?.source ?? 'computed' }]),
          {
            label: 'size',
            value: formatBytes(bytes),
            from: facts.bytes?.source ?? 'computed from column widths',
          },
        ],
      }),
    });
  },
});
