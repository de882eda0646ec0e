import type { CreateTrigger, Expr, Ident, QName, Statement } from '../ast/index.js';
import { lastName } from '../ast/index.js';
import type { Cursor } from './cursor.js';
import { exprOf } from './expressions.js';
import { readIdent, readName } from './identifiers.js';
import { missing } from './missing.js';

type Event = CreateTrigger['events'][number];

/** Reads from after the word TRIGGER to the end of the statement. */
export function readCreateTrigger(c: Cursor, orReplace: boolean): Statement | undefined {
  c.accept('IF', 'NOT', 'EXISTS');
  const name = readName(c);
  if (!name) {
    missing(c, 'The name of the trigger is');
    return undefined;
  }
  let timing: CreateTrigger['timing'] = 'before';
  const events: Event[] = [];
  const columns: Ident[] = [];
  let table: QName | undefined;
  let level: CreateTrigger['level'] =
    c.options.types === 'mysql' || c.options.types === 'sqlite' ? 'row' : 'statement';
  let when: Expr | undefined;
  let each = false;
  for (;;) {
    const event = eventOf(c.word());
    // Behind FOR EACH ROW stands the body, which may be a single UPDATE.
    if (event && each) break;
    if (event) {
      events.push(event);
      c.pos++;
      if (event === 'update' && c.accept('OF')) readColumns(c, columns);
    } else if (c.is('BEFORE') || c.is('AFTER')) {
      timing = c.is('BEFORE') ? 'before' : 'after';
      c.pos++;
    } else if (c.is('FOR', 'EACH')) {
      level = c.word(2) === 'ROW' ? 'row' : 'statement';
      each = true;
      c.pos += 3;
    } else if (c.is('FOR')) {
      timing = 'after';
      c.pos++;
    } else if (c.is('INSTEAD', 'OF')) {
      timing = 'instead of';
      c.pos += 2;
    } else if (c.is('ON')) {
      c.pos++;
      if (c.is('ALL', 'SERVER') || (c.is('DATABASE') && !table)) {
        // Fires on definitions, not on rows.
        c.pos = c.end;
        return { kind: 'other', verb: 'CREATE' };
      }
      table = readName(c);
    } else if (c.is('FOLLOWS') || c.is('PRECEDES')) c.pos += 2;
    else if (c.is('NOT', 'FOR', 'REPLICATION')) c.pos += 3;
    else if (c.is('WITH', 'EXECUTE', 'AS') || c.is('WITH', 'APPEND')) c.pos += c.is('WITH', 'APPEND') ? 2 : 4;
    else if (c.is('WHEN')) {
      c.pos++;
      const from = c.pos;
      while (!c.done && !c.is('BEGIN') && !c.is('EXECUTE')) c.skip();
      when = exprOf(c, from, c.pos);
    } else if (!c.is('OR') && !c.isSymbol(',')) break;
    else c.pos++;
  }
  if (!table) {
    missing(c, 'The table of the trigger is');
    return undefined;
  }
  c.accept('AS');
  const called = readCalled(c);
  const body = !called && !c.done ? { text: c.slice(c.pos, c.end), span: c.span(c.pos, c.end) } : undefined;
  c.pos = c.end;
  return {
    kind: 'create trigger',
    name: lastName(name),
    table,
    timing,
    events,
    columns,
    level,
    ...(when ? { when } : {}),
    ...(called ? { function: called } : {}),
    ...(body ? { body } : {}),
    orReplace,
  };
}

function eventOf(word: string): Event | undefined {
  return /^(?:INSERT|UPDATE|DELETE|TRUNCATE)$/.test(word) ? (word.toLowerCase() as Event) : undefined;
}

function readColumns(c: Cursor, columns: Ident[]): void {
  do {
    const column = readIdent(c);
    if (column) columns.push(column);
  } while (c.acceptSymbol(','));
}

/** PostgreSQL's kin: EXECUTE FUNCTION f(). */
function readCalled(c: Cursor): QName | undefined {
  if (!c.is('EXECUTE', 'FUNCTION') && !c.is('EXECUTE', 'PROCEDURE')) return undefined;
  c.pos += 2;
  return readName(c);
}
