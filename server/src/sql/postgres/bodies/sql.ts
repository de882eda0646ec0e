import { SEMICOLON, tokenize } from '../tokens.js';
import type { Gathered } from './gather.js';

/** Statements of a body in SQL: those between quotes, those of BEGIN ATOMIC, or the expression behind RETURN. */
export function readSqlBody(found: Gathered): void {
  const { sql } = found.body;
  const tokens = tokenize(sql);
  const word = (index: number): string => sql.slice(tokens.start[index], tokens.end[index]).toUpperCase();
  let first = 0;
  let count = tokens.count;
  if (word(0) === 'BEGIN' && word(1) === 'ATOMIC') {
    first = 2;
    if (word(count - 1) === 'END') count--;
  } else if (word(0) === 'RETURN') {
    found.expression(tokens.end[0]!, sql.length);
    return;
  }
  for (let i = first; i < count; i++) {
    if (i !== count - 1 && tokens.kind[i] !== SEMICOLON) continue;
    const last = tokens.kind[i] === SEMICOLON ? i - 1 : i;
    if (last >= first) found.query(tokens.start[first]!, tokens.end[last]!);
    first = i + 1;
  }
}
