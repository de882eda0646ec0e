import assert from 'node:assert/strict';
import type { RuleTable } from '../../../server/src/project/config.js';
import { explainConfig, suggestConfig } from '../../../server/src/project/config-assist.js';

const RULES: RuleTable = new Map([
  [
    'no-primary-key',
    { id: 'no-primary-key', severity: 'warning', summary: 'A table without a primary key.' },
  ],
  [
    'float-for-exact',
    {
      id: 'float-for-exact',
      severity: 'warning',
      summary: 'Binary fractions for exact amounts.',
      options: {
        names: { description: 'Names of amounts.', default: ['price'], type: 'string[]' },
        strict: { description: 'Any float at all.', default: false, type: 'boolean' },
      },
    },
  ],
]);

function suggested(marked: string): string[] {
  const offset = marked.indexOf('|');
  return suggestConfig(marked.replace('|', ''), offset, RULES).map(item => item.newText);
}

describe('faultline.yaml: completion and hover', () => {
  const TOP = [
    ...['dialect: ', 'engineVersions: ', 'include: ', 'exclude: ', 'rules: ', 'migrations: '],
    ...['tables: ', 'statistics: ', 'code: ', 'hardware: ', 'objectives: '],
  ];
  /** Text with the cursor at `|`, and what is suggested (all of it, or with `...` the beginning). */
  const CASES: readonly (readonly [string, readonly string[]])[] = [
    ['|', TOP],
    ['dia|', TOP],
    ['dialect: mysql\n|', TOP.slice(1)],
    ['|\nrules:\n  no-primary-key: off\n', TOP.filter(key => key !== 'rules: ')],
    ['dialect: |', ['auto', 'postgres', 'cockroach', '...']],
    ['dialect:\n  "lake/**": sp|', ['postgres', 'cockroach', '...']],
    ['rules:\n  |', ['no-primary-key: ', 'float-for-exact: ']],
    ['rules:\n  no-primary-key: off\n  fl|', ['float-for-exact: ']],
    ['rules:\n  no-primary-key: |', ['error', 'warning', 'info', 'hint', 'off']],
    ['rules:\n  no-prim|: off', ['no-primary-key', 'float-for-exact']],
    ['rules:\n  float-for-exact:\n    |', ['severity: ', 'names: ', 'strict: ']],
    ['rules:\n  float-for-exact:\n    severity: hint\n    |', ['names: ', 'strict: ']],
    ['rules:\n  float-for-exact:\n    severity: |', ['error', 'warning', 'info', 'hint', 'off']],
    ['rules:\n  float-for-exact:\n    strict: |', ['true', 'false']],
    ['rules:\n  float-for-exact: { |', ['severity: ', 'names: ', 'strict: ']],
    ['rules:\n  float-for-exact: { severity: |', ['error', 'warning', 'info', 'hint', 'off']],
    ['rules:\n  float-for-exact: { severity: off, |', ['names: ', 'strict: ']],
    ['engineVersions:\n  |', ['postgres: ', 'cockroach: ', '...']],
    ['migrations:\n  |', ['folders: ', 'order: ']],
    ['tables:\n  orders:\n    r|', ['rows: ', 'writes: ', 'reads: ', '...']],
    ['tables:\n  orders:\n    rows: 5\n    |', ['writes: ', 'reads: ', '...']],
    ['tables:\n  orders:\n    consistency: |', ['strong', 'session', 'eventual']],
    ['tables:\n  orders:\n    hot: |', ['true', 'false']],
    [
      'tables:\n  orders:\n    columns:\n      state:\n        |',
      ['distinct: ', 'nulls: ', 'width: ', 'top: ', 'correlation: '],
    ],
    ['tables:\n  orders:\n    columns:\n      |', []],
    ['hardware:\n  |', ['memory: ']],
    ['rules:\n  broken: [\n  |', ['no-primary-key: ', 'float-for-exact: ']],
    ['# rules: |', []],
    ['exclude: [|', []],
  ];
  for (const [marked, expected] of CASES) {
    it(`suggests at ${JSON.stringify(marked)}`, () => {
      const found = suggested(marked);
      const open = expected[expected.length - 1] === '...';
      assert.deepEqual(
        open ? found.slice(0, expected.length - 1) : found,
        open ? expected.slice(0, -1) : expected,
      );
    });
  }

  it('replaces the word at the cursor', () => {
    const text = 'rules:\n  no-prim: off';
    const [item] = suggestConfig(text, text.indexOf('prim') + 1, RULES);
    assert.equal(text.slice(item!.start, item!.end), 'no-prim');
  });

  const HOVERS: readonly (readonly [string, RegExp | undefined])[] = [
    ['dia|lect: mysql', /SQL dialect/],
    ['tables:\n  orders:\n    gro|wth: 5/s', /such as 1M\/day[\s\S]*Rows added/],
    ['rules:\n  float-for|-exact: off', /by default warning[\s\S]*Binary fractions/],
    ['rules:\n  float-for-exact:\n    stri|ct: true', /Any float/],
    ['rules:\n  float-for-exact: o|ff', /Not looked for/],
    ['rules:\n  nonsense|: off', undefined],
    ['|', undefined],
  ];
  for (const [marked, expected] of HOVERS) {
    it(`explains ${JSON.stringify(marked)}`, () => {
      const found = explainConfig(marked.replace('|', ''), marked.indexOf('|'), RULES)?.markdown;
      if (expected === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', expected);
    });
  }
});
