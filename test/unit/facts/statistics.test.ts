import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_stat_statements } from '@electric-sql/pglite/contrib/pg_stat_statements';
import {
  normalStatement,
  readStatistics,
  statisticsLayer,
} from '../../../server/src/workload/statistics/index.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';
import { benchWithWorkload, plain } from './support.js';

const COMMANDS = [
  ...readFileSync('docs/workload.md', 'utf8').matchAll(/\\copy \(([\s\S]*?)\) TO '(\S+)' CSV HEADER/g),
];

describe('statistics of PostgreSQL, by the commands in docs/workload.md', function () {
  this.timeout(120_000);
  let db: PGlite;
  const files: Record<string, string> = {};

  before(async () => {
    db = await PGlite.create({ extensions: { pg_stat_statements } });
    await db.exec(`
      CREATE EXTENSION pg_stat_statements;
      CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, state text NOT NULL, note text);
      CREATE TABLE "Odd, name" (id int PRIMARY KEY);
      SELECT pg_stat_reset();
    `);
    await db.exec(`
      INSERT INTO orders SELECT i, i % 100, CASE WHEN i % 4 = 0 THEN 'new' ELSE 'paid' END, CASE WHEN i % 2 = 0 THEN 'x' END FROM generate_series(1, 5000) i;
      DELETE FROM orders WHERE id <= 1000;
    `);
    await db.exec('SELECT pg_stat_force_next_flush();');
    await db.exec('ANALYZE');
    for (let id = 1; id <= 5; id++)
      await db.query(`SELECT count(*) FROM orders WHERE id = ${id} AND state IN ('new', 'paid')`);
    await db.exec('SELECT pg_stat_force_next_flush();');
    for (const [, query, path] of COMMANDS) {
      const { blob } = await db.query(`COPY (${query}) TO '/dev/blob' CSV HEADER`);
      files[path!] = await blob!.text();
    }
  });
  after(() => db.close());

  it('are four that the database runs', () => {
    assert.deepEqual(Object.keys(files), [
      '.faultline/tables.csv',
      '.faultline/columns.csv',
      '.faultline/sizes.csv',
      '.faultline/statements.csv',
    ]);
  });

  it('read back, say what the catalogs say', async () => {
    const layer = statisticsLayer(Object.entries(files).map(([name, text]) => readStatistics(name, text)));
    const said = layer.factsOf('public', 'orders', []);
    const known: Record<string, unknown> = Object.assign({}, ...said.map(plain).reverse());
    const { rows } = await db.query<Record<string, number>>(`
      SELECT n_live_tup::int AS rows, pg_table_size(relid)::int AS bytes FROM pg_stat_user_tables WHERE relname = 'orders'`);
    assert.equal(known.rows, rows[0]!.rows);
    assert.equal(known.rows, 4000);
    assert.equal(known.bytes, rows[0]!.bytes);
    const { rows: columns } = await db.query<Record<string, number | string>>(`
      SELECT attname, null_frac, avg_width, n_distinct, correlation, most_common_freqs[1] AS top FROM pg_stats WHERE tablename = 'orders'`);
    for (const { attname, null_frac, avg_width, n_distinct, correlation, top } of columns) {
      assert.equal(known[`${attname}.nullFraction`], null_frac);
      assert.equal(known[`${attname}.averageBytes`], avg_width);
      assert.equal(known[`${attname}.topShare`], top ?? undefined);
      if (correlation !== null)
        assert.ok(Math.abs(Number(known[`${attname}.correlation`]) - Number(correlation)) < 1e-6);
      if (Number(n_distinct) > 0) assert.equal(known[`${attname}.distinct`], n_distinct);
    }
    // A share of the rows becomes a count by the rows of the other file.
    assert.deepEqual(
      columns.filter(each => Number(each.n_distinct) < 0).map(each => each.attname),
      ['id'],
    );
  });

  it('rates are counters by the period since they were reset', async () => {
    const layer = statisticsLayer([readStatistics('t.csv', files['.faultline/tables.csv']!)]);
    const [facts] = layer.factsOf('public', 'orders', []);
    const { rows } = await db.query<{ period: number }>(
      `SELECT extract(epoch FROM now() - stats_reset)::float8 AS period FROM pg_stat_database WHERE datname = current_database()`,
    );
    const writes = facts!.writesPerSecond!.value;
    // Exported a moment before.
    assert.ok(writes >= 6000 / rows[0]!.period && writes < (6000 / rows[0]!.period) * 20, String(writes));
    assert.equal(facts!.writesPerSecond!.source, 't.csv');
    assert.ok(facts!.growthPerDay!.value > 0);
  });

  it('a statement in the project runs as often as the database counted', async () => {
    const layer = statisticsLayer([readStatistics('s.csv', files['.faultline/statements.csv']!)]);
    const rate = layer.rateOf!("select count(*) from orders\nwhere id = :id and state in ('new')")!;
    const { rows } = await db.query<{ period: number }>(
      'SELECT extract(epoch FROM now() - stats_reset)::float8 AS period FROM pg_stat_statements_info',
    );
    assert.ok(
      rate.value >= 5 / rows[0]!.period && rate.value < (5 / rows[0]!.period) * 20,
      String(rate.value),
    );
  });

  it('serve a project whose folder .faultline holds them', async () => {
    const w = await workspace({
      'schema.sql':
        'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, state text, note text);\nCREATE TABLE "Odd, name" (id int PRIMARY KEY);',
      ...files,
    });
    const facts = () => {
      const [orders] = [...w.analyzer.catalogOf(at('schema.sql'))!.allTables()];
      return w.analyzer.workloadOf(at('schema.sql'))!.factsOf(orders!);
    };
    assert.equal(facts().rows?.value, 4000);
    assert.equal(facts().rows?.source, '.faultline/sizes.csv');
    assert.equal(facts().writesPerSecond?.source, '.faultline/tables.csv');
    assert.equal(facts().columns.get('id')?.distinct?.value, 4000);
    assert.deepEqual(w.host.lines, []);
    await w.write('.faultline/tables.csv', undefined);
    assert.equal(facts().rows?.source, '.faultline/sizes.csv');
    assert.equal(facts().writesPerSecond, undefined);
    await w.write('.faultline/sizes.csv', undefined);
    assert.equal(facts().rows, undefined);
    await w.write('.faultline/sizes.csv', 'relname,reltuples\norders,7\n');
    assert.equal(facts().rows?.value, 7);
  });
});

