import { strict as assert } from 'node:assert';
import { RULES } from '../../../server/src/rules/index.js';
import type { Engine, Example, Rule } from '../../../server/src/rules/rule.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import { DIALECTS } from '../../../server/src/sql/dialect.js';
import { applied, bench, filesOf, only, problems, ready } from './harness.js';

/** Engines that share a grammar and the behaviour which most rules are about. */
const RELATIVES: Partial<Record<Engine, Engine>> = { postgres: 'yugabyte', mysql: 'mariadb' };

describe('examples of the rules', () => {
  before(() => ready);

  it('there is a bad and a good one for each engine that a rule names, or for its relative', () => {
    const lacking = RULES.flatMap(rule => {
      // These hold for any engine alike: what is read differs, not what is said.
      if (rule.engines.length === DIALECTS.length) return [];
      const shown = (list: readonly Example[], engine: Engine) =>
        list.some(({ dialect }) => dialect === engine || RELATIVES[dialect] === engine);
      return rule.engines.filter(engine => !shown(rule.bad, engine)).map(engine => `${rule.id}: ${engine}`);
    });
    assert.deepEqual(lacking, []);
  });

  for (const rule of RULES) {
    if (rule.byAnalyzer) continue;
    describe(rule.id, () => {
      for (const [i, example] of [...rule.bad, ...relatives(rule)].entries()) {
        const files = filesOf(example);
        const title = `bad ${i + 1} (${example.dialect})`;

        it(`${title} gives its finding`, () => {
          const run = bench(files, example.dialect, only(rule, example));
          assert.deepEqual(run.log, []);
          const findings = run.findings();
          assert.equal(findings.length, 1, JSON.stringify(findings.map(finding => finding.message)));
          const { message, origin } = findings[0]!;
          assert.ok(message.includes(example.says ?? ''), message);
          assert.ok(message.length < 320, `too long: ${message}`);
          assert.ok(origin.span.start >= 0 && origin.span.end <= origin.unit.piece.text.length);
        });

        it(`${title} is silenced by each of its fixes`, () => {
          const run = bench(files, example.dialect, only(rule, example));
          const before = problems(run).length;
          for (const fix of run.findings().slice(0, 1).flatMap(fixesOf)) {
            const fixed = applied(files, fix.edits);
            const after = bench(fixed, example.dialect, only(rule, example));
            const text = Object.values(fixed).join('\n');
            assert.deepEqual(
              after.findings().map(finding => finding.message),
              [],
              `${fix.title}:\n${text}`,
            );
            const left = problems(after);
            assert.ok(left.length === 0 || left.length < before, `${fix.title}: ${left.join()}\n${text}`);
          }
        });
      }

      for (const [i, example] of rule.good.entries()) {
        it(`good ${i + 1} (${example.dialect}) gives none`, () => {
          const run = bench(filesOf(example), example.dialect, only(rule, example));
          assert.deepEqual(run.log, []);
          assert.deepEqual(
            run.findings().map(finding => finding.message),
            [],
          );
          if (rule.subject !== 'syntax') assert.deepEqual(problems(run), []);
        });
      }
    });
  }
});

/** The bad examples again, for the engine that is like theirs. */
function relatives(rule: Rule): Example[] {
  // Only PostgreSQL's own grammar is certain of an error.
  if (rule.id === 'syntax-error') return [];
  return rule.bad.flatMap(example => {
    const dialect = RELATIVES[example.dialect];
    return dialect && rule.engines.includes(dialect) ? [{ ...example, dialect, says: '' }] : [];
  });
}
