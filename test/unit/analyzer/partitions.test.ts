import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Analyzer, createAnalyzer } from '../../../server/src/analyzer.js';
import { RULES } from '../../../server/src/rules/index.js';
import { at, memoryHost, ROOT } from '../support/memory-host.js';

/** Statements on which findings about partitions and hypertables rest: bounds, queries, calls, policies, figures. */
const STATEMENTS = [
  'CREATE TABLE events (id bigint, at date NOT NULL, user_id bigint) PARTITION BY RANGE (at);',
  '-- faultline: growth=40M/day retention=90d\nCREATE TABLE events (id bigint, at timestamptz NOT NULL, user_id bigint);',
  "CREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');",
  "CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
  "CREATE TABLE events_25 PARTITION OF events FOR VALUES IN ('2025-01-01');",
  'CREATE TABLE events_d PARTITION OF events DEFAULT;',
  'SELECT * FROM events WHERE user_id = 1;',
  "SELECT * FROM events WHERE date_trunc('year', at) = '2024-01-01';",
  'UPDATE events SET at = at + 1 WHERE id = 1;',
  "DELETE FROM events WHERE at < now() - interval '90 days';",
  "INSERT INTO events (id, at) VALUES (1, '2031-01-01');",
  'ALTER TABLE events DETACH PARTITION events_23;',
  'CREATE TABLE jobs (id bigint, status text) PARTITION BY HASH (id);',
  'CREATE TABLE jobs_0 PARTITION OF jobs FOR VALUES WITH (MODULUS 4, REMAINDER 0);',
  'CREATE TABLE jobs_1 PARTITION OF jobs FOR VALUES WITH (MODULUS 6, REMAINDER 1);',
  'CREATE EXTENSION timescaledb;',
  '-- faultline: writes=20k/s retention=90d freshness=1m\nCREATE TABLE readings (at timestamptz NOT NULL, device_id int NOT NULL);',
  "SELECT create_hypertable('readings', by_range('at', INTERVAL '7 days'));",
  "ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'at');",
  "SELECT add_compression_policy('readings', INTERVAL '60 days');",
  "SELECT add_retention_policy('readings', INTERVAL '3 days');",
  "CREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT time_bucket('1 hour', at) AS hour, count(*) AS n FROM readings GROUP BY 1;",
  "SELECT add_continuous_aggregate_policy('hourly', NULL, INTERVAL '1 hour', INTERVAL '1 hour');",
  'ALTER MATERIALIZED VIEW hourly SET (timescaledb.materialized_only = false);',
  'SELECT count(*) FROM readings WHERE device_id = 7;',
  'CREATE TABLE kinds (id int PRIMARY KEY);',
  'CREATE TABLE orders (tenant_id bigint, kind_id int REFERENCES kinds, paid boolean);',
  "SELECT create_distributed_table('orders', 'paid');",
  "SELECT create_reference_table('kinds');",
];
const IDS = new Set(
  RULES.filter(({ subject }) => subject === 'partitions' || subject === 'timeseries').map(({ id }) => id),
);
const PATHS = ['a.sql', 'b.sql', 'c.sql'];

describe('findings about partitions and hypertables', function () {
  this.timeout(120_000);

  it('after any edits are those from scratch', async () => {
    const text = fc
      .uniqueArray(fc.constantFrom(...STATEMENTS), { maxLength: 12 })
      .map(list => list.join('\n'));
    const edit = fc.tuple(fc.constantFrom(...PATHS), text);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: 8 }), async edits => {
        const texts: Record<string, string> = { 'a.sql': STATEMENTS.join('\n'), 'b.sql': '', 'c.sql': '' };
        const analyzer = await opened(texts);
        findings(analyzer);
        for (const [path, next] of edits) {
          const uri = at(path);
          const size = analyzer.text(uri)!.length;
          analyzer.changeBuffer(uri, [{ range: analyzer.rangeOf(uri, 0, size), text: next }]);
          texts[path] = next;
          const now = findings(analyzer);
          found += now.length;
          assert.deepEqual(now, findings(await opened(texts)), JSON.stringify(texts));
        }
      }),
      { numRuns: 15 },
    );
    assert.ok(found > 50, `only ${found} findings were compared`);
  });
});

async function opened(texts: Readonly<Record<string, string>>): Promise<Analyzer> {
  const analyzer = createAnalyzer(memoryHost(texts), { keepLastGood: false });
  await analyzer.index([ROOT]);
  for (const [path, text] of Object.entries(texts)) analyzer.openBuffer(at(path), text);
  return analyzer;
}

function findings(analyzer: Analyzer): string[] {
  return PATHS.flatMap(path =>
    analyzer
      .findings(at(path))
      .filter(({ rule }) => IDS.has(rule))
      .map(
        ({ rule, severity, message, range }) =>
          `${path}:${JSON.stringify(range)} ${rule} ${severity} ${message}`,
      ),
  ).sort();
}
