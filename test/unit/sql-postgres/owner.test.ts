import assert from 'node:assert/strict';
import { readPostgres } from '../../../server/src/sql/postgres/index.js';
import { withPostgres } from './setup.js';

/** What the short way reads, and the same with a blank more, which goes by the tree. */
const SHORT = [
  'ALTER TABLE public.orders OWNER TO app;',
  'ALTER TABLE orders OWNER TO app',
  'ALTER SEQUENCE public.orders_id_seq OWNER TO app;',
  'ALTER VIEW totals OWNER TO app;',
];

describe('postgres: change of owner', () => {
  withPostgres();

  for (const sql of SHORT) {
    it(sql, () => {
      const read = (text: string) => readPostgres(text, { start: 0, end: text.length }, 'postgres')[0]!;
      const short = read(sql);
      const long = read(sql.replace(' OWNER', '  OWNER'));
      assert.deepEqual(moved(short, sql.indexOf(' OWNER')), long);
    });
  }

  it('leaves reserved words to the grammar', () => {
    const sql = 'ALTER TABLE select OWNER TO app;';
    const [reading] = readPostgres(sql, { start: 0, end: sql.length }, 'postgres');
    assert.equal(reading?.problem?.certain, true);
  });
});

/** A reading with every offset beyond a place one further. */
function moved<T>(value: T, from: number): T {
  if (Array.isArray(value)) return value.map(item => moved(item, from)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'number' && item > from ? item + 1 : moved(item, from),
    ]),
  ) as T;
}
