import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import { type Pruning, predictPruning } from '../../../server/src/rules/lib/partition-pruning.js';
import { defineRule } from '../../../server/src/rules/rule.js';
import { bench, ready } from './harness.js';

const SCHEMA = `
CREATE TABLE events (id bigint, at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_25 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE logs (at timestamp NOT NULL, level text) PARTITION BY RANGE (at);
CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE logs_jan PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE logs_new PARTITION OF logs FOR VALUES FROM ('2024-02-01') TO (MAXVALUE);
CREATE TABLE orders (id int NOT NULL, region text) PARTITION BY LIST (region);
CREATE TABLE orders_eu PARTITION OF orders FOR VALUES IN ('de', 'fr');
CREATE TABLE orders_us PARTITION OF orders FOR VALUES IN ('us', NULL);
CREATE TABLE orders_else PARTITION OF orders DEFAULT;
CREATE TABLE users (id bigint NOT NULL, tenant int NOT NULL) PARTITION BY HASH (id, tenant);
CREATE TABLE users_0 PARTITION OF users FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE users_1 PARTITION OF users FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE users_2 PARTITION OF users FOR VALUES WITH (MODULUS 3, REMAINDER 2);
CREATE TABLE pairs (a int NOT NULL, b int NOT NULL, c int) PARTITION BY RANGE (a, b);
CREATE TABLE pairs_1 PARTITION OF pairs FOR VALUES FROM (1, 0) TO (1, 10);
CREATE TABLE pairs_2 PARTITION OF pairs FOR VALUES FROM (1, 10) TO (2, 0);
CREATE TABLE pairs_3 PARTITION OF pairs FOR VALUES FROM (2, 0) TO (5, 0);
CREATE TABLE trees (id bigint, region text, at date NOT NULL) PARTITION BY LIST (region);
CREATE TABLE trees_eu PARTITION OF trees FOR VALUES IN ('eu') PARTITION BY RANGE (at);
CREATE TABLE trees_eu_24 PARTITION OF trees_eu FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE trees_eu_25 PARTITION OF trees_eu FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE months (at timestamp NOT NULL, v int) PARTITION BY RANGE (date_trunc('month', at));
CREATE TABLE months_1 PARTITION OF months FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE months_2 PARTITION OF months FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
`;

/** `all`: the prediction says that nothing is left out. `one`: one partition, which only the engine's hash tells. */
type Expected = 'constants' | 'all' | 'one';

const QUERIES: readonly (readonly [sql: string, table: string, Expected])[] = [
  ["SELECT * FROM events WHERE at = '2024-05-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE at >= '2024-05-01' AND at < '2025-01-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE at >= '2024-05-01' AND at <= '2025-01-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE at > '2025-06-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE '2024-01-01' > at", 'events', 'constants'],
  [
    "SELECT * FROM events WHERE at BETWEEN '2023-06-01' AND '2023-07-01' AND kind = 'a'",
    'events',
    'constants',
  ],
  ["SELECT * FROM events WHERE at IN ('2023-06-01', '2025-07-01')", 'events', 'constants'],
  ["SELECT * FROM events WHERE at = '2023-06-01' OR at = '2024-07-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE at = date '2030-01-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE at < '2023-01-01' AND at > '2024-01-01'", 'events', 'constants'],
  ["SELECT * FROM events WHERE kind = 'a'", 'events', 'all'],
  ["SELECT * FROM events WHERE at = '2023-06-01' OR kind = 'a'", 'events', 'all'],
  ["SELECT * FROM events WHERE date_trunc('year', at) = '2024-01-01'", 'events', 'all'],
  ['SELECT * FROM events WHERE extract(year FROM at) = 2024', 'events', 'all'],
  ["SELECT * FROM events WHERE at <> '2024-01-01'", 'events', 'all'],
  ['SELECT kind, count(*) FROM events GROUP BY kind', 'events', 'all'],
  ["DELETE FROM events WHERE at < '2024-01-01'", 'events', 'constants'],
  ["UPDATE events SET kind = 'b' WHERE at >= '2025-02-01'", 'events', 'constants'],
  ["SELECT * FROM logs WHERE at >= '2024-01-10' AND at < '2024-01-20'", 'logs', 'constants'],
  ["SELECT * FROM logs WHERE at >= timestamp '2024-01-31 23:00:00'", 'logs', 'constants'],
  ["SELECT * FROM logs WHERE at::date = '2024-01-10'", 'logs', 'all'],
  ["SELECT * FROM events WHERE at::date = '2024-05-01'", 'events', 'constants'],
  ["SELECT * FROM orders WHERE region = 'de'", 'orders', 'constants'],
  ["SELECT * FROM orders WHERE region IN ('de', 'us')", 'orders', 'constants'],
  ["SELECT * FROM orders WHERE region = 'jp'", 'orders', 'constants'],
  ['SELECT * FROM orders WHERE region IS NULL', 'orders', 'constants'],
  ["SELECT * FROM orders WHERE lower(region) = 'de'", 'orders', 'all'],
  ['SELECT * FROM orders WHERE id = 7', 'orders', 'all'],
  ['SELECT * FROM users WHERE id = 7 AND tenant = 3', 'users', 'one'],
  ['SELECT * FROM users WHERE id = 7', 'users', 'all'],
  ['SELECT * FROM users WHERE id > 7 AND tenant = 3', 'users', 'all'],
  ['SELECT * FROM pairs WHERE a = 1 AND b = 5', 'pairs', 'constants'],
  ['SELECT * FROM pairs WHERE a = 1', 'pairs', 'constants'],
  ['SELECT * FROM pairs WHERE a = 3', 'pairs', 'constants'],
  ['SELECT * FROM pairs WHERE b = 5', 'pairs', 'all'],
  ["SELECT * FROM months WHERE at >= '2024-01-05' AND at < '2024-01-06'", 'months', 'all'],
];

