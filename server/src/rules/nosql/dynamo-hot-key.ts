import { at } from '../lib/documents/dynamo.js';
import { type HotKey, hotKeysOf } from '../lib/documents/dynamo-hot.js';
import { documentExample, tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-hot-key',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['dynamodb'],
  summary:
    'More is written to a table or global index than one partition takes, and its partition key seems to have few values, or one per day.',
  gains: 'One Query reads everything of a status, a type or a day.',
  costs:
    'A partition takes 1,000 write units and 3,000 read units a second (3,000 strongly consistent reads of 4 kB or 6,000 eventually consistent ones; a global index knows these alone), whatever the table may take in all: requests for one hot value are throttled. In time DynamoDB divides the rows of a hot value by their sort key, but that does not help where new rows always come last, and it is not done where the table has a local index. Where a partition of a global index takes no more writes, DynamoDB throttles the writes of its table.',
  fineWhen: 'The capacity is not used, or the key is made of several attributes that the name hides.',
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
      title: 'DynamoDB: write throttling and back pressure of global secondary indexes',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html',
    },
  ],
  bad: [
    tableResource(
      'name           = "orders"\nhash_key       = "day"\nrange_key      = "id"\nwrite_capacity = 5000\nread_capacity  = 100',
      'of the 5,000 provisioned',
    ),
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: status, AttributeType: S }\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: status, KeyType: HASH }\n  - { AttributeName: id, KeyType: RANGE }\nProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 2000 }',
      'status',
    ),
    // One cause, said once for the indexes that share it.
    tableResource(
      'name           = "orders"\nhash_key       = "id"\nwrite_capacity = 3000\nglobal_secondary_index {\n  name            = "by_status"\n  hash_key        = "status"\n  write_capacity  = 3000\n  projection_type = "ALL"\n}\nglobal_secondary_index {\n  name            = "by_status_and_date"\n  hash_key        = "status"\n  range_key       = "placed"\n  write_capacity  = 3000\n  projection_type = "ALL"\n}',
      'indexes by_status and by_status_and_date of orders',
    ),
    // Said once for all tables of a file.
    documentExample(
      'dynamodb',
      'main.tf',
      'resource "aws_dynamodb_table" "orders" {\n  name           = "orders"\n  hash_key       = "id"\n  write_capacity = 3000\n  global_secondary_index {\n    name            = "by_status"\n    hash_key        = "status"\n    write_capacity  = 3000\n    projection_type = "ALL"\n  }\n}\n\nresource "aws_dynamodb_table" "audit" {\n  name           = "audit-log"\n  hash_key       = "day"\n  range_key      = "id"\n  write_capacity = 2000\n}\n',
      'status of index by_status of orders, day of table audit',
    ),
  ],
  good: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: customer_id, AttributeType: S }\n  - { AttributeName: created_at, AttributeType: S }\nKeySchema:\n  - { AttributeName: customer_id, KeyType: HASH }\n  - { AttributeName: created_at, KeyType: RANGE }',
    ),
    // How much is written to it nobody says.
    tableResource(
      'name      = "events"\nhash_key  = "day"\nrange_key = "id"\nglobal_secondary_index {\n  name            = "by_status"\n  hash_key        = "status"\n  range_key       = "created_at"\n  projection_type = "ALL"\n}',
    ),
    // Events that begin on many days are written on one.
    tableResource(
      'name           = "events"\nhash_key       = "start_date"\nrange_key      = "id"\nwrite_capacity = 5000',
    ),
  ],
  check(document, context) {
    const keys = hotKeysOf(document, table => context.factsOf(table.name).writesPerSecond?.value ?? 0);
    const [first, ...others] = keys;
    if (first === undefined) return;
    context.report({
      origin: at(document, first.span),
      message: `The partition ${subjectOf(keys)}: one partition takes at most 1,000 writes of 1 kB${wastedOf(first, keys)} and ${readsOf(keys)} a second${keys.some(({ index }) => index) ? ', and a full index throttles its table’s writes' : ''}. Take a key of many values, or append a shard number.`,
      related: others.map(key => ({
        origin: at(document, key.span),
        message: `${key.name} of ${key.owner}, too.`,
        same: true,
      })),
    });
  },
});

/** `key status of index by_status of orders seems to have few values`. */
function subjectOf(keys: readonly HotKey[]): string {
  const several = keys.length > 1;
  const seems = several ? 'seem' : 'seems';
  const named = keys.slice(0, SHOWN).map(({ name, owner }) => `${name} of ${owner}`);
  const more = keys.length > SHOWN ? ` and of ${keys.length - SHOWN} more` : '';
  const few = `${seems} to have few values`;
  const period = `${seems} to be the same for all rows of the moment`;
  const kinds = new Set(keys.map(({ kind }) => kind));
  const claim = kinds.size > 1 ? `${few} or one for all rows of the moment` : kinds.has('few') ? few : period;
  return `${several ? 'keys' : 'key'} ${named.join(', ')}${more} ${claim}`;
}

function wastedOf({ provisioned, table }: HotKey, keys: readonly HotKey[]): string {
  if (provisioned === undefined) return '';
  return ` of the ${provisioned.toLocaleString('en-US')} provisioned${keys.length > 1 ? ` for ${table}` : ''}`;
}

/** A global index is read eventually consistently only, at half the price. */
function readsOf(keys: readonly HotKey[]): string {
  if (keys.every(({ index }) => index)) return '6,000 eventually consistent reads of 4 kB';
  return keys.some(({ index }) => index) ? '3,000 read units' : '3,000 strongly consistent reads of 4 kB';
}

/** So many keys are named, the others counted. */
const SHOWN = 3;