describe('statistics files', () => {
  const TSV =
    'TABLE_SCHEMA\tTABLE_NAME\tTABLE_ROWS\tDATA_LENGTH\tINDEX_LENGTH\nshop\torders\t5000\t16384\t0\nshop\todd\\tname\tNULL\t1\t0\n';
  const cases: readonly (readonly [
    says: string,
    text: string,
    schema: string,
    table: string,
    facts: object,
  ])[] = [
    ['mysql --batch', TSV, '', 'orders', { rows: 5000, bytes: 16384 }],
    ['a name with a tab, a NULL', TSV, '', 'odd\tname', { bytes: 1 }],
    ['another schema', TSV, 'other', 'orders', {}],
    [
      'MySQL cardinalities, of leading columns alone',
      'TABLE_NAME\tCOLUMN_NAME\tSEQ_IN_INDEX\tCARDINALITY\norders\ta\t1\t7\norders\tb\t2\t9\n',
      '',
      'orders',
      { 'a.distinct': 7 },
    ],
    [
      'MySQL row counters',
      'OBJECT_SCHEMA\tOBJECT_NAME\tCOUNT_WRITE\tUPTIME\nshop\torders\t1000\t100\n',
      '',
      'orders',
      { writesPerSecond: 10 },
    ],
    [
      'JSON',
      '[{"relname": "orders", "reltuples": 12, "schemaname": "public"}]',
      'public',
      'orders',
      { rows: 12 },
    ],
    [
      'JSON below a key',
      '{"rows": [{"tablename": "orders", "attname": "a", "n_distinct": 3, "most_common_freqs": [0.5, 0.2]}]}',
      '',
      'orders',
      { 'a.distinct': 3, 'a.topShare': 0.5 },
    ],
    [
      'pg_stats as it is',
      'schemaname,tablename,attname,inherited,null_frac,avg_width,n_distinct,most_common_vals,most_common_freqs\npublic,orders,a,f,0,4,2,"{a,""b, c""}","{0.75,0.25}"\n',
      'public',
      'orders',
      { 'a.nullFraction': 0, 'a.averageBytes': 4, 'a.distinct': 2, 'a.topShare': 0.75 },
    ],
    [
      'counters without a period',
      'relname,n_live_tup,n_tup_ins,n_tup_upd,n_tup_del,stats_reset,exported_at\norders,5,1,1,1,,2026-05-01 10:00:00+00\n',
      'public',
      'orders',
      { rows: 5 },
    ],
    [
      'counters over an hour',
      'schemaname,relname,n_live_tup,n_tup_ins,n_tup_upd,n_tup_del,seq_scan,idx_scan,stats_reset,exported_at\npublic,orders,5,3600,1800,1800,36,36,2026-05-01 10:00:00.5+02,2026-05-01 09:00:00.5+00\n',
      'public',
      'orders',
      { rows: 5, writesPerSecond: 2, growthPerDay: 43_200, readsPerSecond: 0.02 },
    ],
    ['a table that was never analysed', 'relname,reltuples\norders,-1\n', 'public', 'orders', {}],
    [
      'a share of rows that nobody counted',
      'tablename,attname,n_distinct\norders,a,-0.5\n',
      'public',
      'orders',
      {},
    ],
  ];
  for (const [says, text, schema, table, facts] of cases) {
    it(says, () => {
      const layer = statisticsLayer([readStatistics('x', text)]);
      assert.deepEqual(Object.assign({}, ...layer.factsOf(schema, table, []).map(plain)), facts);
    });
  }

  it('rates of statements, whatever their constants', () => {
    const text =
      'query,calls,stats_reset,exported_at\n"SELECT * FROM orders WHERE id = $1 AND state IN ($2 /*, ... */)",600,2026-05-01 10:00:00+00,2026-05-01 10:01:00+00\n';
    const layer = statisticsLayer([readStatistics('s.csv', text)]);
    assert.equal(
      layer.rateOf!("select *\n from orders where id = 7 and state in ('a', 'b', 'c');")?.value,
      10,
    );
    assert.equal(layer.rateOf!('select * from orders'), undefined);
    assert.equal(
      normalStatement('SELECT `a` FROM `t` WHERE `b` IN (...)'),
      normalStatement('select a from t where b in (...)'),
    );
  });

  it('a query has the rate of its statement', async () => {
    const { workload, units, tables, catalog } = benchWithWorkload(
      {
        'a.sql':
          'CREATE TABLE orders (id int);\nSELECT * FROM orders WHERE id = 5;\n-- faultline: rate=1/s\nSELECT * FROM orders WHERE id = 6;',
      },
      'postgres',
    );
    const text =
      'query,calls,stats_reset,exported_at\nSELECT * FROM orders WHERE id = $1,600,2026-05-01 10:00:00+00,2026-05-01 10:01:00+00\n';
    const rates = () => units.flatMap(unit => workload.queriesOf(unit).map(query => query.rate?.value));
    assert.deepEqual(rates(), [undefined, 1]);
    workload.setFacts('statistics', statisticsLayer([readStatistics('s.csv', text)]));
    assert.deepEqual(rates(), [10, 1]);
    assert.equal(workload.queriesOf(units[1]!)[0], workload.queriesOf(units[1]!)[0]);
    const uses = workload.tracked(catalog, () => {}).usesOf(tables[0]!);
    assert.deepEqual(
      uses.map(use => use.query.rate?.source),
      ['s.csv', 'comment'],
    );
  });

  for (const [text, problem] of [
    ['a,b\n1,2\n', 'no export of statistics that is known has the columns a, b'],
    ['', 'it is neither CSV with a header nor a JSON list of objects'],
    ['{"a": 1}', 'it is neither CSV with a header nor a JSON list of objects'],
    ['[{"a": 1', 'it is neither CSV with a header nor a JSON list of objects'],
  ] as const) {
    it(`not understood: ${JSON.stringify(text)}`, () =>
      assert.equal(readStatistics('x', text).problem, problem));
  }

  it('tells the log of a file that is not understood', async () => {
    const { host } = await workspace({
      'schema.sql': 'CREATE TABLE t (id int PRIMARY KEY);',
      '.faultline/x.csv': 'a,b\n1,2\n',
    });
    assert.deepEqual(host.lines, [
      `${at('.faultline/x.csv')}: not understood, no export of statistics that is known has the columns a, b`,
    ]);
  });

  it('reads what faultline.yaml names', async () => {
    const w = await workspace({
      'db/schema.sql': 'CREATE TABLE t (id int PRIMARY KEY);',
      'db/faultline.yaml': 'statistics: [stats/*.csv]\ninclude: ["*.sql"]\n',
      'db/stats/a.csv': 'relname,reltuples\nt,9\n',
      'db/other/a.csv': 'relname,reltuples\nt,8\n',
    });
    const [table] = [...w.analyzer.catalogOf(at('db/schema.sql'))!.allTables()];
    const { rows } = w.analyzer.workloadOf(at('db/schema.sql'))!.factsOf(table!);
    assert.deepEqual([rows?.value, rows?.source], [9, 'stats/a.csv']);
  });
});
