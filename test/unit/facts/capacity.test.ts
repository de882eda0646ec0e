import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import type { Catalog, Table } from '../../../server/src/schema/index.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { indexBytes, rowWidth, tableBytes } from '../../../server/src/workload/capacity.js';
import type { ColumnFacts, TableFacts } from '../../../server/src/workload/model.js';
import { bench, ready } from '../rules/harness.js';

/** Tables with rows that fill them: the estimate from types and measured widths has to meet what PostgreSQL takes. */
const FILLED: readonly { readonly name: string; readonly sql: string; readonly rows: string }[] = [
  {
    name: 'fixed',
    sql: 'CREATE TABLE fixed (id bigint PRIMARY KEY, a int NOT NULL, b bigint NOT NULL, c smallint NOT NULL, at timestamptz NOT NULL);',
    rows: 'SELECT i, i, i, 1, now() FROM generate_series(1, 20000) i',
  },
  {
    name: 'padded',
    sql: 'CREATE TABLE padded (a boolean NOT NULL, b bigint NOT NULL, c boolean NOT NULL, d bigint NOT NULL, e boolean NOT NULL);',
    rows: 'SELECT true, i, false, i, true FROM generate_series(1, 20000) i',
  },
  {
    name: 'orders',
    sql: "CREATE TYPE state AS ENUM ('new', 'paid'); CREATE TABLE orders (id uuid PRIMARY KEY, customer_id bigint NOT NULL, state state NOT NULL, note text, total numeric(12,2) NOT NULL, placed_at timestamptz NOT NULL, shipped_at timestamptz);",
    rows: "SELECT gen_random_uuid(), i % 700, 'new', repeat('x', i % 60), i / 7.0, now(), CASE WHEN i % 3 = 0 THEN now() END FROM generate_series(1, 20000) i",
  },
  {
    name: 'wide',
    sql: `CREATE TABLE wide (id int PRIMARY KEY, ${Array.from({ length: 12 }, (_, i) => `v${i} varchar(40)`).join(', ')});`,
    rows: `SELECT i, ${Array.from({ length: 12 }, (_, n) => `CASE WHEN (i + ${n}) % 4 = 0 THEN NULL ELSE md5(i::text) END`).join(', ')} FROM generate_series(1, 8000) i`,
  },
  {
    name: 'documents',
    sql: 'CREATE TABLE documents (id bigint PRIMARY KEY, body jsonb NOT NULL, title text NOT NULL);',
    rows: "SELECT i, jsonb_build_object('a', i, 'b', md5(i::text), 'c', md5((i + 1)::text)), 'Title ' || i FROM generate_series(1, 8000) i",
  },
  {
    name: 'half_full',
    sql: 'CREATE TABLE half_full (id bigint PRIMARY KEY, value double precision NOT NULL) WITH (fillfactor = 50);',
    rows: 'SELECT i, i FROM generate_series(1, 20000) i',
  },
  {
    name: 'addresses',
    sql: 'CREATE TABLE addresses (id int PRIMARY KEY, ip inet NOT NULL, mac macaddr NOT NULL, code char(8) NOT NULL, flags bit(20) NOT NULL);',
    rows: "SELECT i, ('10.0.0.' || i % 250)::inet, '08:00:2b:01:02:03', 'ab', 5::bit(20) FROM generate_series(1, 20000) i",
  },
];

