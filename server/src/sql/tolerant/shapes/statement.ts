import type { QueryShape } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readName } from '../identifiers.js';
import { isBatchStart, isStatementStart } from '../starts.js';
import { readQueryInto, readWith, startsQuery } from './blocks.js';
import { readDelete, readUpdate, type Target, targetOf } from './changes.js';
import { Draft, type DraftBlock } from './draft.js';
import { readInsert, readMerge } from './insert.js';

/**
 * Reads the query here to its end; undefined where none begins here.
 * @param routine It stands in a trigger or routine, where NEW and OLD are rows.
 */
export function readShape(c: Cursor, routine = false): QueryShape | undefined {
  if (c.options.dialect === 'cql') skipBatch(c);
  skipToQuery(c);
  if (!startsShape(c)) return undefined;
  const start = c.pos;
  const d = new Draft(routine);
  let verb: QueryShape['verb'] = 'select';
  let target: Target | undefined;
  d.inBlock('main', c, block => {
    const read = readBody(c, d, block);
    verb = read.verb;
    target = read.target;
  });
  if (!ends(c)) {
    d.complete = false;
    toEnd(c);
  }
  d.settlePaths();
  return {
    verb,
    blocks: d.blocks,
    ...(target ? { target } : {}),
    ...(d.allowFiltering ? { allowFiltering: true } : {}),
    ...(d.conditional ? { conditional: true } : {}),
    span: c.span(start),
    complete: d.complete && c.tokens.unterminated < 0,
  };
}

const VERBS = /^(?:SELECT|WITH|VALUES|INSERT|REPLACE|UPSERT|UPDATE|DELETE|MERGE|TRUNCATE)$/;

/** True where a query begins. */
export function startsShape(c: Cursor): boolean {
  let ahead = 0;
  while (c.isSymbol('(', ahead)) ahead++;
  const word = c.word(ahead);
  return ahead > 0 ? word === 'SELECT' || word === 'WITH' : VERBS.test(word);
}

function readBody(
  c: Cursor,
  d: Draft,
  block: DraftBlock,
): { verb: QueryShape['verb']; target?: Target | undefined } {
  if (c.is('WITH') && changesData(c)) readWith(c, d);
  const verb = c.word();
  switch (verb) {
    case 'INSERT':
    case 'REPLACE':
    case 'UPSERT':
      c.step(1);
      return { verb: 'insert', target: readInsert(c, d, block, verb) };
    case 'UPDATE':
      c.step(1);
      return { verb: 'update', target: readUpdate(c, d, block) };
    case 'DELETE':
      c.step(1);
      return { verb: 'delete', target: readDelete(c, d, block) };
    case 'MERGE':
      c.step(1);
      return { verb: 'merge', target: readMerge(c, d, block) };
    case 'TRUNCATE': {
      c.step(1);
      c.accept('TABLE');
      c.accept('IF', 'EXISTS');
      const name = readName(c);
      while (!ends(c)) c.skip();
      return { verb: 'truncate', target: name && targetOf(name) };
    }
    default:
      readQueryInto(c, d, block);
      return { verb: 'select' };
  }
}

/** True where the statement behind WITH is no SELECT. */
function changesData(c: Cursor): boolean {
  for (let at = c.pos + 1; at < c.end; ) {
    const word = c.wordAt(at);
    if (word === 'SELECT' || c.isSymbolAt(';', at)) return false;
    if (/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(word)) return true;
    const match = c.tokens.matches[at]!;
    at = match > at ? match + 1 : at + 1;
  }
  return false;
}

const ROUTINES = /^(?:FUNCTION|PROCEDURE|PROC|TRIGGER|TASK|EVENT|RULE|MACRO)$/;
const MAKES = /^(?:CREATE|ALTER|REPLACE)$/;

/** Passes over what stands before the query of CREATE VIEW and CREATE TABLE ... AS, EXPLAIN, and Flink's EXECUTE. */
function skipToQuery(c: Cursor): void {
  const start = c.pos;
  if (c.is('EXPLAIN')) {
    c.step(1);
    while (!c.done && !c.isSymbol(';') && !startsShape(c)) c.skip();
    return;
  }
  if (c.is('EXECUTE', 'STATEMENT', 'SET')) {
    c.step(3);
    c.accept('BEGIN');
    return;
  }
  if (!MAKES.test(c.word()) || (c.is('REPLACE') && !/^(?:VIEW|TABLE)$/.test(c.word(1)))) return;
  while (!c.done && !c.isSymbol(';')) {
    if (c.pos < start + 8 && ROUTINES.test(c.word())) break;
    if (
      c.is('AS') &&
      (/^(?:SELECT|WITH|VALUES)$/.test(c.word(1)) || c.between(c.pos + 1, c.end, startsQuery))
    ) {
      c.step(1);
      return;
    }
    // MySQL needs no AS.
    if (c.is('SELECT')) return;
    c.skip();
  }
  c.pos = start;
}

/** CQL: `BEGIN BATCH USING TIMESTAMP 1` before the first statement, `APPLY BATCH` after the last. */
function skipBatch(c: Cursor): void {
  if (c.is('APPLY', 'BATCH')) {
    c.step(2);
    return;
  }
  if (!c.is('BEGIN')) return;
  while (!c.done && !c.is('BATCH')) c.step(1);
  c.step(1);
  while (!c.done && !c.isSymbol(';') && !VERBS.test(c.word())) c.step(1);
}

const AFTER =
  /^(?:SELECT|INSERT|REPLACE|UPDATE|DELETE|MERGE|WITH|CREATE|ALTER|DROP|EXEC|EXECUTE|IF|ELSE|BEGIN|END|SET|DECLARE|PRINT|RETURN|WHILE|GO|COMMIT|ROLLBACK|RAISERROR|THROW|TRUNCATE|FETCH|OPEN|CLOSE|DEALLOCATE|APPLY|GRANT|BREAK|CONTINUE|GOTO|USE|WAITFOR)$/;

/** True where a statement may end: at a terminator, or where the next one begins. */
function ends(c: Cursor): boolean {
  if (c.done || c.isSymbol(';')) return true;
  if (isStatementStart(c)) return true;
  const loose = c.options.terminatorOptional || c.options.dialect === 'cql';
  return loose && (isBatchStart(c) || AFTER.test(c.word()));
}

function toEnd(c: Cursor): void {
  while (!ends(c)) c.skip();
}
