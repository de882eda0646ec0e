import type { Table } from '../../schema/model.js';
import { replaceIn, textOf } from '../lib/edits.js';
import { display, tuple } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isKnownBig, isKnownSmall } from '../lib/workload/size.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'no-clustered-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['tsql'],
  summary: 'A table is a heap: its primary key is nonclustered and no other index is clustered.',
  gains: 'Bulk loads of rows in any order are fast, and a nonclustered index points straight to the row.',
  costs:
    'Each search by the key visits the row besides the index. Updates that lengthen rows leave forwarding pointers, and deletes leave empty pages, until the table is rebuilt.',
  fineWhen: 'The table is a staging area that is filled, read once and emptied.',
  advice: 'Cluster the table by what ranges of it are read by, mostly its primary key.',
  sources: [
    {
      title: 'SQL Server: heaps, tables without clustered indexes',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/heaps-tables-without-clustered-indexes',
    },
  ],
  bad: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.orders (id int NOT NULL, at date, CONSTRAINT pk_orders PRIMARY KEY NONCLUSTERED (id));',
      says: 'heap',
    },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.a (id int NOT NULL PRIMARY KEY);\nGO\nCREATE TABLE dbo.b (id int NOT NULL PRIMARY KEY NONCLUSTERED, at date);\nGO\nCREATE CLUSTERED INDEX b_at ON dbo.b (at);\nGO\nCREATE TABLE dbo.c (id int NOT NULL PRIMARY KEY NONCLUSTERED) WITH (MEMORY_OPTIMIZED = ON);\nGO\nCREATE TABLE dbo.d (id int NOT NULL);\n',
    },
    {
      dialect: 'tsql',
      sql: '-- A heap on purpose: rows are only ever appended.\nCREATE TABLE dbo.visits (id int NOT NULL PRIMARY KEY NONCLUSTERED, at date);',
    },
  ],
  check(table, context) {
    const key = table.primaryKey;
    // Without a primary key there is more to say than this.
    if (!isOwnTable(table) || !key || key.clustered !== false) return;
    if (table.indexes.some(index => index.clustered) || table.uniques.some(other => other.clustered)) return;
    // Graph, external and memory-optimised tables have no heap; Synapse says what it has in an option.
    const other = table.options.some(({ name }) => /memory_optimized|heap|clustered|distribution/.test(name));
    const origin = key.origins[0];
    if (other || !origin) return;
    if (saysHeap(table)) return;
    const facts = context.workload.factsOf(table);
    if (isKnownSmall(facts)) return;
    context.report({
      origin,
      severity: isKnownBig(facts) ? 'warning' : 'info',
      message: `${display(table, context.catalog)} is a heap: its primary key ${tuple(key.columns)} is nonclustered and no index is clustered, so each search by the key visits the heap as well. Make one index clustered.`,
      fixes: (): Fix[] => {
        const edit = /\bnonclustered\b/i.test(textOf(origin))
          ? replaceIn(origin, /\bnonclustered\b/i, 'CLUSTERED')
          : undefined;
        return edit ? [{ title: 'Cluster the table by its primary key', edits: [edit], safe: false }] : [];
      },
    });
  },
});

/** A comment at the definition says that a heap is what is meant. */
function saysHeap(table: Table): boolean {
  const piece = table.origins[0]?.unit.piece;
  return piece?.comments.some(({ start, end }) => /\bheap\b/i.test(piece.text.slice(start, end))) ?? false;
}
