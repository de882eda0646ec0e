import { SECONDARY_INDEX } from '../lib/cql/sources.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'too-many-secondary-indexes',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'A table has more secondary indexes than its writes bear well.',
  gains: 'More columns can be asked for.',
  costs:
    'Each write also writes each index; an update of an indexed column reads the old value first, and leaves a tombstone in the index.',
  fineWhen: 'The table is written seldom.',
  advice: 'Keep a table per question, or use storage-attached indexes, which share their work on writes.',
  sources: [
    SECONDARY_INDEX,
    {
      title: 'Cassandra: guardrail secondary_indexes_per_table (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  options: {
    maximum: {
      type: 'number',
      default: 3,
      description: 'Secondary indexes of one table that are not too many.',
    },
    maximumStorageAttached: {
      type: 'number',
      default: 10,
      description: 'Storage-attached indexes of one table that are not too many.',
    },
  },
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.o (id uuid PRIMARY KEY, a text, b text, c text, d text);\nCREATE INDEX ON s.o (a);\nCREATE INDEX ON s.o (b);\nCREATE INDEX ON s.o (c);\nCREATE INDEX ON s.o (d);',
      says: '4 secondary indexes',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.o (id uuid PRIMARY KEY, a text, b text, c text, d text);\nCREATE INDEX ON s.o (a) USING 'sai';\nCREATE INDEX ON s.o (b) USING 'sai';\nCREATE INDEX ON s.o (c) USING 'sai';\nCREATE INDEX ON s.o (d) USING 'sai';",
    },
  ],
  check(table, context) {
    if (table.indexes.length === 0) return;
    const attached = table.indexes.filter(({ method }) => /^sai$|storageattachedindex$/.test(method));
    const others = table.indexes.length - attached.length;
    const maximum = context.options.maximum as number;
    const tooMany = others > maximum;
    if (!tooMany && attached.length <= (context.options.maximumStorageAttached as number)) return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} has ${tooMany ? `${others} secondary indexes` : `${attached.length} storage-attached indexes`}: each write pays for each of them. Keep those that a query needs${tooMany ? ', or write a table per query' : ''}.`,
      related: table.indexes.flatMap(index =>
        index.origins[0] ? [{ origin: index.origins[0], message: `Index ${index.name ?? ''}`.trim() }] : [],
      ),
    });
  },
});
