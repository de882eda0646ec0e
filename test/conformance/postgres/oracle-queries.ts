/** Tables of the author's own: not temporary, not foreign, no partitions. */
const OWN = `
  own AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relreplident
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
  ),
  keyed AS (
    SELECT x.indexrelid, x.indrelid, x.indisunique, x.indisprimary, x.indisreplident, x.indisvalid,
      x.indnullsnotdistinct, am.amname, x.indnkeyatts AS keys, i.relname, i.relispartition AS inherited,
      COALESCE(con.contype IN ('u', 'p'), false) AS is_constraint, COALESCE(con.condeferrable, false) AS deferrable,
      ARRAY(SELECT k.attnum::int FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, n) WHERE n <= x.indnkeyatts ORDER BY n) AS columns,
      ARRAY(SELECT k.attnum::int FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, n) WHERE n > x.indnkeyatts) AS included,
      ARRAY(SELECT pg_get_indexdef(x.indexrelid, n, false)
            || ' ' || (x.indclass::oid[])[n - 1] || ' ' || (x.indcollation::oid[])[n - 1] || ' ' || (x.indoption::int2[])[n - 1]
            FROM generate_series(1, x.indnkeyatts) n ORDER BY n) AS parts,
      COALESCE(pg_get_expr(x.indpred, x.indrelid), '') AS predicate
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am am ON am.oid = i.relam
    LEFT JOIN pg_constraint con ON con.conindid = x.indexrelid AND con.contype IN ('u', 'p', 'x') AND con.conrelid = x.indrelid
    WHERE x.indisvalid AND COALESCE(con.contype, 'u') <> 'x'
  )`;

const CANDIDATE = `
  EXISTS (SELECT FROM keyed k WHERE k.indrelid = own.oid AND k.indisunique AND NOT k.indisprimary AND k.predicate = ''
    AND NOT 0 = ANY (k.columns)
    AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attnum = ANY (k.columns) AND NOT a.attnotnull))`;

const NO_KEY = `NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conrelid = own.oid AND p.contype = 'p')`;

const TYPE = (oid: string) =>
  `(WITH RECURSIVE d AS (SELECT ${oid} AS oid UNION ALL SELECT t.typbasetype FROM d JOIN pg_type t ON t.oid = d.oid AND t.typtype = 'd')
    SELECT d.oid::regtype::text FROM d JOIN pg_type t ON t.oid = d.oid AND t.typtype <> 'd')`;

/**
 * What PostgreSQL's own catalogs say about the flaws that five rules look for, written as SQL and without a look at how
 * the rules do it. The mark that CLUSTER leaves on an index does not count: any other of the same order can bear it. Each gives rows of `key` and `value`.
 */
