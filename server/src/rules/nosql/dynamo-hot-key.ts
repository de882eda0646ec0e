import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { listed, wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-hot-key',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['dynamodb'],
  summary: 'The partition key of a table or global index seems to have few values, or one per day.',
  gains: 'One Query reads everything of a status, a type or a day.',
  costs:
    'A partition takes 1,000 write units and 3,000 read units a second, whatever the table may take in all: requests for one hot value are throttled. In time DynamoDB divides the rows of a hot value by their sort key, but that does not help where new rows always come last, and it is not done where the table has a local index. A global index whose key is hot throttles writes to its table, too.',
  fineWhen:
    'The table takes far less than that, or the key is made of several attributes that the name hides.',
  advice:
    'Choose a key with many values that are asked for alike, or append a shard number (`status#7`) and ask for all shards. A sparse index, whose key only the rows in question have, stays small.',
  sources: [
    {
      title: 'DynamoDB: designing partition keys',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
    },
    {
      title: 'DynamoDB: partitions, hot keys, and split for heat',
      url: 'https://aws.amazon.com/blogs/database/part-3-scaling-dynamodb-how-partitions-hot-keys-and-split-for-heat-impact-performance/',
    },
    {
      title: 'DynamoDB: write sharding',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html',
    },
    {
      title: 'DynamoDB: throttling of global secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: status, AttributeType: S }\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: status, KeyType: HASH }\n  - { AttributeName: id, KeyType: RANGE }',
      'status',
    ),
    tableResource(
      'name     = "orders"\nhash_key = "id"\nattribute {\n  name = "id"\n  type = "S"\n}\nattribute {\n  name = "created_date"\n  type = "S"\n}\nglobal_secondary_index {\n  name            = "by_date"\n  hash_key        = "created_date"\n  projection_type = "ALL"\n}',
      'by_date',
    ),
    // One cause, said once for the indexes that share it.
    tableResource(
      'name     = "orders"\nhash_key = "id"\nglobal_secondary_index {\n  name            = "by_status"\n  hash_key        = "status"\n  projection_type = "ALL"\n}\nglobal_secondary_index {\n  name            = "by_status_and_date"\n  hash_key        = "status"\n  range_key       = "placed"\n  projection_type = "ALL"\n}',
      'indexes by_status and by_status_and_date of orders',
    ),
    tableResource(
      'name           = "orders"\nhash_key       = "day"\nrange_key      = "id"\nwrite_capacity = 5000\nread_capacity  = 100',
      'of the 5,000 provisioned',
    ),
  ],
  good: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: customer_id, AttributeType: S }\n  - { AttributeName: created_at, AttributeType: S }\nKeySchema:\n  - { AttributeName: customer_id, KeyType: HASH }\n  - { AttributeName: created_at, KeyType: RANGE }',
    ),
    // Events that begin on many days are written on one.
    tableResource(
      'name     = "events"\nhash_key = "id"\nglobal_secondary_index {\n  name            = "by_start"\n  hash_key        = "start_date"\n  projection_type = "ALL"\n}',
    ),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const keys = [
        { what: `table ${table.name}`, hash: table.hash, range: table.range, index: false },
        ...table.indexes.flatMap(index =>
          index.kind === 'global' && !index.composite
            ? [{ what: index.name, hash: index.hash, range: index.range, index: true }]
            : [],
        ),
      ];
      const said = new Set<string>();
      for (const { what, hash, range, index } of keys) {
        const name = hash?.value;
        // Without a sort key each value of a table's key is one row.
        if (!hash || name === undefined || (!range && !index)) continue;
        const kind = kindOf(name);
        if (!kind) continue;
        // Indexes by one attribute share its cause.
        if (index && said.has(name)) continue;
        if (index) said.add(name);
        const alike = index ? keys.filter(each => each.index && each.hash?.value === name) : [];
        const owner = index
          ? `${alike.length === 1 ? 'index' : 'indexes'} ${listed(alike.map(each => each.what))} of ${table.name}`
          : what;
        const writes = context.factsOf(table.name).writesPerSecond?.value ?? 0;
        const units = table.billing === 'provisioned' && !index ? (table.write?.value ?? 0) : 0;
        const wasted = units > 1000 ? ` of the ${units.toLocaleString('en-US')} provisioned` : '';
        context.report({
          origin: at(document, hash.span),
          severity:
            writes > 1000 || wasted !== '' ? 'warning' : kind === 'period' && !index ? 'info' : 'hint',
          message: `The partition key ${name} of ${owner} seems ${kind === 'period' ? 'to be the same for all rows of the moment' : 'to have few values'}: one partition takes at most 1,000 writes of 1 kB${wasted} and 3,000 reads of 4 kB a second${index ? ', and a throttled index throttles its table' : ''}. Take a key with many values, or append a shard number.`,
        });
      }
    }
  },
});

function kindOf(name: string): 'period' | 'few' | undefined {
  const words = wordsOf(name);
  if (words.length > 3) return undefined;
  if (words.some(word => PERIOD.has(word)))
    return words.some(word => FORESEEN.has(word)) ? undefined : 'period';
  return FEW.has(words.at(-1) ?? '') ? 'few' : undefined;
}

const PERIOD = new Set('date day month week year hour yyyymmdd yyyymm ymd'.split(' '));
/** Dates that are not those of the day on which a row is written. */
const FORESEEN = new Set(
  'start end due birth birthday expiry expires expiration valid from until departure arrival check booking reservation appointment release publish scheduled event'.split(
    ' ',
  ),
);
const FEW = new Set(
  'status state type kind category gender priority severity level active enabled deleted archived country currency locale language entity'.split(
    ' ',
  ),
);
