import type { Table } from '../../schema/model.js';
import { type Expr, lastName, type PartitionBound, type QName } from '../../sql/ast/index.js';
import { partitionKey } from '../lib/partition-keys.js';
import { hasDefault, partitionsOf } from '../lib/partitions.js';
import { columnOf } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'attach-partition-lock',
  subject: 'partitions',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A migration attaches a table with rows that no valid CHECK has proved to be within the bound.',
  gains: 'One statement, and no constraint to make and drop.',
  costs:
    'The engine reads the whole table to see that each row is within the bound, and holds an ACCESS EXCLUSIVE lock on it meanwhile. A default partition is read as well, under the same lock.',
  fineWhen: 'The table is empty or small, or nobody uses it yet.',
  advice:
    'First `ADD CONSTRAINT ... CHECK (key >= from AND key < to) NOT VALID`, then `VALIDATE CONSTRAINT` in a step of its own, then attach, then drop the check. The key has to be NOT NULL, or the check has to say so.',
  sources: [
    {
      title: 'PostgreSQL: ATTACH PARTITION',
      url: 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION',
    },
    {
      title: 'PostgreSQL: partition maintenance',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_events.sql':
          'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE old_events (at date NOT NULL);',
        'migrations/002_attach.sql':
          "ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');",
      },
      says: 'old_events',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_events.sql':
          'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE old_events (at date NOT NULL);',
        'migrations/002_check.sql':
          "ALTER TABLE old_events ADD CONSTRAINT in_bound CHECK (at >= '2020-01-01' AND at < '2024-01-01') NOT VALID;\nALTER TABLE old_events VALIDATE CONSTRAINT in_bound;",
        'migrations/003_attach.sql':
          "ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');",
      },
    },
    {
      dialect: 'postgres',
      sql: '',
      files: {
        'migrations/001_events.sql': 'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);',
        'migrations/002_new.sql':
          "CREATE TABLE events_2024 (at date NOT NULL);\nALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
      },
    },
  ],
  check({ unit, reading, role, madeEarlier }, context) {
    const { statement } = reading;
    if (statement.kind !== 'alter table' || statement.object === 'index' || role !== 'migration') return;
    for (const action of statement.actions) {
      if (action.kind !== 'attach partition' || !action.bound || !madeEarlier(action.partition)) continue;
      const child = meant(action.partition, context);
      const parent = meant(statement.name, context);
      if (!child || !parent || child.columnsIncomplete || isProved(parent, child, action.bound)) continue;
      const rows = context.workload.factsOf(child).rows;
      if (rows && rows.value < 100_000) continue;
      const caught = hasDefault(partitionsOf(parent, context.catalog));
      const size = rows ? ` (${rows.value.toLocaleString('en-US')} rows)` : '';
      context.report({
        origin: { unit, span: action.span },
        message: `No validated CHECK proves that the rows of ${child.name} are within the bound: attaching it reads the whole table${size} under an ACCESS EXCLUSIVE lock${caught ? ', and the default partition too' : ''}. Add such a CHECK as NOT VALID and validate it first.`,
      });
    }
  },
});

function meant(name: QName, context: RuleContext): Table | undefined {
  const found = context.catalog.tablesNamed(lastName(name).value);
  return found.length === 1 ? found[0] : undefined;
}

/** Near enough: a valid check on the key that names each value of the bound, over a key that is never null. */
function isProved(parent: Table, child: Table, bound: PartitionBound): boolean {
  const key = partitionKey(parent);
  const values = boundLiterals(bound);
  if (key.length === 0 || bound.kind === 'hash' || bound.kind === 'default') return false;
  return child.checks.some(check => {
    if (check.notValid || !key.every(part => check.expr.columns.includes(part.column))) return false;
    if (!values.every(value => check.expr.text.includes(value))) return false;
    return key.every(
      part => columnOf(child, part.column)?.nullable === false || NOT_NULL.test(check.expr.text),
    );
  });
}

function boundLiterals(bound: PartitionBound): string[] {
  const exprs: readonly Expr[] =
    bound.kind === 'range' ? [...bound.from, ...bound.to] : bound.kind === 'list' ? bound.values : [];
  return exprs
    .filter(expr => !/^(minvalue|maxvalue|null)$/i.test(expr.text))
    .map(expr => (expr.value === undefined || expr.value === null ? expr.text : String(expr.value)));
}

const NOT_NULL = /\bis\s+not\s+null\b/i;
