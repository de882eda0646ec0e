import type { Column, Table } from '../../schema/model.js';
import { formatRate } from '../../workload/figures.js';
import { type AccessPath, accessPaths, pathName } from '../lib/access.js';
import { textOf } from '../lib/edits.js';
import { isGrowing } from '../lib/growing.js';
import { display, wordsOf } from '../lib/naming.js';
import { holdsTime } from '../lib/partition-keys.js';
import { columnOf } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'range-shard-hotspot',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['yugabyte', 'cockroach'],
  summary: 'A range-sharded key or index begins with values that only grow, so all inserts go to one range.',
  gains: 'Rows in order of time or number lie together: ranges and ORDER BY ... LIMIT read one place.',
  costs:
    'Each new row falls behind the last one, into the same tablet or range: one node takes all writes, and splitting the range does not help.',
  fineWhen: 'Few rows are inserted, or the table is small enough for one range anyway.',
  advice:
    'YugabyteDB: hash the first column (`PRIMARY KEY (id HASH)`), or put a bucket before it. CockroachDB: `USING HASH`, or a random UUID as the key.',
  sources: [
    {
      title: 'YugabyteDB: avoiding hotspots',
      url: 'https://docs.yugabyte.com/stable/develop/data-modeling/hot-shards-ysql/',
    },
    {
      title: 'YugabyteDB: bucket-based indexes',
      url: 'https://docs.yugabyte.com/stable/develop/data-modeling/bucket-based-index-ysql',
    },
    {
      title: 'CockroachDB: hash-sharded indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/hash-sharded-indexes',
    },
  ],
  bad: [
    {
      dialect: 'yugabyte',
      sql: 'CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (at ASC, id));',
      says: 'at',
    },
    {
      dialect: 'yugabyte',
      sql: 'CREATE TABLE events (id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());\nCREATE INDEX events_at ON events (created_at DESC);',
      says: 'events_at',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE events (at timestamptz NOT NULL DEFAULT now(), id uuid NOT NULL, PRIMARY KEY (at, id));',
      says: 'USING HASH',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE events (id INT8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
      says: 'id',
    },
  ],
  good: [
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE countries (id INT8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\nCREATE TABLE cities (id UUID PRIMARY KEY, country_id INT8 NOT NULL REFERENCES countries (id));',
    },
    {
      dialect: 'yugabyte',
      sql: 'CREATE TABLE events (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());\nCREATE INDEX events_at ON events (at);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE events (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), at timestamptz NOT NULL DEFAULT now(), INDEX (at) USING HASH);',
    },
  ],
  check(table, context) {
    if (table.temporary || table.partitionOf) return;
    if (isLookup(table, context)) return;
    const yugabyte = table.dialect === 'yugabyte';
    for (const path of accessPaths(table)) {
      const [first] = path.parts;
      if (!first?.column || !path.origin || path.inherited || path.where || isHashed(path)) continue;
      // YugabyteDB hashes the first column unless its order is written.
      if (yugabyte && first.order === undefined) continue;
      const column = columnOf(table, first.column.value);
      const why = column && growth(table, column, path);
      if (!why) continue;
      const writes = context.workload.factsOf(table).writesPerSecond;
      // A tablet takes some thousand rows a second; a few do not hurt.
      if (writes ? writes.value < 10 : !isBusy(table)) return;
      context.report({
        origin: path.origin,
        severity: writes && writes.value >= 1000 ? 'warning' : 'hint',
        message: `${capital(pathName(path))} of ${display(table, context.catalog)} is sharded by ranges and begins with ${column.name}, ${why}: all inserts${writes ? ` (${formatRate(writes.value)}, ${writes.source})` : ''} go to the last ${yugabyte ? 'tablet' : 'range'}. ${yugabyte ? `Hash it (${column.name} HASH), or put a bucket before it` : 'Make it USING HASH, or begin with another column'}.`,
      });
    }
  },
});

/** Others refer to it, and it to none: what is looked up gets few rows, unless its name or a figure says otherwise. */
function isLookup(table: Table, { catalog, workload }: RuleContext): boolean {
  return (
    table.foreignKeys.length === 0 &&
    !isGrowing(table.name) &&
    catalog.referencing(table.key).length > 0 &&
    workload.factsOf(table).writesPerSecond === undefined
  );
}

/** A staff list gets no rows in a hurry: without figures, the name has to say that rows come all the time. */
function isBusy(table: Table): boolean {
  return isGrowing(table.name) || wordsOf(table.name).some(word => BUSY.test(word));
}

const BUSY =
  /^(?:orders?|items?|lines?|payments?|carts?|posts?|comments?|likes?|rentals?|bookings?|trips?|rides?|jobs?|tasks?|queues?|outbox|inbox|feeds?|stream|journal|ledger|entries|entry|points?)$/;

/** Why the column's values only grow; undefined where nothing says so. */
function growth(table: Table, column: Column, path: AccessPath): string | undefined {
  if (holdsTime(column)) {
    const now =
      column.default?.functions.some(name => NOW.test(name)) || NOW.test(column.default?.text ?? '');
    // A time in an index grows only if it is the time of insertion.
    if (path.kind === 'index' && !(now && MADE.test(column.name))) return undefined;
    return now || path.kind === 'primary key' ? 'a time that grows with each row' : undefined;
  }
  if (column.identity !== undefined) return 'a number that grows with each row';
  if (/\bnextval\b/i.test(column.default?.text ?? '')) return 'a number that grows with each row';
  if (column.serial) return table.dialect === 'yugabyte' ? 'a number that grows with each row' : undefined;
  return undefined;
}

function isHashed(path: AccessPath): boolean {
  return (
    path.method === 'hash' || path.method === 'gin' || /\bUSING\s+HASH\b|\bHASH\b/i.test(textOf(path.origin!))
  );
}

/** Names of the time at which a row is made. */
const MADE = /^(ts|at|time|timestamp)$|creat|insert|logged|record|receiv|ingest|occurr|event_?(time|at)/i;

const NOW =
  /^(now|current_timestamp|clock_timestamp|transaction_timestamp|statement_timestamp|localtimestamp)\b/i;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
