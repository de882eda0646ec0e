import type { SelectStmt } from 'libpg-query';
import { CLOSE, CLOSE_BRACKET, OPEN, OPEN_BRACKET } from '../tokens.js';
import { locationOf, type Region, type ShapeContext } from './context.js';

/**
 * First and last token of a SELECT of which the tree does not say where it is: from the word before its first
 * result to the parenthesis or UNION that ends it.
 */
export function regionOf(context: ShapeContext, select: SelectStmt): Region {
  const first = startOf(context, select);
  const { source, end } = context;
  let depth = 0;
  let last = first;
  for (let i = first; i < end; i++) {
    const kind = source.kind(i);
    if (kind === OPEN || kind === OPEN_BRACKET) depth++;
    else if ((kind === CLOSE || kind === CLOSE_BRACKET) && --depth < 0) break;
    else if (depth === 0 && i > first && SET_WORDS.some(word => source.is(i, word))) break;
    last = i;
  }
  return [first, last];
}

/** The parenthesis that a subquery in FROM stands in. */
export function openingOf(context: ShapeContext, select: SelectStmt): number {
  const { source } = context;
  let open = startOf(context, select) - 1;
  if (source.kind(open) !== OPEN) return -1;
  // `((SELECT ...) UNION ...)`: the first parenthesis is the member's.
  for (;;) {
    const next = source.close(open) + 1;
    const goesOn = source.kind(next) === CLOSE || AFTER_MEMBER.some(word => source.is(next, word));
    if (!goesOn || source.kind(open - 1) !== OPEN || select.op === undefined || select.op === 'SETOP_NONE')
      return open;
    open--;
  }
}

const SET_WORDS = ['UNION', 'INTERSECT', 'EXCEPT'];
const AFTER_MEMBER = [...SET_WORDS, 'ORDER', 'LIMIT', 'OFFSET', 'FETCH'];

function startOf(context: ShapeContext, select: SelectStmt): number {
  const { source } = context;
  if (select.withClause) return Math.max(0, context.at(select.withClause.location));
  let leaf = select;
  while (leaf.larg) leaf = leaf.larg;
  const target = leaf.targetList?.[0] ?? leaf.valuesLists?.[0];
  const inner = target && 'List' in target ? target.List.items?.[0] : target;
  const at = inner ? context.at(locationOf(inner)) : -1;
  if (at < 0) return 0;
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    const kind = source.kind(i);
    if (kind === CLOSE || kind === CLOSE_BRACKET) depth++;
    else if (kind === OPEN || kind === OPEN_BRACKET) depth--;
    else if (depth <= 0 && (source.is(i, 'SELECT') || source.is(i, 'VALUES'))) return i;
  }
  return at;
}
