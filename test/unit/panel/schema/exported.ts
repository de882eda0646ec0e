import { strict as assert } from 'node:assert';
import type { DiagramFormat, DiagramMode } from '../../../../server/src/protocol/schema-panel.js';
import { bench } from './support.js';

export const LONG = 'n'.repeat(63);
/** Names that formats have reasons to trip over. */
export const ODD = `CREATE SCHEMA "über schema";
CREATE TABLE "say ""hello""" ("select" bigint PRIMARY KEY, "a b" text NOT NULL, "it's" numeric(12,2), "<b>&amp;" text, "back\`tick\\" text);
CREATE TABLE "über schema"."Größe ✓" (a int, b int, "PK" timestamp with time zone, PRIMARY KEY (a, b));
CREATE TABLE "order" (id bigint PRIMARY KEY, parent bigint REFERENCES "order", x int, y int, "say" bigint REFERENCES "say ""hello""", FOREIGN KEY (x, y) REFERENCES "über schema"."Größe ✓" (a, b));
CREATE TABLE ${LONG} (${LONG} int PRIMARY KEY, "tab	new
line" int REFERENCES missing.elsewhere (id));
CREATE TABLE "__init__" ("--" text, "//" text, "" int, "{}" text, "[x]" text, "%d" int);
COMMENT ON TABLE "order" IS 'It''s "quoted" | piped, \\ and
broken';
CREATE VIEW v AS SELECT id FROM "order";
`.replace(', "" int', '');

export const STAR = `CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date, year int, quarter int, month int);
CREATE TABLE dim_region (region_key int PRIMARY KEY, region text);
CREATE TABLE dim_shop (shop_key int PRIMARY KEY, shop_id int, name text, region_key int REFERENCES dim_region);
CREATE TABLE fact_sales (order_date_key int NOT NULL REFERENCES dim_date, ship_date_key int REFERENCES dim_date, shop_key int NOT NULL, amount numeric(12,2), balance numeric(12,2), discount_pct numeric(5,2));
CREATE TABLE users (id bigint PRIMARY KEY, name text);
`;

/** A diagram of some SQL in a format. */
export async function exported(
  sql: string,
  format: DiagramFormat,
  mode: DiagramMode = 'er',
  tables?: readonly string[],
) {
  const { ask } = await bench(sql);
  const answer = await ask({ kind: 'export', format, mode, ...(tables ? { tables } : {}) });
  assert.ok(typeof answer !== 'string', String(answer));
  return answer;
}