describe('capacity against PostgreSQL', function () {
  this.timeout(120_000);
  let db: PGlite;

  before(async () => {
    await ready;
    db = await PGlite.create();
  });
  after(() => db.close());

  const filled = new Set<string>();
  const fill = async ({ name, sql, rows }: (typeof FILLED)[number]) => {
    if (filled.has(name)) return;
    filled.add(name);
    await db.exec(`${sql} INSERT INTO ${name} ${rows}; ANALYZE ${name};`);
  };

  for (const each of FILLED) {
    const { name, sql } = each;
    it(`the estimate of ${name} is within 15 % of its size`, async () => {
      await fill(each);
      const { table, catalog } = tableOf(sql, name, 'postgres');
      const count = await value(`SELECT count(*) FROM ${name}`);
      const width = rowWidth(table, await measured(name), catalog)!;
      within(tableBytes(width, count), await value(`SELECT pg_relation_size('${name}')`), 0.15);
    });
  }

  it('the estimate of an index is within 15 % of its size, shared entries included', async () => {
    await fill(FILLED[2]!);
    const facts = await measured('orders');
    const { table, catalog } = tableOf(FILLED[2]!.sql, 'orders', 'postgres');
    const count = await value('SELECT count(*) FROM orders');
    for (const columns of [['id'], ['customer_id'], ['placed_at', 'customer_id'], ['note']]) {
      await db.exec(`CREATE INDEX probe ON orders (${columns.join(', ')})`);
      const real = await value("SELECT pg_relation_size('probe')");
      await db.exec('DROP INDEX probe');
      within(indexBytes(table, columns, count, facts, catalog)!, real, 0.15, columns.join());
    }
  });

  async function measured(name: string): Promise<TableFacts> {
    const { rows } = await db.query<{ attname: string; avg_width: number; null_frac: number; n: number }>(
      `SELECT attname, avg_width, null_frac, CASE WHEN n_distinct < 0 THEN -n_distinct * reltuples ELSE n_distinct END AS n
         FROM pg_stats JOIN pg_class ON relname = tablename WHERE tablename = '${name}'`,
    );
    const known = (figure: number) => ({ value: figure, source: 'test' });
    return {
      columns: new Map(
        rows.map(row => [
          row.attname,
          {
            averageBytes: known(row.avg_width),
            nullFraction: known(row.null_frac),
            distinct: known(row.n),
          } satisfies ColumnFacts,
        ]),
      ),
    };
  }

  async function value(sql: string): Promise<number> {
    const { rows } = await db.query<Record<string, string | number>>(sql);
    return Number(Object.values(rows[0]!)[0]);
  }
});

describe('capacity', () => {
  before(() => ready);

  it('says which columns it had to guess', () => {
    const { table } = tableOf(
      'CREATE TABLE t (id bigint PRIMARY KEY, a text, b varchar(8), c int);',
      't',
      'postgres',
    );
    assert.deepEqual(rowWidth(table)?.assumed, ['a', 'b']);
  });

  it('knows nothing of a table whose columns are not known', () => {
    const { table } = tableOf('CREATE TABLE t AS SELECT * FROM elsewhere;', 't', 'postgres');
    assert.equal(rowWidth(table), undefined);
  });

  for (const [dialect, sql, bytes] of [
    [
      'mysql',
      'CREATE TABLE t (id int PRIMARY KEY, a bigint NOT NULL, at datetime NOT NULL);',
      5 + 13 + 4 + 8 + 5,
    ],
    ['mysql', 'CREATE TABLE t (a decimal(18,9), b tinyint);', 5 + 1 + 13 + 6 + 8 + 1],
    [
      'tsql',
      'CREATE TABLE t (id int NOT NULL PRIMARY KEY, a bigint NOT NULL, b datetime2(3));',
      4 + 19 + 3 + 2,
    ],
    ['clickhouse', 'CREATE TABLE t (id UInt64, v Float32) ENGINE = MergeTree ORDER BY id;', 12],
    ['cql', 'CREATE TABLE t (id uuid PRIMARY KEY, at timestamp, v double);', 32],
  ] as const) {
    it(`${dialect}: ${sql}`, () => {
      assert.equal(rowWidth(tableOf(sql, 't', dialect).table)?.bytes, bytes);
    });
  }
});

function tableOf(sql: string, name: string, dialect: Dialect): { table: Table; catalog: Catalog } {
  const { catalog } = bench({ 'schema.sql': sql }, dialect, { rules: [] }).builder;
  return { table: catalog.tablesNamed(name)[0]!, catalog };
}

function within(estimate: number, real: number, share: number, what = ''): void {
  assert.ok(
    Math.abs(estimate - real) <= share * real,
    `${what} estimated ${estimate}, is ${real}: ${((estimate / real - 1) * 100).toFixed(1)} %`,
  );
}
