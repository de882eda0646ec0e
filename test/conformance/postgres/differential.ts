import type { Statement } from '../../../server/src/sql/ast/index.js';
import { readPostgres } from '../../../server/src/sql/postgres/index.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { differences } from '../result.js';
import { catalogFacts } from './catalog-facts.js';
import type { Engine } from './engine.js';
import { findingFacts } from './finding-facts.js';

/** How one file went through PostgreSQL and through our catalog. */
export interface Outcome {
  readonly statements: number;
  /** Refused by PostgreSQL: a missing extension, psql variables, a fault on purpose. Left out of both sides. */
  readonly refused: readonly { readonly sql: string; readonly error: string }[];
  /** Code that changed the schema behind our back (a DO block, a function). Undone and left out of both sides. */
  readonly dynamic: readonly string[];
  /** Facts compared. */
  readonly facts: number;
  /** Flaws that PostgreSQL's catalogs show, each of which a rule must have found, and no other. */
  readonly flaws: number;
  readonly differences: readonly string[];
}

/** Runs a file statement by statement in PostgreSQL, feeds what it accepted to our catalog, compares the two. */
export async function compareFile(engine: Engine, text: string): Promise<Outcome> {
  await engine.reset();
  const refused: { sql: string; error: string }[] = [];
  const dynamic: string[] = [];
  let kept: SourceUnit[] = [];
  /** What was kept when the transaction, or a savepoint of it, began. */
  let marks: { readonly name: string; readonly kept: readonly SourceUnit[] }[] = [];
  let statements = 0;
  for (const piece of splitSql(text, 'postgres')) {
    if (piece.kind !== 'statement') continue;
    const sql = piece.text.slice(piece.body.start, piece.body.end);
    statements++;
    const word = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
    if (/^copy\b[\s\S]*\bfrom\s+stdin\b/i.test(word)) continue;
    if (/^(?:begin|start\s+transaction)\b/i.test(word)) {
      if ((await engine.begin(sql)) === undefined) marks = [{ name: '', kept }];
      continue;
    }
    if (/^(?:commit|end)\b/i.test(word)) {
      await engine.end(sql);
      marks = [];
      continue;
    }
    const back =
      /^(?:rollback|abort)\b(?:\s+(?:work|transaction))?(?:\s+to\s+(?:savepoint\s+)?("?\w+"?))?/i.exec(word);
    if (back && back[1] === undefined) {
      await engine.end(sql);
      kept = [...(marks[0]?.kept ?? kept)];
      marks = [];
      continue;
    }
    const savepoint = /^savepoint\s+("?\w+"?)/i.exec(word);
    if (savepoint || back) {
      const name = (savepoint ?? back)![1]!.toLowerCase();
      if (savepoint) marks.push({ name, kept });
      else kept = [...(marks.filter(mark => mark.name === name).pop()?.kept ?? kept)];
      await engine.begin(sql);
      continue;
    }
    const readings = readPostgres(piece.text, piece.body, 'postgres');
    if (readings.every(reading => runsCode(reading.statement))) {
      const result = await engine.runData(sql);
      if (result.error !== undefined) refused.push({ sql, error: result.error });
      if (result.changed) dynamic.push(sql);
      continue;
    }
    let error = await engine.run(sql);
    for (let n = 0; error !== undefined && n < 5; n++) {
      const role = /role "([^"]+)" does not exist/.exec(error)?.[1];
      if (role === undefined || (await engine.run(`CREATE ROLE "${role}"`)) !== undefined) break;
      error = await engine.run(sql);
    }
    if (error !== undefined) {
      refused.push({ sql, error });
      continue;
    }
    kept = [...kept, { uri: 'file:///schema.sql', dialect: 'postgres', piece, readings }];
  }
  await engine.end('COMMIT');
  const theirs = await engine.facts();
  const flaws = await engine.flaws();
  const found = [
    ...differences(theirs, catalogFacts(kept)),
    ...differences(flaws, findingFacts(kept)).map(line => `finding ${line}`),
  ];
  return {
    statements,
    refused,
    dynamic,
    facts: theirs.size,
    flaws: [...flaws.values()].reduce((sum, value) => sum + (value === 'found' ? 1 : Number(value)), 0),
    differences: found,
  };
}

/** Statements that may run functions and procedures, and shape nothing themselves. */
function runsCode(statement: Statement): boolean {
  if (statement.kind === 'query') return true;
  return statement.kind === 'other' && /^(?:DO|EXECUTE|EXPLAIN|FETCH|CALL)$/.test(statement.verb);
}
