import type { Column, Table } from '../../schema/model.js';
import { accessPaths, pathName } from '../lib/access.js';
import { isGrowing } from '../lib/growing.js';
import { display } from '../lib/naming.js';
import { columnOf } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'spanner-growing-key',
  subject: 'newsql',
  since: '0.8.0',
  on: 'table',
  severity: 'info',
  // Spanner's DDL is read as its sister dialect, and told by where its primary key stands.
  engines: ['bigquery'],
  summary: 'A key of Spanner begins with a time that grows with each row, so one split takes all inserts.',
  gains: 'The newest rows lie together, and a range of time is read from one place.',
  costs:
    'Spanner keeps rows in the order of the key and spreads them in splits. Each new row falls behind the last one (before the first one, with DESC), so one server takes all inserts, and neither more nodes nor splitting helps.',
  fineWhen: 'Few rows are inserted in a second, or the table is small.',
  advice:
    'Begin the key with something that spreads: a UUID, a bit-reversed sequence, the id of a customer or device, or a shard number worked out from a hash.',
  sources: [
    {
      title: 'Spanner: schema design best practices, prevent hotspots',
      url: 'https://cloud.google.com/spanner/docs/schema-design#primary-key-prevent-hotspots',
    },
    {
      title: 'Spanner: commit timestamps, keys and indexes',
      url: 'https://cloud.google.com/spanner/docs/commit-timestamp#keys-indexes',
    },
  ],
  bad: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE Visits (\n  VisitedAt TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp=true),\n  VisitId STRING(36) NOT NULL,\n) PRIMARY KEY (VisitedAt DESC, VisitId);',
      says: 'VisitedAt',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE Events (\n  EventId STRING(36) NOT NULL,\n  At TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp=true),\n) PRIMARY KEY (EventId);\nCREATE INDEX EventsByAt ON Events (At);',
      says: 'EventsByAt',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE Orders (OrderId STRING(36) NOT NULL) PRIMARY KEY (OrderId);\nCREATE TABLE Events (\n  At TIMESTAMP NOT NULL,\n  EventId STRING(36) NOT NULL,\n) PRIMARY KEY (At, EventId),\n  ROW DELETION POLICY (OLDER_THAN(At, INTERVAL 30 DAY));',
      says: 'Events',
    },
  ],
  good: [
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE Customers (CustomerId STRING(36) NOT NULL) PRIMARY KEY (CustomerId);\nCREATE TABLE Visits (\n  CustomerId STRING(36) NOT NULL,\n  VisitedAt TIMESTAMP NOT NULL OPTIONS (allow_commit_timestamp=true),\n) PRIMARY KEY (CustomerId, VisitedAt DESC),\n  INTERLEAVE IN PARENT Customers ON DELETE CASCADE;',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE Holidays (Day TIMESTAMP NOT NULL, Name STRING(80)) PRIMARY KEY (Day);',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE d.visits (visited_at TIMESTAMP, id STRING) PARTITION BY DATE(visited_at);',
    },
  ],
  check(table, context) {
    if (!isSpanner(table)) return;
    for (const path of accessPaths(table)) {
      const [first] = path.parts;
      if (!first?.column || !path.origin || path.where) continue;
      const column = columnOf(table, first.column.value);
      if (column === undefined || !/^timestamp\b/i.test(column.type?.text ?? '')) continue;
      // Without the mark of a commit's time, a name has to say that rows come as time goes by.
      const marked = takesCommitTime(column);
      if (!marked && (path.kind === 'index' || !isGrowing(table.name))) continue;
      const name =
        path.kind === 'primary key' ? 'The primary key' : `Index ${pathName(path).replace(/^index /i, '')}`;
      context.report({
        origin: path.origin,
        ...(marked ? {} : { severity: 'hint' as const }),
        message: `${name} of ${display(table, context.catalog)} begins with ${column.name}, a time that grows with each row: one split, on one server, takes all inserts. Begin with what spreads them, such as a UUID, an owner's id or a shard number.`,
      });
      return;
    }
  },
});

/** `) PRIMARY KEY (...)` behind the columns is Spanner's alone among the engines of GoogleSQL. */
function isSpanner({ nameOrigin: { unit } }: Table): boolean {
  return /\)\s*primary\s+key\s*\(/i.test(unit.piece.text);
}

function takesCommitTime({ origins }: Column): boolean {
  return origins.some(({ unit, span }) =>
    /allow_commit_timestamp\s*=\s*true/i.test(unit.piece.text.slice(span.start, span.end)),
  );
}
