import assert from 'node:assert/strict';
import { FileChangeType } from 'vscode-languageserver';
import { relevant } from '../../../server/src/lsp/watch.js';

const { Created, Changed, Deleted } = FileChangeType;

describe('watched files', () => {
  const cases: [string, FileChangeType, boolean][] = [
    ['file:///w/a.sql', Created, true],
    ['file:///w/a.sql', Changed, true],
    ['file:///w/A.SQL', Deleted, true],
    ['file:///w/faultline.yaml', Changed, true],
    ['file:///w/.gitignore', Changed, true],
    ['file:///w/migrations', Deleted, true],
    ['file:///w/v1.2', Created, true],
    ['file:///w/conf.d', Deleted, true],
    ['file:///w/.hidden', Deleted, true],
    ['file:///w/src/main.ts', Created, true],
    ['file:///w/src/main.py', Changed, true],
    ['file:///w/node_modules/x/main.js', Created, false],
    ['file:///w/src/main.rs', Created, false],
    ['file:///w/notes.txt', Deleted, false],
    ['file:///w/Makefile', Changed, true],
    ['file:///w/LICENSE', Changed, false],
  ];
  for (const [uri, type, matters] of cases) {
    it(`${uri} ${['', 'created', 'changed', 'deleted'][type]}: ${matters ? 'read' : 'ignored'}`, () => {
      assert.deepEqual(relevant([{ uri, type }]), matters ? [uri] : []);
    });
  }

  it('are named once, however often they changed', () => {
    const uri = 'file:///w/a.sql';
    assert.deepEqual(
      relevant([
        { uri, type: Created },
        { uri, type: Changed },
      ]),
      [uri],
    );
  });
});
