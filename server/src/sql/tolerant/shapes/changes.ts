import { lastName, type QName } from '../../ast/names.js';
import type { WriteTarget } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readName } from '../identifiers.js';
import { readConditions } from './conditions.js';
import type { Draft, DraftBlock, Mutable } from './draft.js';
import { readClauses } from './select.js';
import { readSets } from './sets.js';
import { readSources } from './sources.js';

export type Target = Mutable<WriteTarget>;

/** A target with nothing written yet. */
export function targetOf(table: QName, alias?: string): Target {
  return { table, alias: alias ?? lastName(table).value, columns: [], values: [], sets: [] };
}

/** Reads from after UPDATE. */
export function readUpdate(c: Cursor, d: Draft, block: DraftBlock): Target | undefined {
  skipModifiers(c);
  readSources(c, d, block);
  skipUsing(c, d);
  if (!c.accept('SET')) {
    d.complete = false;
    return undefined;
  }
  const sets = readSets(c, d);
  skipOutput(c);
  if (c.is('FROM')) {
    c.pos++;
    readSources(c, d, block, 'cross');
  }
  readClauses(c, d, block);
  finish(c, d, block);
  const qualifier = sets.find(({ column }) => column.qualifier !== undefined)?.column.qualifier;
  const target = takeTarget(block, qualifier);
  if (!target) d.complete = false;
  return target && { ...target, sets };
}

/** Reads from after DELETE. */
export function readDelete(c: Cursor, d: Draft, block: DraftBlock): Target | undefined {
  skipModifiers(c);
  if (c.options.dialect === 'cql') {
    // Columns and elements of collections.
    while (!c.done && !c.is('FROM')) c.skip();
  }
  let named: QName | undefined;
  if (!c.is('FROM')) {
    // MySQL `DELETE t FROM t JOIN u`, T-SQL `DELETE x FROM t x`, `DELETE t WHERE`.
    named = readName(c);
    if (c.isSymbol('.') && c.isSymbol('*', 1)) c.pos += 2;
    while (c.acceptSymbol(',')) {
      d.complete = false;
      readName(c);
    }
    if (!named) d.complete = false;
    skipOutput(c);
  }
  if (c.accept('FROM')) {
    readSources(c, d, block);
    skipOutput(c);
    // T-SQL `DELETE FROM t FROM t JOIN u`; `DELETE FROM t USING t JOIN u`.
    if (c.is('FROM') || (c.is('USING') && c.options.dialect !== 'cql')) {
      const first = block.sources[0];
      c.pos++;
      readSources(c, d, block, 'cross');
      named ??= first?.table;
      if (
        first &&
        block.sources.some((source, i) => i > 0 && source.alias.toLowerCase() === first.alias.toLowerCase())
      )
        block.sources.shift();
    }
  }
  skipUsing(c, d);
  readClauses(c, d, block);
  finish(c, d, block);
  if (named && block.sources.length === 0) return targetOf(named);
  const target = takeTarget(block, named && lastName(named).value);
  if (!target) d.complete = false;
  return target;
}

/** Takes the source that is changed out of the block: the one with this alias, else the first. */
function takeTarget(block: DraftBlock, alias: string | undefined): Target | undefined {
  const wanted = alias?.toLowerCase();
  let index = 0;
  if (wanted !== undefined) {
    index = block.sources.findIndex(source => source.alias.toLowerCase() === wanted);
    if (index < 0)
      index = block.sources.findIndex(({ table }) => table && lastName(table).value.toLowerCase() === wanted);
    if (index < 0) index = 0;
  } else if (block.sources.length > 1) {
    // T-SQL `UPDATE x SET ... FROM t x`: the first names the alias of a later one.
    const first = block.sources[0]!;
    const same = block.sources.findIndex(
      (source, i) =>
        i > 0 && first.table?.parts.length === 1 && source.alias.toLowerCase() === first.alias.toLowerCase(),
    );
    if (same > 0) index = same;
  }
  const source = block.sources[index];
  if (!source?.table) return undefined;
  const named = source.alias.toLowerCase();
  const { on } = source;
  block.sources = block.sources.filter(
    (each, i) =>
      i !== index && !(i === 0 && each.table?.parts.length === 1 && each.alias.toLowerCase() === named),
  );
  block.where.push(...(source.join === 'inner' ? on : []));
  return targetOf(source.table, source.alias);
}

/** LOW_PRIORITY, IGNORE, OR REPLACE, TOP (n), ONLY. */
export function skipModifiers(c: Cursor): void {
  for (;;) {
    if (/^(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|IGNORE|QUICK|ONLY)$/.test(c.word())) c.pos++;
    else if (c.is('OR') && /^(?:REPLACE|IGNORE|ABORT|FAIL|ROLLBACK)$/.test(c.word(1))) c.pos += 2;
    else if (c.is('TOP') && (c.isSymbol('(', 1) || c.isNumber(1))) {
      c.pos++;
      c.skip();
      c.accept('PERCENT');
    } else return;
  }
}

/** CQL: USING TTL 10 AND TIMESTAMP 5. */
export function skipUsing(c: Cursor, d: Draft): void {
  if (c.options.dialect !== 'cql' || !c.accept('USING')) return;
  do {
    if (!/^(?:TTL|TIMESTAMP|TIMEOUT)$/.test(c.word())) {
      d.complete = false;
      return;
    }
    c.pos++;
    if (c.isSymbol(':') || c.isSymbol('-') || c.isSymbol('%')) c.pos++;
    c.skip();
  } while (c.accept('AND'));
}

/** T-SQL: OUTPUT list [INTO t (columns)]. */
export function skipOutput(c: Cursor): void {
  if (!c.is('OUTPUT')) return;
  while (
    !c.done &&
    !/^(?:FROM|WHERE|VALUES|SELECT|DEFAULT|EXEC|EXECUTE|OPTION)$/.test(c.word()) &&
    !c.isSymbol(';')
  )
    c.skip();
}

/** IF of CQL, RETURNING: the end of a change. */
export function finish(c: Cursor, d: Draft, block: DraftBlock): void {
  if (c.is('IF') && c.options.dialect === 'cql') {
    c.pos++;
    d.conditional = true;
    if (!c.accept('EXISTS') && !c.accept('NOT', 'EXISTS')) readConditions(c, d);
  }
  skipUsing(c, d);
  if (c.accept('RETURNING')) {
    while (!c.done && !c.isSymbol(';')) c.skip();
  }
  if (c.is('ORDER') || c.is('LIMIT')) readClauses(c, d, block);
}
