import { loadPostgres } from '../../../server/src/sql/postgres/index.js';
import { type Exception, outOfDate, type Result, unexplained } from '../result.js';
import { compareFile } from './differential.js';
import { Engine } from './engine.js';
import { EXCEPTIONS } from './exceptions.js';
import { corpusSources, ownSources, type SqlSource } from './sources.js';

/** Runs our own SQL and the corpus in PostgreSQL itself, and compares what that says with our catalog. */
export async function run(): Promise<Result> {
  const corpus = corpusSources();
  const result = await compareAll([...ownSources(), ...corpus]);
  return corpus.length > 0
    ? result
    : { ...result, lines: [...result.lines, 'postgres: the corpus is not at hand, skipped'] };
}

/** The comparison of some sources, all in one engine: starting it takes seconds. */
export async function compareAll(sources: readonly SqlSource[]): Promise<Result> {
  await loadPostgres();
  const engine = await Engine.start();
  const lines: string[] = [];
  const used = new Set<Exception>();
  const total = {
    passed: 0,
    failed: 0,
    statements: 0,
    refused: 0,
    dynamic: 0,
    facts: 0,
    flaws: 0,
    explained: 0,
  };
  try {
    for (const source of sources) {
      const outcome = await compareFile(engine, source.text);
      const found = unexplained(source.name, outcome.differences, EXCEPTIONS, used);
      // What we write to be compared must be comparable.
      if (source.name.startsWith('fixtures/'))
        found.push(...outcome.refused.map(({ sql, error }) => `${sql.slice(0, 60)}: refused, ${error}`));
      total.statements += outcome.statements;
      total.refused += outcome.refused.length;
      total.dynamic += outcome.dynamic.length;
      total.facts += outcome.facts;
      total.flaws += outcome.flaws;
      total.explained += outcome.differences.length - found.length;
      if (found.length === 0) total.passed++;
      else {
        total.failed++;
        lines.push(`postgres ${source.name}: ${found.length} differences`, ...found.map(line => `  ${line}`));
      }
      if (process.env.FAULTLINE_VERBOSE) {
        for (const { sql, error } of outcome.refused)
          lines.push(`  refused: ${error}: ${sql.slice(0, 80).replace(/\s+/g, ' ')}`);
      }
    }
  } finally {
    await engine.stop();
  }
  const stale = outOfDate(EXCEPTIONS, used);
  lines.push(
    ...stale,
    `postgres: ${total.statements} statements, of which PostgreSQL refused ${total.refused} and ${total.dynamic} changed the schema ` +
      `behind their text (left out on both sides); ${total.facts} facts and ${total.flaws} findings compared, ${total.explained} differences explained`,
  );
  return { passed: total.passed, failed: total.failed + stale.length, lines };
}
