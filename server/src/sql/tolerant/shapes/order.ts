import type { QueryBlock } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readValue } from './conditions.js';
import type { Draft } from './draft.js';

type Order = QueryBlock['orderBy'][number];

/** Reads a list of values to sort by. */
export function readOrder(c: Cursor, d: Draft): Order[] {
  const list: Order[] = [];
  do {
    const from = c.pos;
    const value = readValue(c, d);
    if (c.pos === from) break;
    // ClickHouse names an expression wherever it stands; SQLite and MySQL sort by other collations.
    if (c.accept('AS')) c.step(1);
    const order = c.accept('DESC') ? 'desc' : 'asc';
    if (order === 'asc') c.accept('ASC');
    const nulls = c.accept('NULLS', 'FIRST') ? 'first' : c.accept('NULLS', 'LAST') ? 'last' : undefined;
    if (c.is('WITH', 'FILL')) {
      d.complete = false;
      while (!c.done && !c.isSymbol(',') && !c.is('LIMIT')) c.skip();
    }
    list.push({ value, order, ...(nulls ? { nulls } : {}) });
  } while (c.acceptSymbol(','));
  return list;
}
