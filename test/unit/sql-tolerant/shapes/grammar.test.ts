import assert from 'node:assert/strict';
import type { Dialect } from '../../../../server/src/sql/dialect.js';
import { readQueryShapes } from '../../../../server/src/sql/tolerant/shapes/index.js';
import { ofGrammar, ofShape } from './grammar.js';

const COMPARED: readonly Dialect[] = [
  'mysql',
  'mariadb',
  'sqlite',
  'tsql',
  'snowflake',
  'bigquery',
  'redshift',
  'spark',
  'flink',
];

/** SELECTs that most dialects have in common. */
const QUERIES: readonly string[] = [
  'SELECT a FROM t',
  'SELECT DISTINCT a, b AS c, t.* FROM s.t',
  'SELECT a x, b y FROM t u WHERE u.a = 1 AND b <> 2 AND NOT c > 3',
  "SELECT * FROM t WHERE a IN (1, 2) AND b NOT IN ('x') OR c BETWEEN 1 AND 2 AND d IS NOT NULL",
  "SELECT * FROM t WHERE a LIKE 'x%' AND b NOT LIKE '%y' AND c IS NULL",
  'SELECT a.x, b.y FROM a JOIN b ON a.id = b.id WHERE a.z = b.z AND a.k > 5',
  'SELECT a.x FROM a LEFT JOIN b ON a.id = b.id INNER JOIN c ON c.id = b.c_id WHERE c.w = 1 ORDER BY a.x DESC, a.y',
  'SELECT a.x FROM a RIGHT JOIN b ON a.id = b.id CROSS JOIN c',
  'SELECT a.x FROM a FULL OUTER JOIN b ON a.id = b.id',
  'SELECT a.x FROM a JOIN b USING (id, k) WHERE x = 1',
  'SELECT a.x FROM a, b, c WHERE a.i = b.i AND b.j = c.j',
  'SELECT k, COUNT(*), SUM(v) AS total FROM t WHERE d >= 5 GROUP BY k, m HAVING COUNT(*) > 3 ORDER BY total',
  'SELECT COUNT(DISTINCT a), MAX(b + c), UPPER(d) FROM t WHERE LOWER(e) = 5 AND ABS(f - 1) < g * 2',
  "SELECT CASE WHEN a > 1 THEN 'x' WHEN b = 2 THEN 'y' ELSE c END AS z FROM t WHERE CASE a WHEN 1 THEN b ELSE c END = 4",
  'SELECT CAST(a AS INT) FROM t WHERE CAST(b AS DATE) = c',
  'SELECT x FROM (SELECT a AS x, b FROM t WHERE c = 1) s WHERE s.b > 2',
  'SELECT a FROM t WHERE b IN (SELECT c FROM u WHERE u.d = t.d) AND e = 1',
  'SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id = t.id) AND NOT EXISTS (SELECT 1 FROM v WHERE v.id = 3) AND f = 2',
  'SELECT a FROM t WHERE b = (SELECT MAX(c) FROM u) AND d > 1',
  'SELECT a, (SELECT COUNT(*) FROM u WHERE u.id = t.id) AS n FROM t WHERE q = 1',
  'WITH c AS (SELECT a FROM t WHERE b = 1), e AS (SELECT a FROM c) SELECT c.a FROM c JOIN e ON c.a = e.a WHERE c.a > 3',
  'SELECT a, ROW_NUMBER() OVER (PARTITION BY b ORDER BY c DESC) AS rn FROM t WHERE d = 1',
  'SELECT a, SUM(b) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t',
  'SELECT a FROM t WHERE (b = 1 OR c = 2) AND (d = 3 OR (e = 4 AND f = 5))',
  'SELECT a FROM t WHERE b = -1 AND c = 1.5e3 AND d = NULL AND e <= f AND g >= h AND i != j',
  'SELECT a FROM t WHERE COALESCE(b, c, 0) = 1 AND NULLIF(d, e) IS NULL',
  'SELECT a FROM t WHERE b + c * d - e / 2 > f % 3',
  "SELECT a || b FROM t WHERE SUBSTRING(c, 1, 2) = 'x' AND TRIM(d) = e",
  'SELECT t.a, u.b FROM s.t AS t INNER JOIN s.u AS u ON t.id = u.id AND u.k = 1 LEFT OUTER JOIN w ON w.id = u.id WHERE w.id IS NULL',
  'SELECT a FROM t WHERE b = CURRENT_TIMESTAMP AND c > CURRENT_DATE',
  'SELECT a FROM t ORDER BY b ASC, c DESC, d',
  'SELECT 1 FROM t GROUP BY a, b, c + 1',
];

/** SELECTs of one dialect. */
const OWN: readonly (readonly [Dialect, string])[] = [
  ['mysql', "SELECT `a` FROM `t` WHERE `b` = ? AND c REGEXP 'x' LIMIT 5 OFFSET 2"],
  [
    'mysql',
    'SELECT a FROM t WHERE d > NOW() - INTERVAL 7 DAY AND DATE_ADD(e, INTERVAL 1 MONTH) < f LIMIT 3, 4',
  ],
  ['mysql', "SELECT GROUP_CONCAT(a ORDER BY b DESC SEPARATOR ',') FROM t WHERE c = @v GROUP BY d"],
  ['mysql', "SELECT a->>'$.x' FROM t WHERE b <=> NULL FOR UPDATE"],
  ['sqlite', 'SELECT "a" FROM [t] WHERE b GLOB \'x*\' AND c = :p LIMIT 5'],
  ['sqlite', "SELECT a FROM t WHERE date(b) = date('now', '-1 day') AND c IS 5"],
  ['tsql', 'SELECT TOP 10 [a] FROM dbo.[t] x WITH (NOLOCK) WHERE x.b = @p AND c > GETDATE()'],
  ['tsql', 'SELECT a FROM t ORDER BY b OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY'],
  ['snowflake', "SELECT a::int FROM t WHERE b ILIKE 'x%' AND c::date = d LIMIT 5"],
  ['bigquery', 'SELECT a FROM `p.d.t` WHERE b = @p AND c > CURRENT_TIMESTAMP() LIMIT 5'],
  ['redshift', "SELECT a::int FROM t WHERE b ILIKE 'x' AND c ~ 'y' LIMIT 5"],
];

describe('shapes against a grammar', () => {
  for (const dialect of COMPARED) {
    it(`agree: ${dialect}`, () => {
      let parsed = 0;
      const own = OWN.filter(([of]) => of === dialect).map(([, sql]) => sql);
      for (const sql of [...QUERIES, ...own]) {
        const said = ofGrammar(sql, dialect);
        if (!said) continue;
        parsed++;
        const [shape, ...more] = readQueryShapes(sql, { start: 0, end: sql.length }, dialect);
        assert.equal(more.length, 0, sql);
        assert.ok(shape?.complete, sql);
        assert.deepEqual(ofShape(shape), said, sql);
      }
      assert.ok(parsed >= 20, `the grammar takes ${parsed} of them`);
    });
  }
});
