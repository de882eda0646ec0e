import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv';
import { Workspace } from './harness.js';

const SQL = `-- faultline: rows=500M growth=5M/day retention=90d
CREATE TABLE readings (
  id bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  value float8 NOT NULL
);
DELETE FROM readings WHERE at < now() - interval '90 days';
`;

describe('faultline explain --at', () => {
  const workspace = new Workspace();
  before(() => workspace.put({ 'db/schema.sql': SQL }));
  after(() => workspace.remove());

  it('prints what a finding weighs, its numbers and their sources', async () => {
    const { code, out } = await workspace.run('explain --at db/schema.sql:7');
    assert.equal(code, 0);
    assert.match(out, /^db\/schema\.sql:7:1 \w+ retention-by-delete\n/);
    assert.match(out, /\nGains: /);
    assert.match(out, /\nCosts\n\n- About 5,000,000 rows a day/);
    assert.match(out, /\n- rows: 500,000,000 \(comment\)\n/);
    assert.match(out, /\nSources\n\n- .*\n? *<https:/);
    assert.deepEqual(
      out.split('\n').filter(line => line.length > 80 && !line.includes('<http')),
      [],
    );
  });

  it('prints the figures of the table that the line defines', async () => {
    const { out } = await workspace.run('explain --at db/schema.sql:4');
    assert.match(out, /Figures of readings\n\n- rows: 500,000,000 \(comment in schema\.sql:1\)/);
    assert.match(out, /- settles at: 450,000,000 rows, \d+(\.\d+)? GB/);
  });

  it('as JSON', async () => {
    const { out } = await workspace.run('explain --at db/schema.sql:7:3 --format json');
    const { findings } = JSON.parse(out);
    const [finding] = findings.filter((each: { rule: string }) => each.rule === 'retention-by-delete');
    assert.deepEqual(Object.keys(finding), ['rule', 'severity', 'file', 'range', 'message', 'tradeOff']);
    assert.deepEqual(finding.tradeOff.numbers[0], { label: 'rows', value: '500,000,000', from: 'comment' });
  });

  it('a column takes only what lies there; a line without findings says so', async () => {
    assert.doesNotMatch((await workspace.run('explain --at db/schema.sql:2:1')).out, /partition-candidate/);
    assert.match(
      (await workspace.run('explain --at db/schema.sql:5')).out,
      /^Nothing is found at db\/schema\.sql:5\./,
    );
    assert.match(
      (await workspace.run('explain --at db/schema.sql:7 --format markdown')).out,
      /\| figure \| value \| from \|/,
    );
  });

  for (const [args, message] of [
    ['explain', /name a rule, or a place/],
    ['explain fk-without-index --at a.sql:1', /name a rule, or a place/],
    ['explain --at db/schema.sql', /no place: write FILE:LINE/],
    ['explain --at db/schema.sql:0', /no place/],
    ['explain --at db/nothing.sql:1', /nothing\.sql/],
  ] as const) {
    it(args, async () => {
      const { code, err } = await workspace.run(args);
      assert.equal(code, 2);
      assert.match(err, message);
    });
  }

  it('check --format json carries trade-offs, as its schema says', async () => {
    const { out } = await workspace.run('check db --format json');
    const schema = JSON.parse(
      readFileSync(resolve(__dirname, '../../../docs/check-output.schema.json'), 'utf8'),
    );
    const validate = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(schema);
    const report = JSON.parse(out) as { findings: { tradeOff?: unknown }[] };
    assert.ok(validate(report), JSON.stringify(validate.errors));
    const weighed = report.findings.filter(each => each.tradeOff !== undefined);
    assert.ok(weighed.length > 0);
    assert.equal(validate({ ...report, findings: [{ ...weighed[0], tradeOff: { gains: [] } }] }), false);
  });
});