export const ORACLE_QUERIES: readonly string[] = [
  // One cause, one finding: a child is told only where no parent is, or where a parent's key is not handed down.
  `WITH ${OWN}, keyless AS (SELECT own.oid, own.name FROM own WHERE ${NO_KEY} AND NOT ${CANDIDATE})
   SELECT 'no-primary-key ' || k.name AS key, 'found' AS value FROM keyless k
   WHERE NOT EXISTS (SELECT FROM pg_inherits h JOIN keyless parent ON parent.oid = h.inhparent WHERE h.inhrelid = k.oid)
     OR EXISTS (SELECT FROM pg_inherits h JOIN pg_constraint p ON p.conrelid = h.inhparent AND p.contype = 'p' WHERE h.inhrelid = k.oid)`,

  `WITH ${OWN} SELECT 'unique-not-null-but-no-pk ' || name AS key, 'found' AS value FROM own
   WHERE ${NO_KEY} AND ${CANDIDATE} AND relreplident <> 'i'`,

  `WITH ${OWN} SELECT DISTINCT 'fk-without-index ' || own.name || ' (' || (
      SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
    ) || ')' AS key, 'found' AS value
   FROM pg_constraint f JOIN own ON own.oid = f.conrelid
   WHERE f.contype = 'f' AND f.conparentid = 0 AND COALESCE((to_jsonb(f) ->> 'conenforced')::boolean, true)
     AND NOT COALESCE((to_jsonb(f) ->> 'conperiod')::boolean, false)
     AND NOT EXISTS (SELECT FROM keyed k WHERE k.indrelid = f.conrelid
       AND (k.amname = 'btree' OR (k.amname = 'hash' AND k.keys = cardinality(f.conkey)))
       AND k.columns[1:cardinality(f.conkey)] @> f.conkey::int[] AND f.conkey::int[] @> k.columns[1:cardinality(f.conkey)]
       AND (k.predicate = '' OR NOT EXISTS (
         SELECT FROM regexp_split_to_table(k.predicate, ' AND ') test
         WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
           AND btrim(test, '()') = quote_ident(a.attname) || ' IS NOT NULL'))))`,

  `WITH ${OWN}, pairs AS (
     SELECT k.*, own.name, EXISTS (
       SELECT FROM keyed o WHERE o.indrelid = k.indrelid AND o.indexrelid <> k.indexrelid AND o.amname = k.amname
         AND o.parts = k.parts AND o.predicate = k.predicate AND o.included @> k.included

         AND NOT (k.indisunique AND (NOT o.indisunique OR o.deferrable <> k.deferrable OR o.indnullsnotdistinct <> k.indnullsnotdistinct))
         AND NOT (NOT k.indisunique AND o.indisunique AND o.deferrable)
         AND (NOT (k.included @> o.included AND k.indisunique = o.indisunique AND k.indisprimary = o.indisprimary AND k.is_constraint = o.is_constraint)
              OR o.indexrelid < k.indexrelid)
         AND NOT (k.indisprimary OR (k.is_constraint AND NOT o.is_constraint))
     ) AS duplicate
     FROM keyed k JOIN own ON own.oid = k.indrelid
   )
   SELECT 'duplicate-index ' || name AS key, count(*)::text AS value FROM pairs
   WHERE duplicate AND NOT indisprimary AND NOT inherited AND NOT (indisreplident AND relname IS NOT NULL) GROUP BY name
   UNION ALL
   SELECT 'prefix-redundant-index ' || p.name, count(*)::text FROM pairs p
   WHERE NOT p.duplicate AND NOT p.indisunique AND p.amname = 'btree' AND NOT p.inherited
     AND NOT p.indisreplident
     AND EXISTS (SELECT FROM pairs o WHERE o.indrelid = p.indrelid AND o.amname = 'btree' AND NOT o.duplicate AND NOT o.deferrable
       AND o.keys > p.keys AND o.parts[1:p.keys] = p.parts AND o.predicate = p.predicate
       AND o.columns || o.included @> p.included)
   GROUP BY p.name`,

  `WITH ${OWN}, sides AS (
     SELECT own.name, a.attname, ${TYPE('a.atttypid')} AS own_type, ${TYPE('b.atttypid')} AS other_type, a.atttypmod, b.atttypmod AS other_mod
     FROM pg_constraint f JOIN own ON own.oid = f.conrelid
     CROSS JOIN LATERAL unnest(f.conkey, f.confkey) AS pair(here, there)
     JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = pair.here
     JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = pair.there
     WHERE f.contype = 'f' AND f.conparentid = 0 AND a.attinhcount = 0
   )
   SELECT DISTINCT 'fk-type-mismatch ' || name || '.' || attname AS key, 'found' AS value FROM sides
   WHERE own_type = ANY (KNOWN) AND other_type = ANY (KNOWN) AND (
     own_type <> other_type AND NOT (own_type = ANY (TEXTS) AND other_type = ANY (TEXTS))
     OR own_type = ANY (TEXTS) AND other_type = ANY (TEXTS) AND atttypmod > 0 AND other_mod > atttypmod)`
    .replaceAll(
      'KNOWN',
      `'{smallint,integer,bigint,numeric,real,double precision,uuid,boolean,date,timestamp without time zone,timestamp with time zone,json,jsonb,bytea,text,character varying,character}'::text[]`,
    )
    .replaceAll('TEXTS', `'{text,character varying,character}'::text[]`),
];
