import type { Column, Index, Table } from '../../schema/model.js';
import type { ColumnFacts } from '../../workload/model.js';
import { SECONDARY_INDEX } from '../lib/cql/sources.js';
import { partitionKey } from '../lib/cql/table.js';
import { countText } from '../lib/cql/text.js';
import { display, wordsOf } from '../lib/naming.js';
import { columnOf } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'secondary-index-cardinality',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'A secondary index on a column with very few, or almost as many values as there are rows.',
  gains: 'A column outside of the key can be asked for without a second table.',
  costs:
    'Few values: the index keeps all rows of a value together, so a question for it reads a huge part of the table. Nearly unique values: Cassandra’s index is local to each node, so a question that finds one row asks all of them.',
  fineWhen:
    'The partition key is named too, so that one node is asked; or the question is rare. ScyllaDB’s global indexes are spread by value: there many values do no harm.',
  advice:
    'For many values, write a second table whose partition key is that column, or use a storage-attached index (SAI, since Cassandra 5.0). For few, make them part of a table’s key together with a bucket.',
  sources: [
    SECONDARY_INDEX,
    {
      title: 'Cassandra: storage-attached indexing',
      url: 'https://cassandra.apache.org/doc/stable/cassandra/developing/cql/indexing/sai/sai-faq.html',
    },
    {
      title: 'ScyllaDB: global and local secondary indexes',
      url: 'https://docs.scylladb.com/manual/stable/features/secondary-indexes.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.credentials (email text PRIMARY KEY, id uuid);\nCREATE TABLE s.users (id uuid PRIMARY KEY, email text);\nCREATE INDEX users_email ON s.users (email);',
      says: 'credentials finds by it already',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, active boolean);\nCREATE INDEX ON s.users (active);',
      says: 'two values',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, email text);\nCREATE INDEX users_email ON s.users (email);',
      says: 'asks all nodes',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, email text);\nCREATE INDEX users_email ON s.users (email);',
      says: 'since Cassandra 5.0',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, email text);\nCREATE INDEX users_email ON s.users (email);',
      engineVersion: 4,
      says: 'as its partition key.',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, city text);\nCREATE INDEX ON s.users (city);',
    },
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id uuid PRIMARY KEY, email text);\nCREATE INDEX ON s.users (email) USING 'StorageAttachedIndex';",
    },
  ],
  check(table, context) {
    for (const index of table.indexes) {
      const column = indexed(table, index);
      const origin = index.origins[0];
      if (index.method !== '2i' || !column || !origin) continue;
      const facts = context.workload.factsOf(table);
      const found = judge(column, facts.columns.get(column.name), facts.rows?.value);
      if (!found) continue;
      const keeper = found.few ? undefined : keeperOf(table, column, context);
      const name = `${display(table, context.catalog)}.${column.name}`;
      context.report({
        origin,
        severity: found.sure ? 'info' : 'hint',
        message: found.few
          ? `The index on ${name}${found.sure ? ' holds' : ', which seems to have few values, holds'} ${found.values === undefined ? 'a large part of the rows' : `the rows of ${found.values}`} under each value: asking it reads that part of the table. Put the value into a table’s key instead.`
          : `${name} ${found.sure ? `has ${found.values ?? 'unique'} values` : 'seems nearly unique'}: in Cassandra a question through this index asks all nodes to find one row. ${keeper ? `${display(keeper, context.catalog)} finds by it already: ask that, and drop the index` : `Keep a table with ${column.name} as its partition key`}${keeper ? '' : hasSai(context.engineVersion) ? ', or a storage-attached index (since Cassandra 5.0)' : ''}.`,
      });
    }
  },
});

/** Another table with the column as its partition key, which holds the key of this one. */
function keeperOf(table: Table, { name }: Column, { catalog }: RuleContext): Table | undefined {
  const [id, ...more] = partitionKey(table);
  if (!id || more.length > 0) return undefined;
  for (const other of catalog.allTables()) {
    if (other.key === table.key || other.schema !== table.schema) continue;
    const key = partitionKey(other);
    if (key.length === 1 && key[0]!.name === name && columnOf(other, id.name)) return other;
  }
  return undefined;
}

/** Storage-attached indexes came with Cassandra 5.0. */
function hasSai(version: number | undefined): boolean {
  return (version ?? 5) >= 5;
}

interface Verdict {
  readonly few: boolean;
  readonly sure: boolean;
  readonly values?: string;
}

function judge(
  column: Column,
  facts: ColumnFacts | undefined,
  rows: number | undefined,
): Verdict | undefined {
  const distinct = facts?.distinct?.value;
  if (distinct !== undefined) {
    if (distinct <= 20) return { few: true, sure: true, values: `${countText(distinct)} values` };
    if (rows !== undefined && rows >= 100_000 && distinct >= rows / 10)
      return { few: false, sure: true, values: countText(distinct) };
    return undefined;
  }
  const base = column.type?.base;
  if (base === 'boolean') return { few: true, sure: true, values: 'two values' };
  if (base === 'timeuuid') return { few: false, sure: false };
  const words = wordsOf(column.name);
  const last = words.at(-1);
  if (last !== undefined && UNIQUE.has(last)) return { few: false, sure: false };
  return undefined;
}

/** The column of an index on a column as it is: collections and text analysis are other questions. */
function indexed(table: Table, index: Index): Column | undefined {
  const name = index.parts.length === 1 ? index.parts[0]!.column?.value : undefined;
  return name === undefined ? undefined : columnOf(table, name);
}

const UNIQUE = new Set([
  'email',
  'username',
  'login',
  'phone',
  'isbn',
  'ssn',
  'iban',
  'token',
  'hash',
  'checksum',
]);
