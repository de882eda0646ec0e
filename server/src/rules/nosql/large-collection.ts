import type { Column, Table } from '../../schema/model.js';
import { display, wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'large-collection',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['cql'],
  summary: 'A collection seems to take elements without end.',
  gains: 'An entity and all that belongs to it are one row, written and read at once.',
  costs:
    'A collection is read whole, even for one element; a frozen one is also written whole. Thousands of elements make a row slow, and each removed element, and each list that is set anew, leaves tombstones in it.',
  fineWhen: 'The elements stay few: tags, addresses, phone numbers.',
  advice: 'Make each element a row: a clustering column in a table with the same partition key.',
  sources: [
    {
      title: 'Cassandra: collections are for small amounts of data',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/types.html#collections',
    },
    {
      title: 'ScyllaDB: large collections',
      url: 'https://docs.scylladb.com/manual/stable/troubleshooting/large-rows-large-cells-tables.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE chat.rooms (id uuid PRIMARY KEY, messages list<text>);',
      says: 'messages',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, login_history map<timestamp, text>);',
      says: 'login_history',
    },
  ],
  good: [
    { dialect: 'cql', sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, tags set<text>, phones list<text>);' },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE chat.messages (room uuid, at timeuuid, message text, PRIMARY KEY (room, at)) WITH default_time_to_live = 86400;',
    },
  ],
  check(table, context) {
    for (const column of table.columns) {
      const type = collection(column);
      if (!type || !growsBy(column, table)) continue;
      context.report({
        origin: column.nameOrigin,
        message: `The ${type} ${display(table, context.catalog)}.${column.name} seems to grow without end, and is read whole for each element. Make each element a row of a table with the same partition key.`,
      });
    }
  },
});

function collection(column: Column): string | undefined {
  const text = column.type?.text ?? '';
  return /^(?:frozen<)?(list|set|map)</.exec(text)?.[1];
}

/** Names of what happens again and again, or a map by the time. */
function growsBy(column: Column, table: Table): boolean {
  if (table.kind !== 'table') return false;
  if (/^(?:frozen<)?map<(?:timestamp|timeuuid|date)\b/.test(column.type?.text ?? '')) return true;
  // A set of texts is as a rule a choice out of few names.
  if (/^(?:frozen<)?set<text>/.test(column.type?.text ?? '')) return false;
  return wordsOf(column.name).some(word => GROWING.has(word));
}

const GROWING = new Set(
  'messages events history comments followers likes logs readings measurements transactions payments notifications visits views clicks posts audits entries subscribers'.split(
    ' ',
  ),
);
