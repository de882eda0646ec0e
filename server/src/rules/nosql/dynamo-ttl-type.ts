import { keyAttributes } from '../../documents/dynamodb/model.js';
import { at, tablesOf } from '../lib/documents/dynamo.js';
import { tableResource, tableTemplate } from '../lib/documents/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'dynamo-ttl-type',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['dynamodb'],
  summary: 'Rows expire by an attribute that is no number.',
  gains: 'None: nothing expires.',
  costs:
    'TTL reads a number of seconds since 1970. Rows whose attribute has another type are passed over and stay for ever.',
  fineWhen: 'Never.',
  advice: 'Keep the moment of expiry in a numeric attribute, in seconds.',
  sources: [
    {
      title: 'DynamoDB: time to live, a Number in epoch seconds',
      url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html',
    },
  ],
  bad: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\n  - { AttributeName: expires, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\n  - { AttributeName: expires, KeyType: RANGE }\nTimeToLiveSpecification: { AttributeName: expires, Enabled: true }',
      'expires',
    ),
    tableResource(
      'name      = "orders"\nhash_key  = "id"\nrange_key = "expires"\nattribute {\n  name = "expires"\n  type = "S"\n}\nttl {\n  attribute_name = "expires"\n  enabled        = true\n}',
    ),
  ],
  good: [
    tableTemplate(
      'AttributeDefinitions:\n  - { AttributeName: id, AttributeType: S }\nKeySchema:\n  - { AttributeName: id, KeyType: HASH }\nTimeToLiveSpecification: { AttributeName: expires, Enabled: true }',
    ),
  ],
  check(document, context) {
    for (const table of tablesOf(document)) {
      const attribute = table.ttl?.attribute;
      if (!attribute?.value || table.ttl?.enabled?.value === false) continue;
      const type = table.attributes.find(({ name }) => name.value === attribute.value)?.type?.value;
      if (type === undefined || type === 'N') continue;
      const key = keyAttributes(table).some(({ value }) => value === attribute.value);
      context.report({
        origin: at(document, attribute.span),
        message: `Rows of ${table.name} expire by ${attribute.value}, which is of type ${type}${key ? ' and part of a key' : ''}: only a number of seconds since 1970 expires, so no row ever does. Use a numeric attribute.`,
      });
    }
  },
});
