import assert from 'node:assert/strict';
import { readSettings, readsOtherFiles } from '../../../server/src/lsp/settings.js';

describe('settings of the editor', () => {
  it('are taken as they are where they make sense', () => {
    const raw = {
      dialect: 'mysql',
      engineVersions: { postgres: 16 },
      rules: { 'no-primary-key': 'off' },
      exclude: ['vendor/**'],
      maxFileBytes: 1000,
      maxFiles: 10,
      maxFindingsPerFile: 5,
      readCode: false,
    };
    assert.deepEqual(readSettings(raw), raw);
  });

  const nonsense: [string, unknown][] = [
    ['nothing', null],
    ['a list', []],
    ['an unknown dialect', { dialect: 'oracle7' }],
    ['a version that is no number', { engineVersions: { postgres: 'sixteen' } }],
    ['a version of no engine', { engineVersions: { nosuch: 3 } }],
    ['a negative limit', { maxFiles: -1 }],
    ['a limit that is no number', { maxFileBytes: 'huge' }],
    ['globs that are no text', { exclude: [1, null] }],
    ['a switch that is no switch', { readCode: 'no' }],
    ['rules that are a list', { rules: ['no-primary-key'] }],
  ];
  for (const [name, raw] of nonsense) {
    it(`leave the default for ${name}`, () => {
      const values = Object.values(readSettings(raw)).filter(
        value => Object.keys(value as object).length > 0,
      );
      assert.deepEqual(values, []);
    });
  }

  it('ask for the files to be read again only where they decide which files those are', () => {
    assert.equal(readsOtherFiles({ exclude: ['a'] }, { exclude: ['b'] }), true);
    assert.equal(readsOtherFiles({ maxFiles: 1 }, { maxFiles: 2 }), true);
    assert.equal(readsOtherFiles({}, { readCode: false }), true);
    assert.equal(readsOtherFiles({ dialect: 'mysql' }, { dialect: 'postgres' }), false);
  });
});
