import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { RULES } from '../../../server/src/rules/index.js';

const page = readFileSync(new URL('../../../docs/comparison.md', import.meta.url), 'utf8');

/** Rows of the tables of known rules: the rule, who has it, ours, the state, the reason. */
const rows = page
  .split('\n')
  .filter(line => line.startsWith('| ') && line.split('|').length === 7 && !line.startsWith('| known rule'))
  .map(line => line.split('|').map(cell => cell.trim()));

describe('docs/comparison.md', () => {
  it('names no rule that does not exist, and links each to its own page', () => {
    const ids = new Set(RULES.map(rule => rule.id));
    const links = [...page.matchAll(/\[`([^`]+)`\]\(rules\/([^)]+)\.md\)/g)];
    assert.ok(links.length > 150);
    for (const [, name, target] of links) {
      assert.ok(ids.has(name!), `no rule ${name}`);
      assert.equal(name, target);
    }
    // Whatever else is written as code in the third column would be a rule as well.
    for (const row of rows)
      assert.equal((row[3]!.match(/`/g) ?? []).length, 2 * (row[3]!.match(/\]\(/g) ?? []).length);
  });

  it('gives each known rule a state that agrees with what stands beside it, and counts them', () => {
    const count = new Map<string, number>();
    for (const [, known, , ours, state, reason] of rows) {
      assert.match(state!, /^(covered|better|later|left out)$/, known);
      assert.equal(ours === '—', state === 'later' || state === 'left out', known);
      if (state === 'better' || state === 'left out') assert.notEqual(reason, '', known);
      count.set(state!, (count.get(state!) ?? 0) + 1);
    }
    for (const [state, number] of count)
      assert.ok(page.includes(`| ${state} | ${number} |`), `${state}: ${number}`);
    assert.ok(page.includes(`${rows.length} rules in all`), String(rows.length));
  });

  it('says that a rule is off by default exactly where the first rule named is', () => {
    const off = new Set(RULES.flatMap(rule => (rule.severity === 'off' ? [rule.id] : [])));
    for (const row of rows) {
      const [first] = row[3]!.match(/(?<=\[`)[^`]+/) ?? [];
      if (first) assert.equal(/off by default/i.test(row[5]!), off.has(first), row[1]);
    }
  });
});
