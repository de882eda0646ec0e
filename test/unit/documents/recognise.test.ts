import assert from 'node:assert/strict';
import type { DynamoTable } from '../../../server/src/documents/dynamodb/model.js';
import type { SearchIndex } from '../../../server/src/documents/elasticsearch/model.js';
import { isDocumentUri, isListedDocument, readDocument } from '../../../server/src/documents/read.js';
import { RULES } from '../../../server/src/rules/index.js';
import { checkDocument, documentRules } from '../../../server/src/rules/runner/documents.js';

function tables(name: string, text: string): readonly DynamoTable[] {
  return (readDocument(name, text)?.designs ?? []).flatMap(design =>
    design.engine === 'dynamodb' ? design.tables : [],
  );
}

function indexes(text: string): readonly SearchIndex[] {
  return (readDocument('mapping.json', text)?.designs ?? []).flatMap(design =>
    design.engine === 'elasticsearch' ? design.indexes : [],
  );
}

describe('recognising designs', () => {
  it('goes by names first', () => {
    assert.ok(isDocumentUri('file:///a/b.YAML') && isDocumentUri('file:///a/main.tf'));
    assert.ok(!isDocumentUri('file:///a/b.sql') && !isDocumentUri('file:///a/faultline.yaml'));
    assert.ok(
      isListedDocument('file:///a/index-template.json') && isListedDocument('file:///mappings/a.json'),
    );
    assert.ok(!isListedDocument('file:///a/package.json') && !isListedDocument('file:///a/data.json'));
    assert.equal(readDocument('file:///a/ci.yml', 'on: push\n'), undefined);
  });

  it('reads CloudFormation as YAML, JSON and inside of a Serverless file alike', () => {
    const yaml =
      'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n      KeySchema:\n        - {AttributeName: id, KeyType: HASH}\n        - {AttributeName: !Ref Sort, KeyType: RANGE}\n';
    const json =
      '{"Resources": {"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": {"Ref": "Sort"}, "KeyType": "RANGE"}]}}}}';
    const serverless = `service: x\nresources:\n${yaml.replace(/^(?=.)/gm, '  ')}`;
    for (const [name, text] of [
      ['template.yaml', yaml],
      ['stack.json', json],
      ['stack.template', json],
      ['serverless.yml', serverless],
    ] as const) {
      const [table] = tables(name, text);
      assert.equal(table?.name, 'T', name);
      assert.equal(table.billing, 'on demand');
      assert.equal(table.hash?.value, 'id');
      assert.deepEqual(table.range?.value, undefined);
      assert.equal(table.attributesWhole, false);
      assert.equal(text.slice(table.hash!.span.start, table.hash!.span.end).replaceAll('"', ''), 'id');
    }
  });

  it('knows what Terraform leaves open', () => {
    const [plain, dynamic, other] = tables(
      'main.tf',
      `resource "aws_dynamodb_table" "plain" {
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "dynamic" {
  hash_key     = "id"
  billing_mode = var.mode
  dynamic "attribute" {
    for_each = var.attributes
    content {
      name = attribute.value
    }
  }
}
module "other" {
  source   = "terraform-aws-modules/dynamodb-table/aws"
  hash_key = "id"
  attributes = [{ name = "id", type = "S" }, { name = "at", type = "N" }]
  global_secondary_indexes = [{ name = "i", hash_key = "at" }]
}
module "elsewhere" {
  source = "./x"
}
`,
    );
    assert.deepEqual([plain?.billing, plain?.attributesWhole], ['provisioned', true]);
    assert.deepEqual([dynamic?.billing, dynamic?.attributesWhole], [undefined, false]);
    assert.deepEqual(
      [other?.name, other?.billing, other?.indexes.map(index => index.hash?.value)],
      ['other', 'on demand', ['at']],
    );
  });

  it('tells a mapping from other JSON', () => {
    assert.equal(indexes('{"mappings": {"properties": {"a": {"type": "text"}}}}').length, 1);
    assert.equal(indexes('{"settings": {"index": {"number_of_shards": 3}}}').length, 1);
    assert.equal(indexes('{"mappings": {"x": "y"}, "name": "source map"}').length, 0);
    assert.equal(indexes('{"mappings": ["a"]}').length, 0);
    assert.equal(indexes('{"mappings": "AAAA,CAAC", "version": 3}').length, 0, 'a source map');
  });

  it('reads settings however they are nested, and fields below fields', () => {
    const [index] = indexes(
      '{"index_patterns": ["a-*"], "template": {"settings": {"index": {"mapping": {"total_fields": {"limit": "5"}}}, "index.refresh_interval": "1s", "number_of_shards": 2}, "mappings": {"properties": {"a": {"type": "nested", "properties": {"b": {"type": "text", "fields": {"raw": {"type": "keyword"}}}}}}}}}',
    );
    assert.equal(index?.settings.get('mapping.total_fields.limit')?.number, 5);
    assert.equal(index.settings.get('refresh_interval')?.text, '1s');
    assert.equal(index.settings.get('number_of_shards')?.number, 2);
    assert.deepEqual(
      index.fields.map(field => [field.path, field.type, field.nestedIn, field.multi.get('raw')]),
      [
        ['a', 'nested', 0, undefined],
        ['a.b', 'text', 1, 'keyword'],
      ],
    );
    assert.deepEqual(
      indexes('{"mappings": {"doc": {"properties": {}}}}')[0]?.types.map(type => type.name),
      ['doc'],
    );
  });

  it('never throws, wherever a document is cut off', () => {
    const levels = Object.fromEntries(RULES.map(rule => [rule.id, 'hint' as const]));
    const rules = documentRules({ rules: levels });
    const log: string[] = [];
    for (const rule of RULES) {
      if (rule.on !== 'document') continue;
      for (const [name, text] of rule.bad.flatMap(example => Object.entries(example.files ?? {}))) {
        for (let end = 0; end < text.length; end += 7) {
          const document = readDocument(name, text.slice(0, end));
          if (document) checkDocument(document, rules, line => log.push(line));
        }
      }
    }
    assert.deepEqual(log, []);
  });
});
