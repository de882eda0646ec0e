import { maskComments } from '../lib/cql/mask.js';
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
  ],
  check({ unit, reading }, context) {
    const { statement, span } = reading;
    const keyspace = statement.kind === 'create schema' && statement.object === 'keyspace';
    if (!keyspace && !(statement.kind === 'other' && statement.verb === 'ALTER')) return;
    const text = maskComments(unit.piece, span);
    if (!KEYSPACE.test(text)) return;
    const found = OFF.exec(text);
    if (!found) return;
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

const KEYSPACE = /^\s*(?:create|alter)\s+(?:keyspace|schema)\b/i;
const OFF = /\bdurable_writes\s*=\s*false\b/i;
