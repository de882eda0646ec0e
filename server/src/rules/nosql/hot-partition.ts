import type { Column } from '../../schema/model.js';
import type { TableFacts } from '../../workload/model.js';
import { PARTITION_GUIDANCE } from '../lib/cql/sources.js';
import { clusteringKey, partitionKey } from '../lib/cql/table.js';
import { countText } from '../lib/cql/text.js';
import { display, tuple, wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'hot-partition',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary:
    'The partition key has few values, or the same one for all rows of a day: few nodes do all the work.',
  gains: 'One query reads everything of a status, a type or a day, in order.',
  costs:
    'A partition lies on as many nodes as there are replicas. Where all rows of the moment go to one partition, those nodes take all writes, however many nodes the cluster has; and such partitions grow large.',
  fineWhen: 'The table is small and seldom written, such as a list of settings.',
  advice:
    'Put something with many values into the partition key: the entity, or a shard number such as `hash(id) % 16` that readers ask for one by one.',
  sources: [
    PARTITION_GUIDANCE,
    {
      title: 'ScyllaDB: finding hot partitions',
      url: 'https://docs.scylladb.com/manual/stable/operating-scylla/nodetool-commands/toppartitions.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.latest (day date, added timestamp, video uuid, name text, PRIMARY KEY (day, added, video));',
      says: 'one partition at a time',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.jobs_by_status (status text, id timeuuid, body text, PRIMARY KEY (status, id));',
      says: 'status',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.users (active boolean, id uuid, PRIMARY KEY (active, id));',
      says: 'two values',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.latest (day date, shard int, added timestamp, video uuid, PRIMARY KEY ((day, shard), added, video));',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.schema_migrations (type text, version timeuuid, description text, PRIMARY KEY (type, version));',
    },
    { dialect: 'cql', sql: 'CREATE TABLE v.statuses (status text PRIMARY KEY, description text);' },
  ],
  check(table, context) {
    const key = partitionKey(table);
    // Without clustering columns each partition is one row.
    if (key.length === 0 || clusteringKey(table).length === 0 || !key.every(mayBeFew)) return;
    if (isBookkeeping(table.name)) return;
    const verdict = judge(key, context.workload.factsOf(table));
    if (!verdict) return;
    context.report({
      origin: table.primaryKey?.origins[0] ?? table.nameOrigin,
      severity: verdict.severity,
      message: `${verdict.what(tuple(key.map(column => column.name)), display(table, context.catalog))} Add a column with many values, or a shard number, to the partition key.`,
    });
  },
});

/** What a tool of migrations keeps for itself: one small row for each of them. */
function isBookkeeping(name: string): boolean {
  return /^schema_?(migrations?|versions?|history)|_migrations?$|change_?log(_?lock)?$/i.test(name);
}

interface Verdict {
  readonly severity: 'warning' | 'info' | 'hint';
  what(key: string, table: string): string;
}

function judge(key: readonly Column[], facts: TableFacts): Verdict | undefined {
  const counts = key.map(column => facts.columns.get(column.name)?.distinct?.value);
  const known = counts.every(count => count !== undefined)
    ? counts.reduce<number>((product, count) => product * count!, 1)
    : undefined;
  const writes = facts.writesPerSecond?.value ?? 0;
  if (key.every(column => isPeriod(column))) {
    // A year or month may be that of an event, and not that of the moment.
    const sure = key.some(
      column => column.type?.base === 'date' || /day|date|hour|ymd|yyyymm/i.test(column.name),
    );
    return {
      severity: writes >= 1000 ? 'warning' : sure ? 'info' : 'hint',
      what: (names, name) =>
        `All rows that ${name} takes at one moment ${sure ? 'have' : 'seem to have'} the same partition key ${names}: one partition at a time gets every write${writes > 0 ? ` (${countText(writes)}/s)` : ''}.`,
    };
  }
  if (known !== undefined) {
    if (known > FEW) return undefined;
    return {
      severity: writes >= 1000 ? 'warning' : 'info',
      what: (names, name) =>
        `${name} has ${countText(known)} partitions ${names}, so as few nodes do all its work.`,
    };
  }
  if (key.every(column => column.type?.base === 'boolean')) {
    return {
      severity: 'info',
      what: (names, name) =>
        `The partition key ${names} of ${name} has two values: all rows lie in two partitions.`,
    };
  }
  return {
    severity: 'hint',
    what: (names, name) =>
      `The partition key ${names} of ${name} seems to have few values: all rows share as few partitions, and their nodes do all the work.`,
  };
}

/** Fewer partitions than this cannot spread over a cluster of some size. */
const FEW = 100;

function mayBeFew(column: Column): boolean {
  if (column.type?.base === 'boolean') return true;
  if (isPeriod(column)) return true;
  const words = wordsOf(column.name);
  return words.length > 0 && words.length <= 2 && CATEGORY.has(words.at(-1)!);
}

/** A day or month: the value of the moment is the same for all. A timestamp may be exact, and then it is not. */
function isPeriod(column: Column): boolean {
  const words = wordsOf(column.name);
  if (words.some(word => NOT_NOW.has(word))) return false;
  return column.type?.base === 'date' || (words.some(word => PERIOD.has(word)) && !words.includes('id'));
}

/** Days that have nothing to do with when a row is written. */
const NOT_NOW = new Set('birth birthday born due expiry expires valid holiday departure arrival'.split(' '));
const CATEGORY = new Set(
  'status state type kind category level severity priority gender active enabled flag'.split(' '),
);
const PERIOD = new Set('day date ymd yyyymmdd yyyymm month week year hour yearmonth'.split(' '));
