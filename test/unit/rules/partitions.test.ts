import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { intervalSeconds } from '../../../server/src/rules/lib/durations.js';
import { asRange } from '../../../server/src/rules/lib/sargable-dates.js';
import type { Finding } from '../../../server/src/rules/rule.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import type { Condition, Value } from '../../../server/src/sql/ast/shape.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { applied, bench, only, ready } from './harness.js';

function found(
  rule: string,
  files: string | Record<string, string>,
  dialect: Dialect = 'postgres',
): Finding[] {
  const given = typeof files === 'string' ? { 'schema.sql': files } : files;
  const run = bench(given, dialect, only(ruleById(rule)!));
  assert.deepEqual(run.log, []);
  return run.findings();
}

const HYPERTABLE = `CREATE TABLE readings (
  at timestamptz NOT NULL,
  device_id bigint NOT NULL,
  value float8,
  PRIMARY KEY (device_id, at)
);
SELECT create_hypertable('readings', by_range('at', INTERVAL '1 day'));
`;

describe('partitions and chunks by figures', () => {
  before(() => ready);

  describe('chunk-index-memory', () => {
    const at = (rate: string) => `-- faultline: growth=${rate}\n${HYPERTABLE}`;

    it('is silent while nobody says how many rows come', () => {
      assert.deepEqual(found('chunk-index-memory', HYPERTABLE), []);
    });

    it('counts the index on the time that Timescale makes by itself', () => {
      const [finding] = found('chunk-index-memory', at('1B/day'));
      const numbers = finding!.tradeOff!().numbers;
      assert.deepEqual(numbers.map(({ label, value }) => `${label}: ${value}`).slice(0, 3), [
        'rows a day: 1,000,000,000',
        'chunk interval: 1 day',
        'rows a chunk: 1,000,000,000',
      ]);
      // (device_id, at) takes 8 + 16 + 4 bytes a row, (at) 8 + 8 + 4, at 90 %: more than 45 GB together.
      const bytes = numbers.find(({ label }) => label === 'indexes a chunk')!.value;
      assert.match(bytes, /^\d\d(\.\d)? GB$/);
      assert.ok(Number.parseFloat(bytes) > 45 && Number.parseFloat(bytes) < 60, bytes);
    });

    it('follows the rate', () => {
      assert.deepEqual(found('chunk-index-memory', at('100M/day')), []);
      assert.equal(found('chunk-index-memory', at('1B/day'))[0]?.severity, 'info');
    });
  });

  it('segmentby-density counts the rows of a value in a chunk', () => {
    const sql = (distinct: number) => `-- faultline: growth=1M/day
CREATE TABLE readings (
  at timestamptz NOT NULL,
  device_id bigint NOT NULL -- faultline: distinct=${distinct}
);
SELECT create_hypertable('readings', by_range('at', INTERVAL '1 day'));
ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'device_id');`;
    assert.deepEqual(found('segmentby-density', sql(5_000)), []);
    const [info] = found('segmentby-density', sql(50_000));
    assert.equal(info?.severity, 'info');
    assert.match(info!.message, /about 20 rows/);
    assert.match(info!.tradeOff!().breakEven!, /5 days/);
    assert.equal(found('segmentby-density', sql(500_000))[0]?.severity, 'warning');
  });

  it('chunk-interval-too-small counts chunks over the time that rows are kept', () => {
    const sql = (kept: string) => `-- faultline: retention=${kept}
CREATE TABLE readings (at timestamptz NOT NULL);
SELECT create_hypertable('readings', by_range('at', INTERVAL '10 minutes'));`;
    assert.deepEqual(found('chunk-interval-too-small', sql('10d')), []);
    assert.match(found('chunk-interval-too-small', sql('1y'))[0]!.message, /52,560 chunks/);
  });

  it('partition-candidate proposes a step, and says what it costs', () => {
    const sql = `-- faultline: growth=10M/day retention=2y
CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL, user_id bigint NOT NULL);
CREATE TABLE notes (event_id bigint NOT NULL REFERENCES events (id));
SELECT * FROM events WHERE at >= $1 AND at < $2;
SELECT * FROM events WHERE at >= $1 AND user_id = $2;`;
    const [finding, ...more] = found('partition-candidate', sql);
    assert.deepEqual(more, []);
    assert.match(finding!.message, /7,300,000,000 rows/);
    assert.match(finding!.message, /RANGE \(at\): monthly partitions of about 300,000,000 rows/);
    assert.equal(finding!.related?.length, 2);
    const { costs, numbers } = finding!.tradeOff!();
    assert.ok(costs.some(cost => cost.includes('(id) can no longer be unique')));
    assert.ok(costs.some(cost => cost.startsWith('1 foreign key')));
    assert.deepEqual(
      numbers.map(({ label }) => label),
      ['rows a day', 'kept'],
    );
  });

  it('partition-size proposes another step', () => {
    const sql = `-- faultline: growth=50M/day
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, body text) PARTITION BY RANGE (at);
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`;
    assert.match(found('partition-size', sql)[0]!.message, /cover a year.*18,250,000,000 rows.*Take weekly/);
  });

  it('retention-by-delete follows growth and retention', () => {
    const sql = (growth: string) => `-- faultline: growth=${growth} retention=30d
CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);
DELETE FROM events WHERE now() - interval '30 days' > at;`;
    assert.deepEqual(found('retention-by-delete', sql('1k/day')), []);
    const [finding] = found('retention-by-delete', sql('1M/day'));
    assert.match(finding!.message, /30,000,000 rows/);
    assert.ok(finding!.tradeOff!().costs[0]!.includes('1,000,000 rows a day'));
  });
});

