import assert from 'node:assert/strict';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const TABLE = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
        - { AttributeName: total, AttributeType: N }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
      DeletionProtectionEnabled: true
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
`;
const FINDING = '7 dynamo-attributes-mismatch';

describe('analyzer: documents that are not SQL', () => {
  it('finds in a template what it finds in no other YAML', async () => {
    const { analyzer, found } = await workspace({ 'infra/template.yaml': TABLE, 'ci.yml': 'on: push\n' });
    assert.deepEqual(found('infra/template.yaml'), [FINDING]);
    assert.deepEqual(analyzer.files(), [at('infra/template.yaml')]);
  });

  it('follows the buffer while it is open, and the disk again once it is closed', async () => {
    const { analyzer, found } = await workspace({ 'template.yaml': TABLE });
    analyzer.openBuffer(at('template.yaml'), TABLE);
    analyzer.takeChanged();
    const line = { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } };
    analyzer.changeBuffer(at('template.yaml'), [{ range: line, text: '' }]);
    assert.deepEqual(found('template.yaml'), []);
    assert.deepEqual(analyzer.takeChanged(), [at('template.yaml')]);
    await analyzer.closeBuffer(at('template.yaml'));
    assert.deepEqual(found('template.yaml'), [FINDING]);
  });

  it('becomes a design while it is typed', async () => {
    const { analyzer, found } = await workspace({});
    analyzer.openBuffer(at('new.yml'), '');
    assert.deepEqual(found('new.yml'), []);
    analyzer.changeBuffer(at('new.yml'), [{ text: TABLE }]);
    assert.deepEqual(found('new.yml'), [FINDING]);
  });

  it('follows files that come and go', async () => {
    const { analyzer, found, write } = await workspace({});
    await write('db/main.json', '{}');
    await write('db/template.yaml', TABLE);
    assert.deepEqual(found('db/template.yaml'), [FINDING]);
    await write('db/template.yaml', undefined);
    assert.deepEqual(analyzer.files(), []);
  });

  it('silences with comments, and says of those that are idle', async () => {
    const silenced = TABLE.replace(
      '        - { AttributeName: total',
      '        # faultline-disable-next-line dynamo-attributes-mismatch: soon\n        - { AttributeName: total',
    );
    const { found } = await workspace({
      'template.yaml': silenced,
      'other.yaml': `# faultline-disable-file dynamo-hot-key\n${TABLE}`,
    });
    assert.deepEqual(found('template.yaml'), []);
    assert.deepEqual(found('other.yaml').sort(), ['1 unused-suppression', '8 dynamo-attributes-mismatch']);
  });

  it('goes by settings and by faultline.yaml', async () => {
    const off = { rules: { 'dynamo-attributes-mismatch': 'off' } } as const;
    const { analyzer, found, write } = await workspace({ 'template.yaml': TABLE }, off);
    assert.deepEqual(found('template.yaml'), []);
    await write('faultline.yaml', 'rules:\n  dynamo-attributes-mismatch: hint\n');
    assert.deepEqual(
      analyzer.findings(at('template.yaml')).map(({ severity }) => severity),
      ['hint'],
    );
  });

  it('goes by the figures of faultline.yaml', async () => {
    const template =
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 4 } } }';
    const { analyzer, write } = await workspace({
      'template.json': template,
      'faultline.yaml': 'tables:\n  "orders-*": {bytes: 400GB}\n',
    });
    const said = () => analyzer.findings(at('template.json')).map(f => `${f.severity} ${f.message}`);
    assert.match(said()[0]!, /^warning .* 4 shards of .* 14 would hold/);
    assert.match(analyzer.findings(at('template.json'))[0]!.tradeOff!.breakEven!, /14 shards/);
    await write('faultline.yaml', 'tables:\n  "orders-*": {bytes: 100GB}\n');
    assert.deepEqual(said(), []);
    await write('faultline.yaml', 'tables:\n  "orders-*": {bytes: 2GB}\n');
    assert.match(said()[0]!, /^info .* below 10 GB/);
  });

  it('leaves statistics and SQL to others', async () => {
    const { analyzer } = await workspace({ 'a.sql': 'create table a (id int primary key);' });
    analyzer.openBuffer('untitled:Untitled-1', 'create table t (id int);');
    assert.equal(analyzer.fileInfo('untitled:Untitled-1')?.tables, 1);
  });
});