describe('partitions that queries read, asked of PostgreSQL', function () {
  this.timeout(60_000);
  let engine: PGlite;

  before(async () => {
    await ready;
    engine = await PGlite.create();
    await engine.exec(SCHEMA);
  });
  after(() => engine.close());

  for (const [sql, table, expected] of QUERIES) {
    it(`${expected}: ${sql}`, async () => {
      const pruning = predicted(sql, table);
      const read = await scanned(engine, sql, table);
      assert.ok(pruning, 'no use found');
      assert.equal(pruning.none, expected === 'all', 'prediction');
      if (expected === 'one') return assert.equal(read.length, 1);
      const all = SCHEMA.match(new RegExp(`(?<=CREATE TABLE )${table}_\\w+`, 'g')) ?? [];
      assert.deepEqual(read, expected === 'all' ? [...all].sort() : [...pruning.left!].sort());
    });
  }

  it('a parameter prunes when the query runs', () => {
    assert.deepEqual(predicted('SELECT * FROM events WHERE at = $1', 'events'), { none: false });
    assert.deepEqual(predicted("SELECT * FROM events WHERE at >= now() - interval '1 day'", 'events'), {
      none: false,
    });
    assert.deepEqual(predicted("SELECT * FROM trees WHERE at = '2024-05-01'", 'trees'), { none: false });
    assert.equal(predicted('SELECT * FROM trees WHERE id = 1', 'trees')?.none, true);
    assert.equal(predicted('SELECT * FROM events e JOIN logs l ON l.level = e.kind', 'events')?.none, true);
  });
});

function predicted(sql: string, name: string): Pruning | undefined {
  let result: Pruning | undefined;
  const probe = defineRule({
    ...{
      id: 'probe',
      subject: 'partitions',
      since: '0',
      severity: 'hint',
      engines: ['postgres'],
    },
    ...{ summary: '', gains: '', costs: '', fineWhen: '', advice: '', sources: [], bad: [], good: [] },
    on: 'table',
    check(table, context) {
      const use = table.name === name ? context.workload.usesOf(table)[0] : undefined;
      if (use) result = predictPruning(table, use, context.catalog);
    },
  });
  bench({ 'schema.sql': `${SCHEMA};\n${sql};` }, 'postgres', { rules: [probe] });
  return result;
}

/** Partitions of the table that the plan reads, sorted. */
async function scanned(engine: PGlite, sql: string, table: string): Promise<string[]> {
  const answer = await engine.query<{ 'QUERY PLAN': unknown }>(`EXPLAIN (FORMAT JSON) ${sql}`);
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('Relation Name' in node && 'Node Type' in node && node['Node Type'] !== 'ModifyTable')
      found.add(String(node['Relation Name']));
    for (const value of Object.values(node)) walk(value);
  };
  walk(answer.rows[0]!['QUERY PLAN']);
  found.delete(table);
  return [...found].sort();
}
