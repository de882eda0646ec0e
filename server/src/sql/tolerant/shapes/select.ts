import type { QueryBlock, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { identAt } from '../identifiers.js';
import { isBatchStart, isStatementStart } from '../starts.js';
import { isSetOperator } from './blocks.js';
import { readFrame } from './calls.js';
import { readConditions, readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';
import { readLimits, readRare } from './limits.js';
import { readOrder } from './order.js';
import { readSources } from './sources.js';
import { NO_ALIAS } from './words.js';

/** Reads from after SELECT into a block. With `tail` ORDER BY and LIMIT are the block's own. */
export function readSelect(c: Cursor, d: Draft, block: DraftBlock, tail: boolean): void {
  readModifiers(c, d, block);
  readItems(c, d, block);
  readClauses(c, d, block, tail);
}

function readModifiers(c: Cursor, d: Draft, block: DraftBlock): void {
  for (;;) {
    const word = c.word();
    if (/^(?:DISTINCT|DISTINCTROW)$/.test(word)) {
      block.distinct = true;
      c.step(1);
      if (c.is('ON') && c.isSymbol('(', 1)) {
        c.step(1);
        c.inside(inner => d.aside(readOrder(inner, d).map(({ value }) => value)));
      }
    } else if (
      /^(?:ALL|STREAM|STRAIGHT_JOIN|HIGH_PRIORITY|SQL_\w+)$/.test(word) &&
      !c.isSymbol(',', 1) &&
      !c.isSymbol('.', 1)
    ) {
      c.step(1);
    } else if (word === 'TOP' && (c.isNumber(1) || c.isSymbol('(', 1) || c.word(1).startsWith('@'))) {
      c.step(1);
      block.limit = c.isSymbol('(') ? c.inside(inner => readValue(inner, d)) : readSingle(c, d);
      if (c.accept('PERCENT')) delete block.limit;
      c.accept('WITH', 'TIES');
    } else if (c.is('AS', 'STRUCT') || c.is('AS', 'VALUE')) c.step(2);
    else return;
  }
}

/** One token as a value: `TOP 10 * FROM t` is no product. */
function readSingle(c: Cursor, d: Draft) {
  const at = c.pos++;
  return c.between(at, at + 1, inner => readValue(inner, d));
}

function readItems(c: Cursor, d: Draft, block: DraftBlock): void {
  while (!c.done && !c.is('FROM') && !c.isSymbol(';')) {
    const from = c.pos;
    block.select.push(readItem(c, d));
    if (c.acceptSymbol(',')) continue;
    if (c.done || c.isSymbol(';') || NO_ALIAS.has(c.word())) {
      if (c.pos === from) block.select.pop();
      return;
    }
    d.complete = false;
    while (!c.done && !c.isSymbol(',') && !c.isSymbol(';') && !NO_ALIAS.has(c.word())) c.skip();
    if (!c.acceptSymbol(',')) return;
  }
}

function readItem(c: Cursor, d: Draft): QueryBlock['select'][number] {
  // T-SQL `alias = expression`, `@v = expression`; MySQL `@v := expression`.
  let alias: string | undefined;
  if (c.options.dialect === 'tsql' && (c.isName() || c.isString()) && c.isSymbol('=', 1)) {
    alias = identAt(c, c.pos).value;
    c.step(2);
  } else if (c.isName() && c.isSymbol(':', 1) && c.isSymbol('=', 2)) c.step(3);
  const value = readValue(c, d);
  if (value.kind === 'star') skipStarOptions(c);
  if (c.accept('AS')) {
    if (c.isName() || c.isString()) alias = identAt(c, c.pos++).value;
    else if (c.isSymbol('(')) c.skip();
  } else if (c.isString() || (c.isName() && !NO_ALIAS.has(c.word()))) alias = identAt(c, c.pos++).value;
  return alias === undefined ? { value } : { value, alias };
}

/** `* EXCEPT (a)`, `* REPLACE (f(a) AS a)`, `* EXCLUDE a`: still all columns, or nearly so. */
function skipStarOptions(c: Cursor): void {
  while (/^(?:EXCEPT|EXCLUDE|REPLACE|RENAME|ILIKE|APPLY)$/.test(c.word()) && !isSetOperator(c)) {
    c.step(1);
    c.skip();
  }
}

/** Reads the clauses behind the list of columns. */
export function readClauses(c: Cursor, d: Draft, block: DraftBlock, tail = true): void {
  while (!c.done && !c.isSymbol(';') && !c.isSymbol(')') && !isSetOperator(c)) {
    const from = c.pos;
    if (!tail && /^(?:ORDER|LIMIT|OFFSET|FETCH)$/.test(c.word())) return;
    if (isStatementStart(c) || (c.options.terminatorOptional && isBatchStart(c))) return;
    if (!readClause(c, d, block) || c.pos === from) return;
  }
}

function readClause(c: Cursor, d: Draft, block: DraftBlock): boolean {
  switch (c.word()) {
    case 'FROM':
      c.step(1);
      readSources(c, d, block);
      return true;
    case 'WHERE':
    case 'PREWHERE':
      c.step(1);
      block.where.push(...readConditions(c, d));
      return true;
    case 'GROUP':
      if (!c.accept('GROUP', 'BY')) return false;
      readGroups(c, d, block);
      return true;
    case 'HAVING':
    case 'QUALIFY':
      c.step(1);
      block.having.push(...readConditions(c, d));
      return true;
    case 'WINDOW':
      readWindows(c, d);
      return true;
    case 'ORDER':
    case 'SORT':
    case 'CLUSTER':
    case 'DISTRIBUTE': {
      const sorts = c.is('ORDER') || c.is('SORT');
      c.step(1);
      c.accept('SIBLINGS');
      if (!c.accept('BY')) return false;
      if (c.is('ALL') && !c.isSymbol('.', 1)) {
        c.step(1);
        d.complete = false;
      } else {
        const order = readOrder(c, d);
        if (sorts) block.orderBy.push(...order);
        else d.aside(order.map(({ value }) => value));
      }
      return true;
    }
    default:
      return readLimits(c, d, block) || readRare(c, d, block);
  }
}

/** GROUP BY and what may stand around its list: ROLLUP (...), GROUPING SETS (...), WITH TOTALS. */
function readGroups(c: Cursor, d: Draft, block: DraftBlock): void {
  if (c.is('ALL') || (c.isSymbol('(') && c.isSymbol(')', 1))) {
    c.skip();
    return;
  }
  do {
    if (c.is('GROUPING', 'SETS')) {
      c.step(2);
      c.inside(inner => {
        for (const [from, to] of inner.items()) {
          inner.between(from, to, set => {
            const read = (list: Cursor): void => {
              while (!list.done) {
                const at = list.pos;
                block.groupBy.push(readValue(list, d));
                if (!list.acceptSymbol(',') || list.pos === at) break;
              }
            };
            if (set.isSymbol('(')) set.inside(read);
            else read(set);
          });
        }
      });
      continue;
    }
    const value = readValue(c, d);
    const list =
      value.kind === 'list' || (value.kind === 'call' && /^(?:rollup|cube)$/.test(value.name ?? ''));
    block.groupBy.push(...(list ? (value.args ?? []) : [value]));
    if (c.accept('AS')) c.step(1);
    if (c.accept('DESC')) continue;
    c.accept('ASC');
  } while (c.acceptSymbol(','));
  while (c.is('WITH') && /^(?:ROLLUP|CUBE|TOTALS)$/.test(c.word(1))) c.step(2);
}

function readWindows(c: Cursor, d: Draft): void {
  c.step(1);
  do {
    c.step(1);
    if (!c.accept('AS')) return;
    if (c.isSymbol('(')) {
      const values: Value[] = [];
      c.inside(inner => readFrame(inner, d, values));
      d.aside(values);
    } else c.step(1);
  } while (c.acceptSymbol(','));
}
