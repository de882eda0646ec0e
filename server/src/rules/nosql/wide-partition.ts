import { MAX_BYTES, MAX_VALUES, type PartitionSize, partitionSize } from '../lib/cql/size.js';
import { PARTITION_FORMULA, PARTITION_GUIDANCE, SCYLLA_LARGE_PARTITIONS } from '../lib/cql/sources.js';
import { clusteringKey, partitionKey } from '../lib/cql/table.js';
import { bytesText, countText } from '../lib/cql/text.js';
import { display, tuple } from '../lib/naming.js';
import { defineRule, type TradeOff } from '../rule.js';

export default defineRule({
  id: 'wide-partition',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['cql'],
  summary: 'By the known figures an average partition exceeds 100 MB or 100,000 values.',
  gains: 'One read of one node answers a question about a whole entity.',
  costs:
    'Reads, compaction and repair work on partitions as a whole: large ones take memory, delay compaction, and lie on the same few nodes. The average hides the busiest entities, whose partitions are larger still.',
  fineWhen: 'The partitions are read in small slices only, and rarely, and compaction keeps up.',
  advice:
    'Add a bucket to the partition key, sized so that an average bucket stays well below the limit; keep rows for a shorter time.',
  sources: [PARTITION_GUIDANCE, PARTITION_FORMULA, SCYLLA_LARGE_PARTITIONS],
  options: {
    maximumBytes: { type: 'number', default: MAX_BYTES, description: 'Bytes that a partition may have.' },
    maximumValues: {
      type: 'number',
      default: MAX_VALUES,
      description: 'Values (columns outside of the key x rows) that a partition may have.',
    },
  },
  bad: [
    {
      dialect: 'cql',
      sql: '-- faultline: rows=500M\nCREATE TABLE m.readings (\n  device uuid, -- faultline: distinct=1000\n  at timestamp,\n  value double,\n  PRIMARY KEY (device, at)\n);',
      says: '500,000 values',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: '-- faultline: rows=500M\nCREATE TABLE m.readings (\n  device uuid, -- faultline: distinct=10M\n  at timestamp,\n  value double,\n  PRIMARY KEY (device, at)\n);',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, at timestamp, value double, PRIMARY KEY (device, at));',
    },
  ],
  check(table, context) {
    if (clusteringKey(table).length === 0) return;
    const size = partitionSize(table, context.workload.factsOf(table));
    if (!size) return;
    const maximumBytes = context.options.maximumBytes as number;
    const maximumValues = context.options.maximumValues as number;
    const share = Math.max(size.bytes / maximumBytes, size.values / maximumValues);
    if (share <= 1) return;
    const key = tuple(partitionKey(table).map(column => column.name));
    context.report({
      origin: table.primaryKey?.origins[0] ?? table.nameOrigin,
      severity: share >= 10 ? 'warning' : 'info',
      message: `An average partition ${key} of ${display(table, context.catalog)} holds ${countText(size.values)} values in at least ${bytesText(size.bytes)}; beyond ${countText(maximumValues)} values or ${bytesText(maximumBytes)} reads, compaction and repair suffer. Split it with a bucket in the partition key.`,
      tradeOff: () => tradeOff(size, share),
    });
  },
});

function tradeOff(size: PartitionSize, share: number): TradeOff {
  const buckets = Math.ceil(share);
  return {
    gains: ['One partition answers every question about one key, from one set of replicas.'],
    costs: [
      `${countText(size.rows)} rows, ${countText(size.values)} values and at least ${bytesText(size.bytes)} are compacted and repaired as one.`,
    ],
    breakEven: `With ${countText(buckets)} buckets per key an average partition stays below the limit.`,
    advice: [`Cut each key into at least ${countText(buckets)} buckets; a read of all of it then asks each.`],
    numbers: [
      ...size.figures.map(({ label, value, from }) => ({ label, value: countText(value), from })),
      { label: 'rows per partition', value: countText(size.rows), from: 'rows / partitions' },
      {
        label: 'bytes per partition',
        value: `at least ${bytesText(size.bytes)}`,
        from: 'rows x width of the columns + 8 bytes per value; texts of unknown length count nothing',
      },
    ],
  };
}
