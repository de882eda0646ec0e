import type { Cursor } from '../cursor.js';
import { readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';
import { readOrder } from './order.js';

/** LIMIT n, LIMIT o, n, LIMIT n OFFSET o, OFFSET o ROWS FETCH NEXT n ROWS ONLY. */
export function readLimits(c: Cursor, d: Draft, block: DraftBlock): boolean {
  if (c.accept('LIMIT')) {
    if (c.accept('ALL') || c.accept('NULL')) return true;
    const first = readValue(c, d);
    const second = c.acceptSymbol(',') ? readValue(c, d) : undefined;
    if (c.is('BY') && c.options.dialect === 'clickhouse') {
      // So many rows for each value: no limit of the whole.
      c.step(1);
      d.aside(readOrder(c, d).map(({ value }) => value));
      return true;
    }
    block.limit = second ?? first;
    if (second) block.offset = first;
    c.accept('WITH', 'TIES');
    return true;
  }
  if (c.accept('OFFSET')) {
    block.offset = readValue(c, d);
    c.accept('ROWS') || c.accept('ROW');
    return true;
  }
  if (c.is('FETCH') && /^(?:FIRST|NEXT)$/.test(c.word(1))) {
    c.step(2);
    if (!/^ROWS?$/.test(c.word())) block.limit = readValue(c, d);
    if (c.accept('PERCENT')) delete block.limit;
    c.accept('ROWS') || c.accept('ROW');
    c.accept('ONLY') || c.accept('WITH', 'TIES');
    return true;
  }
  return false;
}

const LOCKS = /^(?:UPDATE|SHARE)$/;

/** Clauses of single dialects. False where the query ends here. */
export function readRare(c: Cursor, d: Draft, block: DraftBlock): boolean {
  if (c.is('FOR') && LOCKS.test(c.word(1))) {
    block.locks = true;
    c.step(2);
    if (c.accept('OF')) {
      c.step(1);
      while (c.acceptSymbol(',') || c.acceptSymbol('.')) c.step(1);
    }
    if (c.accept('WAIT')) c.step(1);
    c.accept('NOWAIT') || c.accept('SKIP', 'LOCKED');
    return true;
  }
  if (c.is('LOCK', 'IN', 'SHARE', 'MODE')) {
    block.locks = true;
    c.step(4);
    return true;
  }
  if (c.accept('ALLOW', 'FILTERING')) {
    d.allowFiltering = true;
    return true;
  }
  if (c.accept('PER', 'PARTITION', 'LIMIT')) {
    readValue(c, d);
    return true;
  }
  if (c.is('BYPASS', 'CACHE')) {
    c.step(2);
    return true;
  }
  if (c.is('USING', 'TIMEOUT')) {
    c.step(3);
    return true;
  }
  if (c.is('FOR') && /^(?:XML|JSON|BROWSE)$/.test(c.word(1))) {
    c.step(2);
    while (c.isName() || c.isSymbol(',') || c.isSymbol('(')) c.skip();
    return true;
  }
  if (c.is('OPTION') && c.isSymbol('(', 1)) {
    c.step(1);
    c.skip();
    return true;
  }
  if (c.is('SETTINGS') || (c.is('FORMAT') && c.options.dialect === 'clickhouse')) {
    while (!c.done && !c.isSymbol(';')) c.skip();
    return true;
  }
  if (c.is('INTO')) return readInto(c, d);
  if (c.is('WITH') && /^(?:TOTALS|TIES)$/.test(c.word(1))) {
    c.step(2);
    return true;
  }
  // Of CREATE VIEW: nothing of the query.
  return (
    c.accept('WITH', 'NO', 'SCHEMA', 'BINDING') ||
    acceptCheckOption(c) ||
    c.accept('WITH', 'NO', 'DATA') ||
    c.accept('WITH', 'DATA')
  );
}

function acceptCheckOption(c: Cursor): boolean {
  const words = ['LOCAL', 'CASCADED'].includes(c.word(1))
    ? [c.word(1), 'CHECK', 'OPTION']
    : ['CHECK', 'OPTION'];
  return c.accept('WITH', ...words) || c.accept('WITH', 'READ', 'ONLY');
}

/** `INTO @a, @b`, `INTO OUTFILE 'x' ...`, T-SQL `INTO #t`. */
function readInto(c: Cursor, d: Draft): boolean {
  c.step(1);
  if (c.is('OUTFILE') || c.is('DUMPFILE')) {
    while (!c.done && !c.isSymbol(';') && !c.is('FROM')) c.skip();
    return true;
  }
  do {
    readValue(c, d);
  } while (c.acceptSymbol(','));
  return true;
}
