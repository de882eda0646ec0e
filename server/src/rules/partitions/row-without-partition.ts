import type { Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { type BoundValue, boundValue, compareValues, constantValue } from '../lib/bound-values.js';
import { isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { partitionKey } from '../lib/partition-keys.js';
import { boundKinds, hasDefault, type Partition, partitionsOf } from '../lib/partitions.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'row-without-partition',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb'],
  summary: 'An INSERT gives a value that no partition of its table takes.',
  gains: 'Nothing: the engine refuses the row.',
  costs: 'The statement fails when it runs.',
  fineWhen: 'The partition is made elsewhere before the row comes.',
  advice: 'Create the partition that takes the value, or a DEFAULT one (MySQL: one up to MAXVALUE).',
  sources: [
    {
      title: 'PostgreSQL: rows without a partition are refused',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE',
    },
    {
      title: 'MySQL: RANGE partitioning, a value above all bounds',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-range.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nINSERT INTO events (id, at) VALUES (1, '2025-02-01');",
      says: "'2025-02-01'",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL, region int NOT NULL) PARTITION BY LIST (region) (PARTITION a VALUES IN (1, 2), PARTITION b VALUES IN (3));\nINSERT INTO events (id, region) VALUES (1, 4);',
      says: '4',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nINSERT INTO events (id, at) VALUES (1, '2024-12-31');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\nCREATE TABLE events_rest PARTITION OF events DEFAULT;\nINSERT INTO events (id, at) VALUES (1, '2025-02-01');",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id bigint NOT NULL, region int NOT NULL) PARTITION BY LIST (region) (PARTITION a VALUES IN (1, 2), PARTITION b VALUES IN (3));\nINSERT INTO events (id, region) VALUES (1, 3);',
    },
  ],
  check(table, context) {
    const key = partitionKey(table);
    if (key.length !== 1 || key[0]!.wrapper !== undefined || table.extensionCalls.length > 0) return;
    const { column } = key[0]!;
    const partitions = partitionsOf(table, context.catalog);
    if (partitions.length === 0 || hasDefault(partitions)) return;
    // A partition whose bound is not known may take anything.
    if (partitions.length < context.catalog.partitionsOf(table.key).length + table.innerPartitions.length)
      return;
    const [kind] = boundKinds(table, context.catalog);
    for (const use of context.workload.usesOf(table)) {
      if (use.access !== 'insert' || !isLater(use.query, table, context)) continue;
      const target = use.query.shape.target;
      const at = target?.columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase()) ?? -1;
      const value = at < 0 ? undefined : target?.values[at];
      const read = value && constantOf(value, kind);
      if (!value || !read || mayTake(partitions, read, kind, isMysqlLike(table.dialect))) continue;
      context.report({
        origin: { unit: use.query.unit, span: value.span },
        message: `No partition of ${display(table, context.catalog)} takes ${column} = ${value.text}: the engine refuses the row. Create the partition first.`,
        related: [
          { origin: table.partitioning!.origins[0] ?? table.nameOrigin, message: 'The partitioned table.' },
        ],
      });
    }
  },
});

/** Stands in the file that makes the table, behind the last of its partitions: nothing may have changed between. */
function isLater(query: WorkloadQuery, table: Table, context: RuleContext): boolean {
  const { unit } = query.origin;
  if (query.from !== 'statement' || context.roleOf(query.origin) === 'migration') return false;
  const makers = [
    table.nameOrigin,
    ...table.innerPartitions.flatMap(({ origins }) => origins),
    ...context.catalog.partitionsOf(table.key).flatMap(child => child.partitionOf?.origin ?? []),
  ];
  return (
    makers.every(
      maker =>
        maker.unit.uri === unit.uri &&
        (maker.unit.piece.start < unit.piece.start || maker.unit === table.nameOrigin.unit),
    ) && table.nameOrigin.unit.piece.start < unit.piece.start
  );
}

function constantOf(value: Value, kind: Parameters<typeof constantValue>[1]): BoundValue | undefined {
  const inner = value.kind === 'cast' ? value.args?.[0] : value;
  if (inner?.kind !== 'constant' || inner.constant === null) return undefined;
  const read = constantValue(value.text, kind);
  return read.kind === 'unknown' ? undefined : read;
}

/** False only where each bound can be compared with the value and none takes it. */
function mayTake(
  partitions: readonly Partition[],
  value: BoundValue,
  kind: Parameters<typeof constantValue>[1],
  mysql: boolean,
): boolean {
  return partitions.some(({ bound }) => {
    switch (bound.kind) {
      case 'list':
        return bound.values.some(item => {
          const own = boundValue(item, kind);
          if (own.kind === 'text' && value.kind === 'text') {
            // MySQL compares by a collation that knows no letter case.
            return mysql ? own.text.toLowerCase() === value.text.toLowerCase() : own.text === value.text;
          }
          if (own.kind === 'null') return false;
          return (compareValues(own, value) ?? 0) === 0;
        });
      case 'range': {
        if (bound.from.length !== 1) return true;
        const from = compareValues(value, boundValue(bound.from[0]!, kind));
        const to = compareValues(value, boundValue(bound.to[0]!, kind));
        return from === undefined || to === undefined || (from >= 0 && to < 0);
      }
      case 'less than': {
        const to = bound.to.length === 1 ? compareValues(value, boundValue(bound.to[0]!, kind)) : undefined;
        return to === undefined || to < 0;
      }
      default:
        return true;
    }
  });
}
