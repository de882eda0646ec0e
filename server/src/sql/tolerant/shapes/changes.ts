import { lastName, type QName } from '../../ast/names.js';
import type { QuerySource, WriteTarget } from '../../ast/shape.js';
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
    c.step(1);
    readSources(c, d, block, 'cross');
  }
  readClauses(c, d, block);
  finish(c, d, block);
  const qualifier = sets.find(({ column }) => column.qualifier !== undefined)?.column.qualifier;
  const target = takeTarget(c, block, qualifier);
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
    if (c.isSymbol('.') && c.isSymbol('*', 1)) c.step(2);
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
      c.step(1);
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
  if (named && !knows(block, lastName(named).value)) return targetOf(named);
  const target = takeTarget(c, block, named && lastName(named).value);
  if (!target) d.complete = false;
  return target;
}

/** Takes the source that is changed out of the block: the one that a name says, else the first. */
function takeTarget(c: Cursor, block: DraftBlock, name: string | undefined): Target | undefined {
  const index = targetIndex(c, block, name);
  const source = block.sources[index];
  if (!source?.table) return undefined;
  // T-SQL names the target first and says in FROM what it is.
  const stand = index > 0 && c.options.dialect === 'tsql' && !block.sources[0]!.on.length ? 0 : index;
  const first = block.sources[0]!;
  const same = stand === 0 && (sameWord(first.alias, source.alias) || sameTable(first, source));
  block.sources = block.sources.filter((_, i) => i !== index && !(i === 0 && same));
  if (source.join === 'inner') block.where.push(...source.on);
  return targetOf(source.table, source.alias);
}

function targetIndex(c: Cursor, { sources }: DraftBlock, name: string | undefined): number {
  const first = sources[0];
  const wanted = name ?? first?.alias ?? '';
  const later = sources.findIndex((source, i) => i > 0 && sameWord(source.alias, wanted));
  if (later > 0) return later;
  if (first && sameWord(first.alias, wanted)) {
    if (c.options.dialect !== 'tsql') return 0;
    const others = sources.filter((source, i) => i > 0 && sameTable(source, first));
    return others.length === 1 ? sources.indexOf(others[0]!) : 0;
  }
  const named = sources.findIndex(({ table }) => table && sameWord(lastName(table).value, wanted));
  return Math.max(0, named);
}

function knows({ sources }: DraftBlock, name: string): boolean {
  return sources.some(
    ({ alias, table }) => sameWord(alias, name) || (table && sameWord(lastName(table).value, name)),
  );
}

function sameTable(a: QuerySource, b: QuerySource): boolean {
  return (
    a.table !== undefined &&
    b.table !== undefined &&
    sameWord(lastName(a.table).value, lastName(b.table).value)
  );
}

function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** LOW_PRIORITY, IGNORE, OR REPLACE, TOP (n), ONLY. */
export function skipModifiers(c: Cursor): void {
  for (;;) {
    if (/^(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|IGNORE|QUICK|ONLY)$/.test(c.word())) c.step(1);
    else if (c.is('OR') && /^(?:REPLACE|IGNORE|ABORT|FAIL|ROLLBACK)$/.test(c.word(1))) c.step(2);
    else if (c.is('TOP') && (c.isSymbol('(', 1) || c.isNumber(1))) {
      c.step(1);
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
    c.step(1);
    if (c.isSymbol(':') || c.isSymbol('-') || c.isSymbol('%')) c.step(1);
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
    c.step(1);
    d.conditional = true;
    if (!c.accept('EXISTS') && !c.accept('NOT', 'EXISTS')) readConditions(c, d);
  }
  skipUsing(c, d);
  if (c.accept('RETURNING')) {
    while (!c.done && !c.isSymbol(';')) c.skip();
  }
  if (c.is('ORDER') || c.is('LIMIT')) readClauses(c, d, block);
}
