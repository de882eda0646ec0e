import type { Expr, KeyPart, PartitionBound, PartitionBy, PartitionDef } from '../ast/index.js';
import type { Cursor } from './cursor.js';
import { exprOf } from './expressions.js';
import { readIdentOrString } from './identifiers.js';
import { readKeyParts } from './key-parts.js';

/**
 * MySQL's PARTITION BY, from after these words: RANGE, LIST, HASH, KEY, their subpartitions and the partitions
 * listed. Undefined, and nothing read, where another dialect's clause stands.
 */
export function readMysqlPartitionBy(c: Cursor, from: number): PartitionBy | undefined {
  const start = c.pos;
  if (c.is('LINEAR')) c.pos++;
  const word = c.word();
  if (!/^(?:RANGE|LIST|HASH|KEY|SYSTEM_TIME)$/.test(word)) {
    c.pos = start;
    return undefined;
  }
  c.pos++;
  if (word === 'KEY' && c.accept('ALGORITHM')) {
    c.acceptSymbol('=');
    skipNumber(c);
  }
  if (c.is('COLUMNS')) c.pos++;
  const strategy = word === 'SYSTEM_TIME' ? 'range' : (word.toLowerCase() as PartitionBy['strategy']);
  const parts: KeyPart[] = c.isSymbol('(') && word !== 'SYSTEM_TIME' ? readKeyParts(c) : [];
  while (c.is('INTERVAL') || c.is('LIMIT') || c.is('AUTO') || c.is('STARTS')) {
    c.pos += 2;
    while (
      c.isNumber() ||
      c.isString() ||
      /^(?:SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)$/.test(c.word())
    )
      c.pos++;
  }
  if (c.accept('PARTITIONS')) skipNumber(c);
  if (c.is('SUBPARTITION', 'BY')) {
    c.pos += 2;
    if (c.is('LINEAR')) c.pos++;
    if (c.word() !== '') c.pos++;
    if (c.accept('ALGORITHM')) {
      c.acceptSymbol('=');
      skipNumber(c);
    }
    if (c.isSymbol('(')) c.skip();
    if (c.accept('SUBPARTITIONS')) skipNumber(c);
  }
  const partitions = c.isSymbol('(') && c.word(1) === 'PARTITION' ? readPartitionDefs(c) : [];
  return { strategy, parts, partitions, span: c.span(from) };
}

/** A count, where there is one: what stands there instead may be the end of the statement. */
function skipNumber(c: Cursor): void {
  if (c.isNumber()) c.pos++;
}

/** `(PARTITION p0 VALUES LESS THAN (10), ...)`. */
export function readPartitionDefs(c: Cursor): PartitionDef[] {
  return c.inside(inner => {
    const defs: PartitionDef[] = [];
    for (const [from, to] of inner.items()) {
      const def = inner.between(from, to, readPartitionDef);
      if (def) defs.push(def);
    }
    return defs;
  });
}

function readPartitionDef(c: Cursor): PartitionDef | undefined {
  const from = c.pos;
  if (!c.accept('PARTITION')) return undefined;
  if (c.is('IF', 'NOT', 'EXISTS')) c.pos += 3;
  const name = readIdentOrString(c);
  if (!name) return undefined;
  const bound = readBound(c);
  // ENGINE, COMMENT, DATA DIRECTORY, subpartitions: nothing that a catalog keeps.
  c.pos = c.end;
  return { name, ...(bound ? { bound } : {}), span: c.span(from) };
}

function readBound(c: Cursor): PartitionBound | undefined {
  const from = c.pos;
  if (c.is('DEFAULT')) {
    c.pos++;
    return { kind: 'default', span: c.span(from) };
  }
  if (!c.accept('VALUES')) return undefined;
  if (c.is('LESS', 'THAN')) {
    c.pos += 2;
    const to = c.isSymbol('(') ? readValues(c) : [exprOf(c, c.pos, ++c.pos)];
    return { kind: 'less than', to, span: c.span(from) };
  }
  if (c.accept('IN')) {
    const values = c.isSymbol('(') ? readValues(c) : [];
    const only = values[0];
    if (values.length === 1 && /^default$/i.test(only!.text)) return { kind: 'default', span: c.span(from) };
    return { kind: 'list', values, span: c.span(from) };
  }
  return undefined;
}

function readValues(c: Cursor): Expr[] {
  return c.inside(inner => inner.items().map(([from, to]) => exprOf(inner, from, to)));
}
