import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import initSqlJs, { type SqlJsStatic } from 'sql.js';
import { RULES } from '../../../server/src/rules/index.js';
import type { Example, Rule, Severity } from '../../../server/src/rules/rule.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { applied, bench, filesOf, only, ready } from './harness.js';

/** Runs a script on the engine itself; the first error's message, or undefined. */
type Engine = (script: string) => Promise<string | undefined>;

/** What only an extension takes: the engine that runs here has none. */
const EXTENSION =
  /\b(?:tsdb|timescaledb|cron)\.|\b(?:create_hypertable|create_(?:distributed|reference)_table|add_\w+_policy|time_bucket)\b|\bCREATE EXTENSION\b/;

/** The engine that runs here has one version, the newest. */
const isForHere = ({ sql, engineVersion }: Example) => !EXTENSION.test(sql) && engineVersion === undefined;

/**
 * Rules claim what an engine does, so the engines are asked: whatever a finding of severity `error` stands on is
 * refused, everything else and every fix is accepted.
 */
describe('examples of the rules, run by the engines', function () {
  this.timeout(120_000);
  let postgres: PGlite;
  let sqlite: SqlJsStatic;

  before(async () => {
    await ready;
    postgres = await PGlite.create();
    sqlite = await initSqlJs();
  });
  after(() => postgres.close());

  const engines: Partial<Record<Example['dialect'], Engine>> = {
    postgres: async script => {
      // A script may end inside a transaction of its own.
      await postgres.exec('ROLLBACK');
      await postgres.exec('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;');
      return firstError(script, 'postgres', statement => postgres.exec(planned(statement)));
    },
    sqlite: async script => {
      const database = new sqlite.Database();
      database.run('PRAGMA foreign_keys = ON');
      try {
        return await firstError(script, 'sqlite', async statement => database.run(statement));
      } finally {
        database.close();
      }
    },
  };

  for (const rule of RULES) {
    // Configs are no scripts.
    if (rule.on === 'cluster') continue;
    for (const [dialect, run] of Object.entries(engines)) {
      const check = (example: Example, title: string, body: () => Promise<void>) => {
        if (example.dialect === dialect && isForHere(example)) it(`${rule.id}: ${title} (${dialect})`, body);
      };
      for (const [i, example] of rule.good.entries()) {
        check(example, `good ${i + 1} is accepted`, async () => {
          if (!NEEDS_MORE.has(rule.id)) assert.equal(await run(scriptOf(filesOf(example))), undefined);
        });
      }
      for (const [i, example] of rule.bad.entries()) {
        check(example, `bad ${i + 1} is refused if it is an error, and its fixes are accepted`, async () => {
          const files = filesOf(example);
          const refusal = await run(scriptOf(files));
          if (rule.byAnalyzer) return;
          const findings = bench(files, example.dialect, only(rule)).findings();
          assert.equal(refusal !== undefined, isRefused(rule, example, findings[0]!.severity), refusal);
          for (const fix of findings.flatMap(fixesOf)) {
            const fixed = scriptOf(applied(files, fix.edits));
            const error = await run(fixed);
            if (!NEEDS_MORE.has(rule.id)) assert.equal(error, undefined, `${fix.title}:\n${fixed}`);
          }
        });
      }
    }
  }
});

/** Examples that rest on a table which they do not make themselves, or name on purpose one that is missing. */
const NEEDS_MORE = new Set(['partition-of-unpartitioned', 'expression-in-unique-constraint']);

function isRefused(rule: Rule, example: Example, severity: Severity): boolean {
  // SQLite takes a wrong reference and fails when rows are written.
  if (example.dialect === 'sqlite' && rule.id === 'dangling-fk-target') return false;
  return severity === 'error' || rule.id === 'dangling-fk-target';
}

/** A query with parameters cannot run without values, but its plan can be made: names and types are checked as well. */
function planned(statement: string): string {
  return /^(select|insert|update|delete|with)\b[\s\S]*\$\d/i.test(statement)
    ? `EXPLAIN (GENERIC_PLAN) ${statement}`
    : statement;
}

function scriptOf(files: Readonly<Record<string, string>>): string {
  return Object.values(files).join('\n');
}

async function firstError(
  script: string,
  dialect: Dialect,
  run: (statement: string) => Promise<unknown>,
): Promise<string | undefined> {
  for (const piece of splitSql(script, dialect)) {
    if (piece.kind !== 'statement') continue;
    try {
      await run(piece.text.slice(piece.body.start, piece.body.end));
    } catch (error) {
      return `${String(error)} in ${piece.text.trim()}`;
    }
  }
  return undefined;
}