describe('partitions and queries', () => {
  before(() => ready);

  const EVENTS = `CREATE TABLE events (id bigint, at date NOT NULL, user_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
`;

  it('one of several queries is told apart from all of them', () => {
    const one = 'SELECT * FROM events WHERE user_id = 1;\n';
    const two = "SELECT * FROM events WHERE user_id = 1 AND at > '2024-02-01';\n";
    const [some] = found('partition-key-not-in-queries', EVENTS + one + two);
    assert.match(some!.message, /^1 of 2 queries/);
    assert.equal(some!.severity, 'info');
    const [all] = found('partition-key-not-in-queries', EVENTS + one + one.replace('1', '2'));
    assert.match(all!.message, /^None of the 2 queries.*all 2 partitions/);
    assert.equal(all!.severity, 'warning');
    assert.equal(all!.related?.length, 2);
  });

  it('a query in another file, and one in a view, count', () => {
    const files = {
      'schema.sql': EVENTS,
      'reports.sql': 'SELECT * FROM events WHERE user_id = 1;',
      'views.sql': 'CREATE VIEW of_seven AS SELECT * FROM events WHERE user_id = 7;',
    };
    assert.match(found('partition-key-not-in-queries', files)[0]!.message, /^None of the 2 queries/);
  });

  it('statements of migrations run once and do not count', () => {
    const files = {
      'migrations/001_events.sql': EVENTS,
      'migrations/002_fill.sql': 'UPDATE events SET user_id = 0 WHERE user_id IS NULL;',
    };
    assert.deepEqual(found('partition-key-not-in-queries', files), []);
  });

  it('a changed key is a finding even if its name does not say so', () => {
    const [finding] = found('mutable-partition-key', `${EVENTS}UPDATE events SET at = at + 1 WHERE id = $1;`);
    assert.equal(finding!.severity, 'info');
    assert.match(finding!.message, /a query changes/);
  });

  it('a wrapped key is rewritten in place', () => {
    const sql = `${EVENTS}SELECT * FROM events e WHERE e.user_id = 7 AND date_trunc('month', e.at) = '2024-12-01' LIMIT 5;`;
    const [finding] = found('partition-key-wrapped', sql);
    const [fix] = fixesOf(finding!);
    const fixed = applied({ 'schema.sql': sql }, fix!.edits)['schema.sql']!;
    assert.ok(
      fixed.endsWith("e.user_id = 7 AND e.at >= '2024-12-01' AND e.at < '2025-01-01' LIMIT 5;"),
      fixed,
    );
    assert.equal(fix!.safe, true);
  });

  it('MariaDB looks through YEAR by itself since 11.1, MySQL does not', () => {
    const sql = `CREATE TABLE m (made date NOT NULL) PARTITION BY RANGE (TO_DAYS(made)) (PARTITION a VALUES LESS THAN (739252));
SELECT * FROM m WHERE YEAR(made) = 2024;`;
    assert.match(found('partition-key-wrapped', sql, 'mysql')[0]!.message, /made < '2025-01-01'/);
    assert.deepEqual(found('partition-key-wrapped', sql, 'mariadb'), []);
  });

  it('what is partitioned by the expression itself is not wrapped', () => {
    const sql = `CREATE TABLE m (at timestamp NOT NULL) PARTITION BY RANGE (date_trunc('month', at));
CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
SELECT * FROM m WHERE date_trunc('month', at) = '2024-01-01';`;
    assert.deepEqual(found('partition-key-wrapped', sql), []);
  });
});

