import { appended, INTEGER, type Kind, name, open, tableName } from '../site.js';

/** Warehouses, streams, wide-column stores and migrations. */
export const OTHERS: readonly Kind[] = [
  {
    id: 'fan trap',
    dialects: ['postgres', 'mysql', 'tsql'],
    inject: site => {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const end = site.dialect === 'tsql' ? '\nGO\n' : '\n';
      const sql = [
        `CREATE TABLE zz_orders (order_id ${INTEGER} PRIMARY KEY, freight decimal(10,2) NOT NULL);`,
        `CREATE TABLE zz_order_lines (line_id ${INTEGER} PRIMARY KEY, order_id ${INTEGER} NOT NULL REFERENCES zz_orders (order_id), quantity ${INTEGER} NOT NULL);`,
        'SELECT sum(o.freight) FROM zz_orders o JOIN zz_order_lines l ON l.order_id = o.order_id;',
      ].join(end);
      return { files: appended(site, table, sql), expect: ['fan-trap'], names: ['freight'], what: sql };
    },
  },
  {
    id: 'sum of a ratio',
    dialects: ['postgres', 'mysql'],
    inject: site => {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = `CREATE TABLE fact_zz_sales (sale_key ${INTEGER} PRIMARY KEY, date_key ${INTEGER} NOT NULL, product_key ${INTEGER} NOT NULL, amount decimal(12,2) NOT NULL, discount_pct decimal(5,2) NOT NULL);
SELECT date_key, sum(discount_pct) FROM fact_zz_sales GROUP BY date_key;`;
      return {
        files: appended(site, table, sql),
        expect: ['non-additive-sum'],
        names: ['discount_pct'],
        what: sql,
      };
    },
  },
  {
    id: 'versions that may overlap',
    dialects: ['postgres', 'mysql'],
    inject: site => {
      const table = site.random.pick(open(site));
      if (!table) return undefined;
      const sql = `CREATE TABLE dim_zz_customer (customer_key ${INTEGER} PRIMARY KEY, customer_id ${INTEGER} NOT NULL, customer_name varchar(80) NOT NULL, valid_from date NOT NULL, valid_to date, is_current boolean NOT NULL);`;
      return {
        files: appended(site, table, sql),
        expect: ['scd2-overlap'],
        names: ['dim_zz_customer'],
        what: sql,
      };
    },
  },
  {
    id: 'index built under a lock',
    dialects: ['postgres'],
    inject(site) {
      const table = site.random.pick(
        open(site).filter(each => each.columns.length > 1 && !each.partitioning),
      );
      if (!table) return undefined;
      const uri = table.origins[0]!.unit.uri;
      const column = name(site, table.columns[1]!.name);
      const sql = `CREATE INDEX zz_blocking ON ${tableName(site, table)} (${column});`;
      return {
        files: { 'migrations/V1__start.sql': site.files[uri]!, 'migrations/V2__index.sql': sql },
        expect: ['index-not-concurrent'],
        names: ['zz_blocking'],
        what: sql,
      };
    },
  },
  ...(
    [
      [
        'filter without a key',
        "SELECT * FROM $TABLE WHERE $PLAIN = 'x' ALLOW FILTERING;",
        ['allow-filtering'],
        '',
      ],
      [
        'one data centre for all',
        "CREATE KEYSPACE zz_ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};",
        ['simple-strategy'],
        'zz_ks',
      ],
      [
        'one copy only',
        "CREATE KEYSPACE zz_ks WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};",
        ['low-replication-factor'],
        'zz_ks',
      ],
      [
        'partition without an end',
        'CREATE TABLE zz_readings (sensor uuid, at timestamp, value double, PRIMARY KEY (sensor, at));',
        ['unbounded-partition'],
        'zz_readings',
      ],
      [
        'partition that takes every write',
        'CREATE TABLE zz_feed (day date, at timeuuid, body text, PRIMARY KEY (day, at));',
        ['hot-partition'],
        'zz_feed',
      ],
      [
        'a list that grows',
        'CREATE TABLE zz_carts (id uuid PRIMARY KEY, comments list<text>);',
        ['large-collection', 'list-read-modify-write'],
        'zz_carts',
      ],
    ] as const
  ).map(
    ([id, text, expect, says]): Kind => ({
      id,
      dialects: ['cql'],
      inject(site) {
        const table = site.random.pick(
          open(site).filter(each =>
            each.columns.some(
              column => column.type?.text === 'text' && !each.primaryKey?.columns.includes(column.name),
            ),
          ),
        );
        const plain = table?.columns.find(
          column => column.type?.text === 'text' && !table.primaryKey?.columns.includes(column.name),
        );
        if (!table || !plain) return undefined;
        const sql = text.replace('$TABLE', tableName(site, table)).replace('$PLAIN', name(site, plain.name));
        return {
          files: appended(site, table, sql),
          expect,
          names: says === '' ? [plain.name] : [says],
          what: sql,
        };
      },
    }),
  ),
];
