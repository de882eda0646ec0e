import type { AlterAction, AlterTable, Statement } from '../ast/index.js';
import { readAddition } from './alter-add.js';
import { readColumnAlteration } from './alter-column.js';
import { readDropAction } from './alter-drop.js';
import { readOtherAction } from './alter-other.js';
import type { Cursor } from './cursor.js';
import { readCluster, readName } from './identifiers.js';
import { missing } from './missing.js';

type WithoutSpan<T> = T extends unknown ? Omit<T, 'span'> : never;

/** An action as its reader gives it; the caller adds what it spans. */
export type Action = WithoutSpan<AlterAction>;

/** Verbs after which a comma may be followed by more of the same. */
const CONTINUED = new Set(['ADD', 'DROP']);

/** Words that begin an action. */
const VERBS = new Set(
  (
    'ADD DROP ALTER MODIFY CHANGE RENAME SET UNSET PARTITION REMOVE TRUNCATE REORGANIZE EXCHANGE COALESCE ATTACH DETACH ' +
    'ENGINE COMMENT AUTO_INCREMENT CONVERT DEFAULT CHARACTER CHARSET COLLATE ORDER ROW_FORMAT ALGORITHM LOCK FORCE ENABLE ' +
    'DISABLE CLUSTER SUSPEND RESUME SWAP CHECK NOCHECK SWITCH REBUILD OWNER INHERIT NO VALIDATE REPLICA MATERIALIZE CLEAR ' +
    'UPDATE DELETE FREEZE FETCH MOVE REPLACE WITH APPEND RECOVER REFRESH REBALANCE ANALYZE OPTIMIZE REPAIR IMPORT DISCARD ' +
    'TABLESPACE KEY_BLOCK_SIZE STATS_PERSISTENT CONFIGURE EXPERIMENTAL_AUDIT SPLIT UNSPLIT SCATTER INJECT RESET COMPACT ARCHIVE TOUCH'
  ).split(' '),
);

/** Reads from after the kind of object to the end of the cursor. */
export function readAlterTable(c: Cursor, object: AlterTable['object']): Statement | undefined {
  const ifExists = c.accept('IF', 'EXISTS');
  const only = c.is('ONLY') && c.isName(1) && c.accept('ONLY');
  const name = readName(c);
  if (!name) {
    missing(c, 'The name of the table is');
    return undefined;
  }
  c.acceptSymbol('*');
  readCluster(c);
  if (c.is('WAIT') && c.isNumber(1)) c.pos += 2;
  if (c.is('NOWAIT') || c.is('IGNORE') || c.is('ONLINE')) c.pos++;
  if (c.done && c.options.types !== 'mysql') missing(c, 'What to change is');
  return { kind: 'alter table', object, name, ifExists, only, actions: readActions(c) };
}

function readActions(c: Cursor): AlterAction[] {
  const actions: AlterAction[] = [];
  let verb = '';
  /** What ADD or DROP were told they add or drop: `DROP CONSTRAINT a, b`. */
  let kind = '';
  for (const [from, to] of isWhole(c) ? [[c.pos, c.end] as const] : c.items()) {
    if (to <= from) continue;
    c.between(from, to, item => {
      const continues =
        c.options.alterContinues &&
        ((CONTINUED.has(verb) && !beginsAction(item, verb)) ||
          (/^(?:ALTER|MODIFY)$/.test(verb) && item.is('COLUMN') && c.options.dialect === 'snowflake'));
      if (!continues) {
        verb = item.word();
        kind = '';
        if (verb === 'WITH' && /^(?:CHECK|NOCHECK)$/.test(item.word(1))) verb = 'ADD';
      }
      const found = readAction(item, continues ? verb : '', kind);
      kind = found.kind ?? '';
      for (const action of found.actions)
        actions.push({ span: item.span(from, to), ...action } as AlterAction);
      if (!item.done) item.note('alter action', item.pos, to);
    });
  }
  return actions;
}

/** Actions in which a comma separates names or assignments, and which stand alone. */
function isWhole(c: Cursor): boolean {
  if (c.is('ORDER', 'BY') || c.is('UPDATE') || c.is('DELETE') || c.is('MODIFY', 'QUERY')) return true;
  return (
    c.word(1) === 'PARTITION' &&
    /^(?:REORGANIZE|TRUNCATE|DROP|ANALYZE|CHECK|OPTIMIZE|REBUILD|REPAIR|COALESCE)$/.test(c.word())
  );
}

/** A column may be called `comment` or `order`: after a comma that goes on with ADD, a type tells. */
function beginsAction(c: Cursor, verb: string): boolean {
  const word = c.word();
  if (!VERBS.has(word)) return false;
  if (verb === 'ADD' && c.options.dialect === 'tsql') return word === 'DROP' || word === 'ALTER';
  if (
    word === 'ADD' ||
    word === 'DROP' ||
    word === 'ALTER' ||
    word === 'MODIFY' ||
    word === 'RENAME' ||
    word === 'CHANGE'
  )
    return true;
  return false;
}

interface Found {
  readonly actions: readonly Action[];
  readonly kind?: string;
}

/** One action; `continued` is the verb that an earlier action gave. */
function readAction(c: Cursor, continued: string, kind: string): Found {
  const from = c.pos;
  let notValid = false;
  if (!continued && c.is('WITH') && /^(?:CHECK|NOCHECK)$/.test(c.word(1))) {
    notValid = c.word(1) === 'NOCHECK';
    c.pos += 2;
  }
  const verb = continued || c.word();
  if (!continued && /^(?:ADD|DROP|ALTER|MODIFY|CHANGE)$/.test(verb)) c.pos++;
  let actions: readonly Action[] | undefined;
  let next = '';
  if (verb === 'ADD') actions = readAddition(c, notValid);
  else if (verb === 'DROP') {
    const found = readDropAction(c, kind);
    actions = found?.actions;
    next = found?.kind ?? '';
  } else if (verb === 'ALTER' || verb === 'MODIFY' || verb === 'CHANGE')
    actions = readColumnAlteration(c, verb);
  else actions = readOtherAction(c);
  if (actions) return { actions, kind: next };
  c.pos = from;
  const what = c.slice(from, c.end);
  c.note('alter action', from, c.end);
  c.problem(`Not understood: ${what.replace(/\s+/g, ' ').slice(0, 60)}`, c.span(from, c.end));
  c.pos = c.end;
  return { actions: [{ kind: 'other', what }] };
}
