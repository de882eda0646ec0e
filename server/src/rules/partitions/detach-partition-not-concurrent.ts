import { lastName } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { insertAt, textOf } from '../lib/edits.js';
import { hasDefault, partitionsOf } from '../lib/partitions.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'detach-partition-not-concurrent',
  subject: 'partitions',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A migration detaches a partition without CONCURRENTLY.',
  gains:
    'It runs inside a transaction, with a default partition too, and is over at once when nobody holds the table.',
  costs:
    'It takes an ACCESS EXCLUSIVE lock on the whole partitioned table: it waits for every running query on any partition, and every new query waits behind it.',
  fineWhen:
    'Nobody uses the table while the migration runs, or a short lock_timeout is set and the step is repeated.',
  advice:
    'PostgreSQL 14 and later: `DETACH PARTITION ... CONCURRENTLY`, in a step of its own outside a transaction block. It is refused while the table has a default partition.',
  sources: [
    {
      title: 'PostgreSQL: DETACH PARTITION CONCURRENTLY',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_events.sql':
          "CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');",
        'migrations/002_detach.sql': 'ALTER TABLE events DETACH PARTITION events_2023;',
      },
      says: 'CONCURRENTLY',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_events.sql':
          "CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');",
        'migrations/002_detach.sql': 'ALTER TABLE events DETACH PARTITION events_2023 CONCURRENTLY;',
      },
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nALTER TABLE events DETACH PARTITION events_2023;",
    },
  ],
  check({ unit, reading, role, madeEarlier }, context) {
    const { statement } = reading;
    if (statement.kind !== 'alter table' || role !== 'migration' || !madeEarlier(statement.name)) return;
    if (context.engineVersion !== undefined && context.engineVersion < 14) return;
    for (const action of statement.actions) {
      if (action.kind !== 'detach partition' || action.concurrently) continue;
      const name = lastName(statement.name).value;
      const tables = context.catalog.tablesNamed(name);
      const caught = tables.some(table => hasDefault(partitionsOf(table, context.catalog)));
      const origin = { unit, span: action.span };
      context.report({
        origin,
        severity: caught ? 'info' : 'warning',
        message: caught
          ? `Detaching ${lastName(action.partition).value} locks all of ${name} against reads and writes, and CONCURRENTLY is refused while ${name} has a default partition. Set lock_timeout, or detach the default partition first.`
          : `Detaching ${lastName(action.partition).value} locks all of ${name} against reads and writes until it is done. Use DETACH PARTITION ... CONCURRENTLY (PostgreSQL 14), outside a transaction.`,
        fixes: () =>
          caught || statement.actions.length > 1
            ? []
            : [{ title: 'Detach CONCURRENTLY', edits: [concurrently(origin)], safe: false }],
      });
    }
  },
});

function concurrently(origin: Origin): Edit {
  const end = origin.span.start + textOf(origin).trimEnd().length;
  return insertAt(origin.unit, end, ' CONCURRENTLY');
}
