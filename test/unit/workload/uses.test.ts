import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ready } from '../rules/harness.js';
import { project } from './print.js';

/** First the tables; then tables to ask for, a title, statements, `=>`, and the uses of each table. */
const [TABLES = '', ...CASES] = readFileSync(join(__dirname, 'uses.txt'), 'utf8')
  .split(/^----\n/m)
  .filter(block => block.trim() !== '');

describe('uses of tables by queries', () => {
  before(() => ready);

  for (const text of CASES) {
    const [before = '', expected = ''] = text.split(/^=>\n/m);
    const [head = '', ...statements] = before.trimEnd().split('\n');
    const [names = '', title] = head.split(': ');
    it(title ?? '', () => {
      assert.equal(usesOf(names, statements), expected);
    });
  }
});

function usesOf(names: string, statements: readonly string[]): string {
  const known = project(`${TABLES}\n${statements.map(line => `${line};`).join('\n')}\n`);
  return names
    .split(' ')
    .map(
      name =>
        `${name}\n${known
          .uses(name)
          .map(use => `  ${use}\n`)
          .join('')}`,
    )
    .join('');
}
