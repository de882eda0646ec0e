import assert from 'node:assert/strict';
import type { RuleTable } from '../../../server/src/project/config.js';
import { readConfig } from '../../../server/src/project/config-read.js';

const RULES: RuleTable = new Map([
  ['fk-without-index', { id: 'fk-without-index', severity: 'info', summary: '' }],
  [
    'inferred-missing-fk',
    {
      id: 'inferred-missing-fk',
      severity: 'hint',
      summary: '',
      options: {
        suffixes: { description: '', default: ['_id'], type: 'string[]' },
        minimum: { description: '', default: 2, type: 'number' },
        mode: { description: '', default: 'strict', type: 'string', enum: ['strict', 'loose'] },
        deep: { description: '', default: false, type: 'boolean' },
      },
    },
  ],
]);

describe('faultline.yaml', () => {
  it('is read whole', () => {
    const { config, problems } = readConfig(
      `dialect: postgresql
engineVersions: { postgres: 16, mysql: "8.4" }
include: db/**
exclude: [legacy, "**/seed.sql"]
rules:
  fk-without-index: off
  inferred-missing-fk: { severity: warning, suffixes: [_id, _key], minimum: 3, mode: loose, deep: true }
migrations:
  folders: [db/changes]
  order: [types.sql, tables/**]
`,
      RULES,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(config, {
      dialect: 'postgres',
      dialects: [],
      engineVersions: { postgres: 16, mysql: 8.4 },
      include: ['db/**'],
      exclude: ['legacy', '**/seed.sql'],
      rules: {
        'fk-without-index': 'off',
        'inferred-missing-fk': {
          severity: 'warning',
          suffixes: ['_id', '_key'],
          minimum: 3,
          mode: 'loose',
          deep: true,
        },
      },
      migrations: { folders: ['db/changes'], order: ['types.sql', 'tables/**'] },
      tables: [],
      statistics: [],
      hardware: {},
    });
  });

  it('takes a dialect per glob', () => {
    const { config, problems } = readConfig('dialect:\n  "lake/**": spark\n  app: mysql\n', RULES);
    assert.deepEqual(problems, []);
    assert.deepEqual(config.dialects, [
      { glob: 'lake/**', dialect: 'spark' },
      { glob: 'app', dialect: 'mysql' },
    ]);
  });

  for (const text of [
    '',
    '\n',
    '# nothing\n',
    '---\n',
    'rules:\n',
    'dialect: auto\nexclude:\n',
    'exclude: []\n',
  ]) {
    it(`has nothing to say of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readConfig(text, RULES).problems, []);
    });
  }

  /** Text with the place of the problem in «», what the message must hold, and what is written instead. */
  const WRONG: readonly (readonly [string, RegExp, string?])[] = [
    ['«exclud»: [a]', /No key is called `exclud`.*Did you mean `exclude`/, 'exclude'],
    ['«colour»: red', /No key is called `colour`/],
    ['dialect: «postgress»', /No dialect is called `postgress`.*`postgres`/, 'postgres'],
    ['dialect: «[mysql]»', /A dialect is a word; this is a list/],
    ['dialect:\n  a: «mysq»', /No dialect.*`mysql`/, 'mysql'],
    ['engineVersions: «16»', /takes a map/],
    ['tables: «16»', /takes a map/],
    ['tables:\n  orders: «16»', /`orders` takes a map/],
    ['tables:\n  orders: { «row»: 16 }', /No fact of a table is called `row`.*Did you mean `rows`/, 'rows'],
    ['tables:\n  orders: { rows: «5m» }', /A count has the units/, '5M'],
    ['tables:\n  orders: { writes: «500» }', /A rate says per what/, '500/s'],
    ['tables:\n  orders: { hot: «maybe» }', /yes or no/],
    ['tables:\n  orders: { columns: { a: { nulls: «30» } } }', /A share is/, '30%'],
    ['tables:\n  orders: { columns: { a: { «rows»: 30 } } }', /No fact of a column is called `rows`/],
    ['hardware: { memory: «64gb» }', /A size is/, '64GB'],
    ['hardware: { «ram»: 64GB }', /No key is called `ram`/],
    ['engineVersions:\n  «postgre»: 16', /Did you mean `postgres`/, 'postgres'],
    ['engineVersions:\n  postgres: «new»', /A version is a number/],
    ['engineVersions:\n  postgres: «-1»', /A version is a number/],
    ['include: «{ a: 1 }»', /takes a list of texts; this is a map/],
    ['exclude: [a, «7»]', /this element is `7`/],
    ['rules: «off»', /`rules` takes a map/],
    [
      'rules:\n  «fk-without-idx»: off',
      /No rule is called `fk-without-idx`.*`fk-without-index`/,
      'fk-without-index',
    ],
    ['rules:\n  fk-without-index: «warn»', /`warn` is no severity.*`warning`/, 'warning'],
    ['rules:\n  fk-without-index: «false»', /A severity is a word/, 'off'],
    ['rules:\n  fk-without-index: «[off]»', /A severity is one of/],
    ['rules:\n  «fk-without-index»:', /A severity is one of .* this is nothing/],
    [
      'rules:\n  inferred-missing-fk:\n    «sufixes»: [a]',
      /No option is called `sufixes`.*`suffixes`/,
      'suffixes',
    ],
    ['rules:\n  inferred-missing-fk:\n    minimum: «two»', /`minimum` takes a number/],
    ['rules:\n  inferred-missing-fk:\n    mode: «losse»', /one of strict, loose.*`loose`/, 'loose'],
    ['rules:\n  inferred-missing-fk:\n    suffixes: «3»', /takes a list of texts/],
    ['rules:\n  fk-without-index: off\n  «fk-without-index»: hint', /stands here a second time/],
    ['migrations:\n  «ordre»: [a]', /Did you mean `order`/, 'order'],
    ['«just a text»', /this is not a map/],
    ['a: b: «c»', /not valid YAML/],
    ['? [a]\n: b', /is a word/],
  ];
  for (const [marked, message, replacement] of WRONG) {
    it(`says what is wrong with ${JSON.stringify(marked)}`, () => {
      const text = marked.replace(/[«»]/g, '');
      const { problems } = readConfig(text, RULES);
      const found = problems.find(problem => message.test(problem.message));
      assert.ok(found, JSON.stringify(problems));
      assert.equal(found.replacement, replacement);
      if (!marked.includes('«') || /not valid/.test(found.message)) return;
      assert.equal(text.slice(found.start, found.end), /«([\s\S]*)»/.exec(marked)![1]);
      assert.equal(problems.length, 1);
    });
  }

  it('goes by the rest of a file with mistakes in it', () => {
    const { config } = readConfig(
      'colour: red\nrules:\n  fk-without-index: off\n  nonsense: 1\ndialect: mysql\n',
      RULES,
    );
    assert.deepEqual(config.rules, { 'fk-without-index': 'off' });
    assert.equal(config.dialect, 'mysql');
  });

  for (const text of [
    '[',
    '{',
    '\t',
    'a: &x [*x]',
    'rules: &a { fk-without-index: *a }',
    '\0\u0001',
    'rules: *nowhere',
    '%TAG !',
    '"',
    '- - -',
    '--- a\n--- b',
  ]) {
    it(`survives ${JSON.stringify(text)}, with places inside of it`, () => {
      for (const { start, end } of readConfig(text, RULES).problems) {
        assert.ok(0 <= start && start <= end && end <= text.length, `${start} ${end}`);
      }
    });
  }
});
