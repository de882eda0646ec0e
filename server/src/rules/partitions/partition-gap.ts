import type { Table } from '../../schema/model.js';
import { compareBounds } from '../lib/bound-values.js';
import { replace, statementAfter } from '../lib/edits.js';
import { POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed, newName, sqlName, sqlTable } from '../lib/naming.js';
import { boundKinds, hasDefault, type Partition, partitionsOf, sortedRanges } from '../lib/partitions.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'partition-gap',
  subject: 'partitions',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  // MySQL's partitions end where the next begins.
  engines: POSTGRES_LIKE,
  summary: 'Between two partitions lie values that no partition takes.',
  gains: 'Rows with values that should not occur are refused.',
  costs: 'An INSERT with a value in the gap fails. TO is exclusive: FROM (1) TO (10) takes 9 and not 10.',
  fineWhen: 'The values between cannot occur.',
  advice: 'Let each partition begin where the one before it ends.',
  sources: [
    {
      title: 'PostgreSQL: bounds of range partitions',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-OVERVIEW',
    },
    {
      title: 'PostgreSQL: PARTITION OF, FROM and TO, MODULUS and REMAINDER',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-01-31');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');",
      says: "'2024-01-31'",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (0) TO (99);\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM (100) TO (200);\nCREATE TABLE m_d PARTITION OF m DEFAULT;',
      says: 'default partition',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 3, REMAINDER 0);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES WITH (MODULUS 3, REMAINDER 1);',
      says: 'remainder 2',
    },
    {
      dialect: 'yugabyte',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (0) TO (9);\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM (10) TO (20);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at timestamptz) PARTITION BY RANGE (at);\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-02-01 00:00:00') TO (MAXVALUE);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (MINVALUE) TO ('2024-02-01');",
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id text) PARTITION BY RANGE (id);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('a') TO ('c');\nCREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('d') TO ('f');",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER 0);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 1);\nCREATE TABLE m_3 PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 3);',
    },
  ],
  check(table, context) {
    if (!table.partitioning) return;
    const partitions = partitionsOf(table, context.catalog);
    if (table.partitioning.strategy === 'hash') checkHash(table, partitions, context);
    else if (table.partitioning.strategy === 'range') checkRange(table, partitions, context);
  },
});

/** Only keys of one column: between two values of a composite key there may be nothing at all. */
function checkRange(table: Table, partitions: readonly Partition[], context: RuleContext): void {
  const ranges = sortedRanges(partitions, boundKinds(table, context.catalog));
  if (!ranges || ranges.some(range => range.from.length !== 1 || range.to.length !== 1)) return;
  const name = display(table, context.catalog);
  const caught = hasDefault(partitions);
  for (let i = 1; i < ranges.length; i++) {
    const before = ranges[i - 1]!;
    const after = ranges[i]!;
    if (compareBounds(before.to, after.from) !== -1) continue;
    const end = valueText(before, 'to');
    const start = valueText(after, 'from');
    context.report({
      origin: before.origin,
      severity: caught ? 'info' : 'warning',
      message: `${before.name} of ${name} ends before ${end} (TO is exclusive) and ${after.name} begins at ${start}: values between ${caught ? 'go to the default partition' : 'are refused'}. Let ${before.name} end at ${start}.`,
      related: [{ origin: after.origin, message: 'The partition behind the gap.' }],
      fixes: fixes(before, start),
    });
  }
}

function checkHash(table: Table, partitions: readonly Partition[], context: RuleContext): void {
  const bounds = partitions.flatMap(({ bound }) => (bound.kind === 'hash' ? [bound] : []));
  const largest = Math.max(0, ...bounds.map(bound => bound.modulus));
  if (bounds.length === 0 || largest > 4096) return;
  const missing: number[] = [];
  for (let remainder = 0; remainder < largest; remainder++) {
    if (!bounds.some(bound => remainder % bound.modulus === bound.remainder)) missing.push(remainder);
  }
  if (missing.length === 0) return;
  const some = missing.slice(0, 5).map(String);
  context.report({
    origin: table.partitioning!.origins[0] ?? table.nameOrigin,
    message: `No partition of ${display(table, context.catalog)} takes remainder ${listed(some)}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''} of modulus ${largest}, so rows that hash to ${missing.length > 1 ? 'them' : 'it'} are refused. Create the missing ${missing.length > 1 ? 'partitions' : 'partition'}.`,
    fixes: () => hashFixes(table, partitions, missing, largest, context),
  });
}

/** The missing partitions behind the last that is there, named as `table_remainder`. */
function hashFixes(
  table: Table,
  partitions: readonly Partition[],
  missing: readonly number[],
  modulus: number,
  context: RuleContext,
): Fix[] {
  const last = partitions[partitions.length - 1]!;
  const taken = new Set(partitions.map(({ name }) => name));
  const parent = sqlTable(table, context.catalog);
  const schema = parent.includes('.') ? parent.slice(0, parent.lastIndexOf('.') + 1) : '';
  const names = missing.map(remainder => newName(table.name, String(remainder)));
  if (missing.length > 16 || names.some(name => taken.has(name))) return [];
  const statements = missing.map(
    (remainder, i) =>
      `CREATE TABLE ${schema}${sqlName(names[i]!, table.dialect)} PARTITION OF ${parent} FOR VALUES WITH (MODULUS ${modulus}, REMAINDER ${remainder})`,
  );
  const edit = statementAfter(last.origin.unit, statements.join(';\n'));
  const title =
    missing.length > 1 ? `Create the ${missing.length} missing partitions` : 'Create the missing partition';
  return edit ? [{ title, edits: [edit], safe: false }] : [];
}

function valueText(partition: Partition, side: 'from' | 'to'): string {
  return partition.bound.kind === 'range' ? partition.bound[side][0]!.text : '';
}

function fixes(before: Partition, start: string): Fix[] {
  if (before.bound.kind !== 'range') return [];
  const origin = { unit: before.origin.unit, span: before.bound.to[0]!.span };
  return [{ title: `End ${before.name} at ${start}`, edits: [replace(origin, start)], safe: false }];
}
