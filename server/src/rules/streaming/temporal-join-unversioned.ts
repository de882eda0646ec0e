import type { Table } from '../../schema/model.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { display } from '../lib/naming.js';
import { connectorOf, isProctime, isUnbounded, queryText, watermarkOf } from '../lib/streaming/flink.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'temporal-join-unversioned',
  subject: 'streaming',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ['flink'],
  summary: 'A join as of a moment with a table that keeps no versions.',
  gains: 'None: the query is refused.',
  costs:
    'To know how a row was at a moment, the table needs a primary key and a watermark. As of the time of processing it has to be a table that can be asked, such as one of JDBC; a topic cannot.',
  fineWhen: 'Never.',
  advice:
    'Declare PRIMARY KEY and WATERMARK in the joined table, and join as of an event time; or look up a JDBC table as of PROCTIME().',
  sources: [
    {
      title: 'Flink: temporal joins and lookup joins',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/sql/queries/joins/#temporal-joins',
    },
    {
      title: 'Flink: versioned tables',
      url: 'https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/concepts/versioned_tables/',
    },
  ],
  bad: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, currency STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE rates (currency STRING, rate DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nSELECT o.id, r.rate FROM orders o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.ts AS r ON o.currency = r.currency;",
      says: 'primary key',
    },
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, currency STRING, p AS PROCTIME()) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE rates (currency STRING, rate DOUBLE, PRIMARY KEY (currency) NOT ENFORCED) WITH ('connector' = 'upsert-kafka');\nSELECT o.id, r.rate FROM orders o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.p AS r ON o.currency = r.currency;",
      says: 'upsert-kafka',
    },
  ],
  good: [
    {
      dialect: 'flink',
      sql: "CREATE TABLE orders (id BIGINT, currency STRING, ts TIMESTAMP(3), p AS PROCTIME(), WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'format' = 'json');\nCREATE TABLE rates (currency STRING, rate DOUBLE, ts TIMESTAMP(3), WATERMARK FOR ts AS ts, PRIMARY KEY (currency) NOT ENFORCED) WITH ('connector' = 'upsert-kafka');\nCREATE TABLE customers (id BIGINT, name STRING) WITH ('connector' = 'jdbc');\nSELECT o.id, r.rate FROM orders o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.ts AS r ON o.currency = r.currency;\nSELECT o.id, c.name FROM orders AS o JOIN customers FOR SYSTEM_TIME AS OF o.p AS c ON o.id = c.id;",
    },
  ],
  check(query, context) {
    const text = queryText(query);
    if (!/system_time/i.test(text)) return;
    for (const found of text.matchAll(TEMPORAL)) {
      const right = sourceNamed(query, found[1]!, context);
      const left = aliased(query, found[2]!, context);
      if (!right || !left || right.columnsIncomplete) continue;
      const proctime = isProctime(left, found[3]!);
      const name = display(right, context.catalog);
      const lacks = [
        ...(right.primaryKey ? [] : ['a primary key']),
        ...(watermarkOf(right) ? [] : ['a watermark']),
      ].join(' and ');
      // flink-faker can be asked for a row as well.
      if (proctime && connectorOf(right) === 'faker') continue;
      if (proctime ? !isUnbounded(right) : lacks === '' || !isUnbounded(right)) continue;
      const start = query.origin.span.start + found.index;
      context.report({
        origin: { unit: query.unit, span: { start, end: start + found[0].length } },
        message: proctime
          ? `${name} (${connectorOf(right)}) is joined as of the time of processing, but a topic cannot be asked for a row: the query is refused. Join as of an event time, or look up a table of JDBC.`
          : `${name} is joined as of ${found[2]}.${found[3]} but lacks ${lacks}: it keeps no versions, and the query is refused. Declare what is missing.`,
      });
    }
  },
});

function sourceNamed(query: WorkloadQuery, name: string, context: RuleContext): Table | undefined {
  const plain = name.replaceAll('`', '');
  return tableWhere(
    query,
    context,
    source => source.table?.parts.map(part => part.value).join('.') === plain,
  );
}

function aliased(query: WorkloadQuery, alias: string, context: RuleContext): Table | undefined {
  return tableWhere(query, context, source => source.alias === alias);
}

function tableWhere(
  query: WorkloadQuery,
  context: RuleContext,
  test: (source: WorkloadQuery['shape']['blocks'][number]['sources'][number]) => boolean,
): Table | undefined {
  for (const block of query.shape.blocks) {
    const source = block.sources.find(test);
    const relation = source?.table && context.workload.relationOf(query, source);
    if (relation && 'columnsIncomplete' in relation) return relation;
  }
  return undefined;
}

const TEMPORAL =
  /\bjoin\s+([\w.`]+)\s+(?:(?:as\s+)?\w+\s+)?for\s+system_time\s+as\s+of\s+`?(\w+)`?\.`?(\w+)`?/gi;