describe('foreign keys and versions', () => {
  before(() => ready);

  it('before PostgreSQL 11 a changed key is refused', () => {
    const sql = `CREATE TABLE jobs (id bigint, updated_at date) PARTITION BY RANGE (updated_at);`;
    const run = bench({ 'schema.sql': sql }, 'postgres', {
      rules: [ruleById('mutable-partition-key')!],
      settings: { rules: {}, engineVersions: { postgres: 10 } },
    });
    assert.match(run.findings()[0]!.message, /before PostgreSQL 11/);
  });
});

describe('dates inside functions', () => {
  const value = (text: string, constant?: string | number): Value => ({
    ...{ kind: constant === undefined ? 'call' : 'constant', text, span: { start: 0, end: 0 } },
    ...(constant !== undefined && { constant }),
  });
  const test = (wrapper: string, operator: string, constant: string | number): string | undefined => {
    const left = value(wrapper);
    const right = value(String(constant), constant);
    const condition: Condition = { kind: 'compare', operator, left, right, negated: false, span: left.span };
    return asRange(condition, left);
  };

  const CASES: readonly (readonly [string, string, string | number, string | undefined])[] = [
    ["date_trunc('month', at)", '=', '2024-12-01', "at >= '2024-12-01' AND at < '2025-01-01'"],
    ["date_trunc('month', at)", '=', '2024-12-02', undefined],
    ["date_trunc('hour', at)", '=', '2024-12-01', undefined],
    ['at::date', '=', '2024-02-29', "at >= '2024-02-29' AND at < '2024-03-01'"],
    ['DATE(e.made)', '<=', '2024-02-28', "e.made < '2024-02-29'"],
    ['DATE(made)', '>', '2023-12-31', "made >= '2024-01-01'"],
    ['YEAR(made)', '=', 2024, "made >= '2024-01-01' AND made < '2025-01-01'"],
    ['YEAR(made)', '<', 2024, "made < '2024-01-01'"],
    ['extract(year from at)', '>=', 2024, "at >= '2024-01-01'"],
    ['extract(month from at)', '=', 5, undefined],
    ['lower(name)', '=', 'x', undefined],
  ];
  for (const [wrapper, operator, constant, expected] of CASES) {
    it(`${wrapper} ${operator} ${constant}`, () => assert.equal(test(wrapper, operator, constant), expected));
  }

  it('intervals are read as PostgreSQL writes them', () => {
    const cases: Record<string, number | undefined> = {
      '7 days': 604_800,
      '1 mon 2 days': 32 * 86_400,
      '12:30:00': 45_000,
      '1 day 02:00:00': 93_600,
      '1.5 hours': 5400,
      '60d': 60 * 86_400,
      '': undefined,
      soon: undefined,
      '3 moons': undefined,
    };
    for (const [text, seconds] of Object.entries(cases)) assert.equal(intervalSeconds(text), seconds, text);
  });
});
