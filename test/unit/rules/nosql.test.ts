import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { bench, only, ready } from './harness.js';

function found(id: string, sql: string, dialect: Dialect = 'cql') {
  const run = bench({ 'schema.sql': sql }, dialect, only(ruleById(id)!));
  assert.deepEqual(run.log, []);
  return run.findings();
}

const meters = (facts: string, distinct: string, options = ''): string =>
  `-- faultline: ${facts}\nCREATE TABLE m.readings (\n  meter uuid, -- faultline: distinct=${distinct}\n  at timestamp,\n  volts int,\n  amps int,\n  PRIMARY KEY (meter, at)\n)${options};`;

describe('NoSQL rules by figures', () => {
  before(() => ready);

  it('works out the size of a partition from growth, retention and distinct keys', () => {
    const [finding] = found('wide-partition', meters('growth=10M/day retention=100d', '1000'));
    // A billion rows over a thousand meters: a million rows of 2 values each; 8 + 4 + 4 bytes a row and 8 a value.
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /2 million values in at least 32 MB/);
    const tradeOff = finding.tradeOff!();
    assert.match(tradeOff.breakEven!, /20 buckets/);
    assert.deepEqual(
      tradeOff.numbers.map(({ label, value }) => `${label}: ${value}`),
      [
        'rows kept: 1 billion',
        'partitions: 1,000',
        'rows per partition: 1 million',
        'bytes per partition: at least 32 MB',
      ],
    );
    assert.match(tradeOff.numbers[0]!.from, /growth .*comment.* x retention .*comment/);
  });

  it('takes the TTL of the table for its retention', () => {
    const ttl = ' WITH default_time_to_live = 8640000';
    assert.match(found('wide-partition', meters('growth=10M/day', '1000', ttl))[0]!.message, /2 million/);
  });

  it('lowers its voice where a partition is just beyond the limit, and is silent below it', () => {
    assert.equal(found('wide-partition', meters('rows=60M', '1000'))[0]?.severity, 'info');
    assert.deepEqual(found('wide-partition', meters('rows=40M', '1000')), []);
    assert.deepEqual(found('wide-partition', meters('growth=10M/day', '1000')), [], 'no end is known');
  });

  it('leaves a partition whose size is known to the rule on sizes', () => {
    assert.deepEqual(found('unbounded-partition', meters('rows=40M', '1000')), []);
    assert.equal(found('unbounded-partition', meters('writes=5/s', '1000')).length, 1);
  });

  it('raises hot partitions with the writes that they take', () => {
    const table = (facts: string) =>
      `-- faultline: ${facts}\nCREATE TABLE m.days (day date, at timestamp, PRIMARY KEY (day, at));`;
    assert.equal(found('hot-partition', table('rows=5'))[0]?.severity, 'info');
    assert.equal(found('hot-partition', table('writes=5k/s'))[0]?.severity, 'warning');
  });

  it('goes by distinct values where they are known', () => {
    const index = (distinct: string) =>
      `-- faultline: rows=1M\nCREATE TABLE m.users (\n  id uuid PRIMARY KEY,\n  email text -- faultline: distinct=${distinct}\n);\nCREATE INDEX ON m.users (email);`;
    assert.match(found('secondary-index-cardinality', index('1M'))[0]!.message, /1 million values/);
    assert.match(found('secondary-index-cardinality', index('5'))[0]!.message, /5 values/);
    assert.deepEqual(found('secondary-index-cardinality', index('2000')), []);
  });

  it('weighs a conditional write by its rate', () => {
    const sql = (rate: string) =>
      `CREATE TABLE m.names (name text PRIMARY KEY);\n${rate}INSERT INTO m.names (name) VALUES (?) IF NOT EXISTS;`;
    assert.equal(found('lightweight-transaction', sql(''))[0]?.severity, 'hint');
    assert.equal(found('lightweight-transaction', sql('-- faultline: rate=2k/s\n'))[0]?.severity, 'info');
  });

  it('says how many times as many runs meet the freshness', () => {
    const sql =
      "-- faultline: freshness=5m\nCREATE MATERIALIZED VIEW v AS SELECT 1 AS a;\nSELECT cron.schedule('0 * * * *', 'REFRESH MATERIALIZED VIEW v');";
    const [finding] = found('freshness-not-met', sql, 'postgres');
    assert.match(finding!.message, /5 minutes.*1 hour old/);
    assert.match(finding!.tradeOff!().breakEven!, /^12 times/);
  });
});
