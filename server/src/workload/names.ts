import { foldName } from '../schema/index.js';
import { lastName, type Query, type Statement } from '../sql/ast/index.js';
import type { Family } from '../sql/dialect.js';
import { effectiveReadings, type SourceUnit } from '../sql/reading.js';
import { mentionsRefresh } from './refreshes.js';

/** Last names, folded, of every relation that the unit's statements may touch; more than they do is no harm. */
export function namesIn(family: Family, unit: SourceUnit): ReadonlySet<string> {
  const names = new Set<string>();
  const addTables = (query: Query | undefined): void => {
    for (const { name } of query?.tables ?? []) names.add(foldName(family, lastName(name).value));
  };
  for (const { statement } of effectiveReadings(unit)) {
    switch (statement.kind) {
      case 'query':
        addTables(statement);
        if (statement.calls.length > 0 && mentionsRefresh(unit.piece.text))
          addWords(family, unit.piece.text, names);
        break;
      case 'create view':
        if (statement.query) addTables(statement.query);
        else addWords(family, statement.text, names);
        break;
      case 'create table':
        addTables(statement.asQuery);
        break;
      case 'create function':
      case 'create trigger':
        if (statement.body) addWords(family, statement.body.text, names);
        break;
      case 'other':
        if (runsQueries(statement) || statement.verb === 'REFRESH') addWords(family, unit.piece.text, names);
    }
  }
  return names;
}

/** True for a statement that is no query itself and has one in it. */
export function runsQueries(statement: Statement): boolean {
  return statement.kind === 'other' && CARRIERS.has(statement.verb);
}

/** True for a statement that decides what unqualified names behind it mean. */
export function setsPath(unit: SourceUnit): boolean {
  return effectiveReadings(unit).some(({ statement }) => statement.kind === 'set path');
}

const CARRIERS: ReadonlySet<string> = new Set(['EXPLAIN', 'DECLARE', 'PREPARE', 'DO']);

const WORD = /[\p{L}_][\p{L}\p{N}_$#@]*/gu;
const QUOTED = /"([^"\n]+)"|`([^`\n]+)`|\[([^\]\n]+)\]/g;

/** Each word of a body may be a relation's name, as it stands or folded. */
function addWords(family: Family, text: string, names: Set<string>): void {
  for (const [word] of text.matchAll(WORD)) {
    names.add(foldName(family, word));
    names.add(word.toLowerCase());
  }
  for (const match of text.matchAll(QUOTED))
    names.add(foldName(family, match[1] ?? match[2] ?? match[3] ?? ''));
}
