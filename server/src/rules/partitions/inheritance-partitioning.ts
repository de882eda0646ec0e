import type { Catalog, Table } from '../../schema/model.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'inheritance-partitioning',
  subject: 'partitions',
  since: '0.2.0',
  on: 'catalog',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Tables that inherit and carry a CHECK each stand in for partitions.',
  gains: 'Children may have columns of their own, more than one parent, and any rule for who holds what.',
  costs:
    'No key, foreign key or index of the parent holds for its children; a trigger has to route each row; rows are left out of a scan only by constraint exclusion, which looks at every child while it plans.',
  fineWhen: 'The server is older than PostgreSQL 10, or children really differ in their columns.',
  advice:
    'Use declarative partitioning: make a partitioned table and attach each child, whose CHECK already proves its bound.',
  sources: [
    {
      title: 'PostgreSQL: partitioning using inheritance, and its caveats',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-USING-INHERITANCE',
    },
    {
      title: 'PostgreSQL: caveats of inheritance',
      url: 'https://www.postgresql.org/docs/current/ddl-inherit.html#DDL-INHERIT-CAVEATS',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date);\nCREATE TABLE m_23 (CHECK (at >= '2023-01-01' AND at < '2024-01-01')) INHERITS (m);\nCREATE TABLE m_24 (CHECK (at >= '2024-01-01' AND at < '2025-01-01')) INHERITS (m);",
      says: 'm_23 and m_24',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE things (id bigint, name text);\nCREATE TABLE cars (wheels int, CHECK (wheels > 0)) INHERITS (things);\nCREATE TABLE boats (sails int) INHERITS (things);',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (id bigint, at date) PARTITION BY RANGE (at);\nCREATE TABLE m_23 PARTITION OF m FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');",
    },
  ],
  check(catalog, context) {
    for (const [parent, children] of standIns(catalog)) {
      const shown = children.slice(0, 3).map(child => child.name);
      const more = children.length - shown.length;
      context.report({
        origin: parent.nameOrigin,
        message: `${listed(more > 0 ? [...shown, `${more} more`] : shown)} inherit from ${display(parent, catalog)} and a CHECK says what each holds, as partitions would. Keys, foreign keys and indexes of ${parent.name} do not hold for them. Use declarative partitioning (PostgreSQL 10).`,
        related: children.slice(0, 3).map(child => ({ origin: child.nameOrigin, message: 'Inherits.' })),
      });
    }
  },
});

/** Parents with two children or more that add no column and check one which they inherit. */
function standIns(catalog: Catalog): Map<Table, Table[]> {
  const found = new Map<Table, Table[]>();
  for (const table of catalog.allTables()) {
    if (table.inherits.length !== 1 || table.partitionOf || !isStandIn(table)) continue;
    const parent = catalog.table(table.inherits[0]!);
    if (!parent || parent.partitioning || isTimescales(table)) continue;
    const children = found.get(parent);
    if (children) children.push(table);
    else found.set(parent, [table]);
  }
  for (const [parent, children] of found) if (children.length < 2) found.delete(parent);
  return found;
}

const STAND_INS = new WeakMap<Table, boolean>();

function isStandIn(table: Table): boolean {
  let answer = STAND_INS.get(table);
  if (answer === undefined) {
    const inherited = new Set(table.columns.filter(column => column.inherited).map(column => column.name));
    answer =
      inherited.size > 0 &&
      table.columns.every(column => column.inherited) &&
      table.checks.some(check => check.expr.columns.length === 1 && inherited.has(check.expr.columns[0]!));
    STAND_INS.set(table, answer);
  }
  return answer;
}

/** Chunks as a dump writes them. */
function isTimescales(table: Table): boolean {
  return table.schema.startsWith('_timescaledb');
}
