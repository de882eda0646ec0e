import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/** A folder with one file, to be opened by a panel. */
export interface SchemaFolder {
  /** From the repository's folder, as `openPanel` wants it. */
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

/** Writes a schema to a folder of its own. */
export function schemaFolder(sql: string): SchemaFolder {
  const path = mkdtempSync(join(tmpdir(), 'faultline-panel-'));
  writeFileSync(join(path, 'schema.sql'), sql);
  return {
    folder: relative(ROOT, path),
    file: 'schema.sql',
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Two facts that share dimensions, one of which is a snowflake; a role-playing date; one inferred reference. */
export function warehouse(): string {
  return `-- faultline: rows=3650
CREATE TABLE dim_date (date_key integer PRIMARY KEY, full_date date NOT NULL UNIQUE, year smallint NOT NULL, month smallint NOT NULL);

CREATE TABLE dim_category (category_key integer PRIMARY KEY, category text NOT NULL);
CREATE TABLE dim_brand (brand_key integer PRIMARY KEY, brand text NOT NULL, category_key integer NOT NULL REFERENCES dim_category (category_key));
-- faultline: rows=80k
CREATE TABLE dim_product (product_key bigint PRIMARY KEY, sku text NOT NULL, brand_key integer NOT NULL REFERENCES dim_brand (brand_key), valid_from timestamptz NOT NULL, valid_to timestamptz, is_current boolean NOT NULL);
-- faultline: rows=12M
CREATE TABLE dim_customer (customer_key bigint PRIMARY KEY, customer_id bigint NOT NULL, segment text, valid_from timestamptz NOT NULL, valid_to timestamptz, is_current boolean NOT NULL);
-- faultline: rows=4100
CREATE TABLE dim_promotion (promotion_key integer PRIMARY KEY, promotion_code text NOT NULL UNIQUE, title text);
-- faultline: rows=2300
CREATE TABLE dim_store (store_key integer PRIMARY KEY, store_code text NOT NULL UNIQUE, region text);
-- faultline: rows=38
CREATE TABLE dim_warehouse (warehouse_key integer PRIMARY KEY, warehouse_code text NOT NULL UNIQUE, city text);

-- One row per order line.
-- faultline: rows=1.8G
CREATE TABLE fact_sales (
  order_no text NOT NULL,
  line_no smallint NOT NULL,
  order_date_key integer NOT NULL REFERENCES dim_date (date_key),
  ship_date_key integer REFERENCES dim_date (date_key),
  customer_key bigint NOT NULL REFERENCES dim_customer (customer_key),
  product_key bigint NOT NULL REFERENCES dim_product (product_key),
  store_key integer NOT NULL REFERENCES dim_store (store_key),
  promotion_key integer,
  quantity integer NOT NULL,
  net_amount numeric(14, 2) NOT NULL,
  cost_amount numeric(14, 2) NOT NULL,
  unit_price numeric(14, 2) NOT NULL,
  discount_pct numeric(5, 2),
  PRIMARY KEY (order_no, line_no, order_date_key)
) PARTITION BY RANGE (order_date_key);
CREATE TABLE fact_sales_2025 PARTITION OF fact_sales FOR VALUES FROM (20250101) TO (20260101);
CREATE TABLE fact_sales_2026 PARTITION OF fact_sales FOR VALUES FROM (20260101) TO (20270101);
CREATE INDEX fact_sales_customer_idx ON fact_sales (customer_key);
CREATE INDEX fact_sales_product_idx ON fact_sales (product_key);

-- faultline: rows=96M
CREATE TABLE fact_inventory (
  snapshot_date_key integer NOT NULL REFERENCES dim_date (date_key),
  product_key bigint NOT NULL REFERENCES dim_product (product_key),
  warehouse_key integer NOT NULL REFERENCES dim_warehouse (warehouse_key),
  on_hand_qty integer NOT NULL,
  on_order_qty integer NOT NULL,
  unit_cost numeric(14, 2) NOT NULL,
  PRIMARY KEY (snapshot_date_key, product_key, warehouse_key)
);

CREATE VIEW v_monthly_sales AS
SELECT d.year, d.month, sum(f.net_amount) AS net, sum(f.discount_pct) AS discount
FROM fact_sales f JOIN dim_date d ON d.date_key = f.order_date_key
GROUP BY d.year, d.month;

SELECT c.segment, sum(f.net_amount)
FROM fact_sales f
JOIN dim_customer c ON c.customer_key = f.customer_key
WHERE c.customer_key = 7
GROUP BY c.segment;
`;
}

/** A shop of 60 tables in four schemas, written as people write them: keys, a few columns, indexes on references. */
export function shopOfSixty(): string {
  const statements = Object.keys(AREAS).map(area => `CREATE SCHEMA ${area};`);
  const areaOf = new Map(Object.entries(AREAS).flatMap(([area, names]) => names.map(name => [name, area])));
  const chance = random(7);
  const done = new Set<string>();
  const write = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const references = REFERENCES[name] ?? [];
    for (const each of references) write(each);
    const own = `${areaOf.get(name)}.${name}`;
    const columns = [
      'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
      ...references.map(to => `${to}_id bigint NOT NULL REFERENCES ${areaOf.get(to)}.${to} (id)`),
      ...COLUMNS.filter(() => chance() < 0.45),
    ];
    statements.push(`CREATE TABLE ${own} (\n  ${columns.join(',\n  ')}\n);`);
    for (const to of references) statements.push(`CREATE INDEX ${name}_${to}_idx ON ${own} (${to}_id);`);
  };
  for (const name of areaOf.keys()) write(name);
  return statements.join('\n') + '\n';
}

/** Tables of numbered names in twenty schemas; most references stay inside of a schema. */
export function generated(tables: number, references: number): string {
  const chance = random(11);
  const per = Math.ceil(tables / 20);
  const area = (index: number) => `area_${String(Math.floor(index / per)).padStart(2, '0')}`;
  const name = (index: number) => `t${String(index).padStart(4, '0')}`;
  const to = Array.from({ length: tables }, () => new Set<number>());
  for (let made = 0; made < references; ) {
    const from = 1 + Math.floor(chance() * (tables - 1));
    const first = Math.floor(from / per) * per;
    const other =
      chance() < 0.85 ? first + Math.floor(chance() * (from - first)) : Math.floor(chance() * from);
    if (other >= from || to[from]!.has(other)) continue;
    to[from]!.add(other);
    made++;
  }
  const statements = Array.from(
    { length: Math.ceil(tables / per) },
    (_, index) => `CREATE SCHEMA ${area(index * per)};`,
  );
  for (let index = 0; index < tables; index++) {
    const columns = [
      'id bigint PRIMARY KEY',
      ...[...to[index]!].map(
        other => `${name(other)}_id bigint REFERENCES ${area(other)}.${name(other)} (id)`,
      ),
      ...COLUMNS.filter(() => chance() < 0.4),
    ];
    statements.push(`CREATE TABLE ${area(index)}.${name(index)} (\n  ${columns.join(',\n  ')}\n);`);
  }
  return statements.join('\n') + '\n';
}

const AREAS: Record<string, string[]> = {
  crm: 'account contact lead campaign note task segment address consent ticket ticket_message phone team agent sla'.split(
    ' ',
  ),
  sales:
    'customer_order order_line invoice invoice_line payment refund shipment shipment_line cart cart_item coupon quote quote_line return_request tax_rate'.split(
      ' ',
    ),
  catalog:
    'product variant category brand price_list price media attribute attribute_value review supplier supplier_offer bundle bundle_item tag'.split(
      ' ',
    ),
  ops: 'warehouse stock_item stock_move purchase_order purchase_line employee role permission role_permission audit_log setting job job_run currency country'.split(
    ' ',
  ),
};

const REFERENCES: Record<string, string[]> = Object.fromEntries(
  `order_line: customer_order variant; invoice: customer_order; invoice_line: invoice order_line; payment: invoice currency;
refund: payment; shipment: customer_order warehouse; shipment_line: shipment order_line; cart: account; cart_item: cart variant;
quote: account; quote_line: quote variant; return_request: order_line; customer_order: account currency address; contact: account;
lead: campaign; note: contact; task: contact agent; address: account country; consent: contact; ticket: account agent sla;
ticket_message: ticket; phone: contact; agent: team; variant: product; product: category brand; price: price_list variant;
price_list: currency; media: product; attribute_value: attribute variant; review: product account; supplier_offer: supplier variant;
supplier: country; bundle_item: bundle variant; bundle: product; stock_item: warehouse variant; stock_move: stock_item employee;
purchase_order: supplier employee; purchase_line: purchase_order variant; employee: role; role_permission: role permission;
job_run: job; warehouse: country; tax_rate: country`
    .split(/;\s*/)
    .map(each => each.split(': '))
    .map(([name, to]) => [name!, to!.split(' ')]),
);

const COLUMNS = [
  'name text NOT NULL',
  'status varchar(20) NOT NULL',
  'created_at timestamptz NOT NULL DEFAULT now()',
  'updated_at timestamptz',
  'amount numeric(12, 2)',
  'comment text',
  'is_active boolean NOT NULL DEFAULT true',
  'ordinal integer',
  'code varchar(40) UNIQUE',
  'email text',
];

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
