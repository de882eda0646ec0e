import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule, parsePlPgSQL } from 'libpg-query';
import { postgresBody } from '../../../../server/src/sql/postgres/bodies/index.js';
import { readPostgres } from '../../../../server/src/sql/postgres/index.js';
import type { Reading } from '../../../../server/src/sql/reading.js';
import { briefBody } from '../../sql-tolerant/shapes/brief.js';
import { misplacedShapes } from '../../sql-tolerant/shapes/spans.js';
import { withPostgres } from '../setup.js';

/** SQL, `=>`, what its body does. */
const CASES = readFileSync(join(__dirname, 'bodies.txt'), 'utf8')
  .split(/^----\n/m)
  .filter(block => block.trim() !== '')
  .map(block => {
    const [sql = '', after = ''] = block.split(/^=>\n/m);
    return { sql: sql.trimEnd(), expected: after.split('\n').filter(Boolean) };
  });

describe('bodies of PostgreSQL routines', () => {
  withPostgres();

  it('has cases', () => assert.ok(CASES.length >= 10));

  for (const { sql, expected } of CASES) {
    it(sql.slice(0, 60).replace(/\s+/g, ' '), () => {
      const text = `-- é\n${sql};`;
      const reading = read(text);
      const body = postgresBody(text, reading, 'postgres');
      assert.deepEqual(body ? briefBody(body) : [], expected);
      assert.deepEqual(misplacedShapes(body?.queries ?? [], text), []);
      for (const { target } of body?.assignments ?? []) {
        const written = text.slice(target.span.start, target.span.end).toLowerCase();
        assert.ok(written.includes(target.name), written);
      }
    });
  }

  it("finds every query that PostgreSQL's own reader of PL/pgSQL finds", async () => {
    await loadModule();
    let compared = 0;
    for (const { sql } of CASES) {
      if (!/language plpgsql/i.test(sql)) continue;
      const wanted = queriesOf(await parsePlPgSQL(sql));
      const body = postgresBody(sql, read(sql), 'postgres')!;
      const found = body.queries.map(({ span }) => plain(sql.slice(span.start, span.end)));
      for (const query of wanted) {
        const words = plain(query).replace(/^create.*?as(?=select)/, '');
        assert.ok(
          found.some(text => text === words || withoutInto(text, words)),
          `${query}\nis not among\n${found.join('\n')}`,
        );
        compared++;
      }
    }
    assert.ok(compared >= 12, `${compared} compared`);
  });

  it('takes any text for a body', () => {
    for (const body of [
      '',
      ';',
      'BEGIN',
      'BEGIN IF',
      'END END',
      'FOR x IN',
      'SELECT INTO',
      'DECLARE',
      'x :=',
      "'",
    ]) {
      const sql = `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$${body}$$`;
      assert.ok(postgresBody(sql, read(sql), 'postgres'), body);
    }
  });
});

function read(text: string): Reading {
  const [reading] = readPostgres(text, { start: 0, end: text.length }, 'postgres');
  assert.ok(reading);
  return reading;
}

/** Texts of the statements in a tree of PL/pgSQL. */
function queriesOf(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(queriesOf);
  if (typeof tree !== 'object' || tree === null) return [];
  const { PLpgSQL_expr: expr } = tree as { PLpgSQL_expr?: { query: string; parseMode: number } };
  // Mode 0 is a statement, the others are expressions.
  return [...(expr?.parseMode === 0 ? [expr.query] : []), ...Object.values(tree).flatMap(queriesOf)];
}

/** True where the text is the other one with an INTO and its targets more: PostgreSQL blanks them. */
function withoutInto(text: string, other: string): boolean {
  for (const { index } of text.matchAll(/into/g)) {
    if (other.startsWith(text.slice(0, index)) && text.slice(index).endsWith(other.slice(index))) return true;
  }
  return false;
}

function plain(sql: string): string {
  return sql
    .replace(/^perform\b/i, 'select')
    .replace(/\s+/g, '')
    .replaceAll("''", "'")
    .toLowerCase();
}
