import type { Catalog } from '../../schema/model.js';
import { maskComments } from '../lib/cql/mask.js';
import { numberOption } from '../lib/cql/table.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'durable-writes-off',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'statement',
  severity: 'warning',
  engines: ['cql'],
  summary: 'A keyspace writes past the commit log.',
  gains: 'Writes cost less disk traffic.',
  costs:
    'What a node acknowledged lies in its memory alone until the memtable is flushed: a node that stops loses it, and where all replicas lose power at once, acknowledged writes are gone.',
  fineWhen: 'The data is made again at any time, such as a cache.',
  advice: 'Leave `durable_writes` on, which is the default.',
  sources: [
    {
      title: 'Cassandra: options of a keyspace',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html#create-keyspace-statement',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3} AND durable_writes = false;",
      says: 'commit log',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3} AND durable_writes = true;",
    },
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE page_cache WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3} AND durable_writes = false;",
    },
    // What is written to it is gone within the day anyway.
    {
      dialect: 'cql',
      sql: "CREATE KEYSPACE live WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3} AND durable_writes = false;\n\nCREATE TABLE live.chunks (stream text, at timeuuid, data blob, PRIMARY KEY (stream, at)) WITH default_time_to_live = 43200;",
    },
  ],
  check({ unit, reading }, context) {
    const { statement, span } = reading;
    const keyspace = statement.kind === 'create schema' && statement.object === 'keyspace';
    if (!keyspace && !(statement.kind === 'other' && statement.verb === 'ALTER')) return;
    const text = maskComments(unit.piece, span);
    if (!KEYSPACE.test(text)) return;
    const found = OFF.exec(text);
    if (!found) return;
    if (isMadeAgain(KEYSPACE.exec(text)?.[1] ?? '', context.catalog)) return;
    const start = span.start + found.index;
    const value = start + found[0].length - 'false'.length;
    context.report({
      origin: { unit, span: { start, end: start + found[0].length } },
      message:
        'Writes to this keyspace are not put into the commit log: a node that stops loses what it acknowledged and had not flushed. Set durable_writes to true.',
      fixes: [
        {
          title: 'Set durable_writes to true',
          safe: true,
          edits: [
            { origin: { unit, span: { start: value, end: start + found[0].length } }, newText: 'true' },
          ],
        },
      ],
    });
  },
});

/** What a keyspace holds is made again, or gone soon by itself: by its name, or as most of its tables expire. */
function isMadeAgain(name: string, catalog: Catalog): boolean {
  if (DISPOSABLE.test(name)) return true;
  const own = [...catalog.allTables()].filter(({ schema }) => schema.toLowerCase() === name.toLowerCase());
  const expiring = own.filter(table => (numberOption(table, 'default_time_to_live') ?? 0) > 0);
  return expiring.length * 2 > own.length;
}

const KEYSPACE = /^\s*(?:create|alter)\s+(?:keyspace|schema)\s+(?:if\s+(?:not\s+)?exists\s+)?"?(\w*)/i;
const OFF = /\bdurable_writes\s*=\s*false\b/i;
const DISPOSABLE = /cache|session|(?:^|_)(?:te?mp|tests?|demo|bench\w*|metrics|stress\w*|keyspace1)(?:_|$)/i;
