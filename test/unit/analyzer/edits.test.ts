import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Analyzer, createAnalyzer, type LocatedFinding } from '../../../server/src/analyzer.js';
import {
  codeActions,
  completion,
  definition,
  documentSymbols,
  hover,
  references,
} from '../../../server/src/ide/index.js';
import { at, memoryHost, ROOT } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const FILES: Readonly<Record<string, string>> = {
  'V1__users.sql': `create table users (
  id bigint primary key, -- faultline-disable-line float-for-exact
  name char(10),
  price float
);
create index on users (name);
`,
  'V2__orders.sql': `create table orders (id int primary key, user_id bigint references users (id));
create table empty (id int);
create view totals as select user_id from orders;
alter table users add column born timestamp;
`,
  'V3__more.sql': `-- faultline-disable-next-line no-primary-key: it is a log
create table log (at timestamp, line text);
create index i on orders (user_id);
create index j on orders (user_id);
drop table empty;
`,
};
const PATHS = Object.keys(FILES);

/** Texts that break and mend SQL in the ways that hurt. */
const SCRAPS = [
  "'",
  '"',
  '(',
  ')',
  ';',
  '--',
  '/*',
  '*/',
  '\n',
  '$$',
  ' ',
  ',',
  'x',
  'drop table users;\n',
  'create table z (id int);\n',
  '-- faultline-disable-file no-primary-key\n',
  '-- dialect: mysql\n',
  '-- +goose Down\n',
  'set search_path = other;\n',
];

interface Step {
  readonly file: number;
  readonly from: number;
  readonly length: number;
  readonly text: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  file: fc.nat(PATHS.length - 1),
  from: fc.nat(400),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(120)),
  text: fc.oneof(
    fc.constantFrom(...SCRAPS),
    fc.constantFrom(...Object.values(FILES)).map(text => text.slice(0, 90)),
  ),
});

function apply(analyzer: Analyzer, { file, from, length, text }: Step): void {
  const uri = at(PATHS[file]!);
  const size = analyzer.text(uri)!.length;
  const start = Math.min(from, size);
  analyzer.changeBuffer(uri, [{ range: analyzer.rangeOf(uri, start, Math.min(size, start + length)), text }]);
}

async function opened(texts: Readonly<Record<string, string>>, keepLastGood: boolean): Promise<Analyzer> {
  const analyzer = createAnalyzer(memoryHost(texts), { keepLastGood });
  await analyzer.index([ROOT]);
  for (const [path, text] of Object.entries(texts)) analyzer.openBuffer(at(path), text);
  return analyzer;
}

/** Findings with all that is worked out only when asked for. */
function allFindings(analyzer: Analyzer): Record<string, readonly LocatedFinding[]> {
  const full = (finding: LocatedFinding) => ({
    ...finding,
    fixes: finding.fixes,
    fingerprint: finding.fingerprint,
  });
  return Object.fromEntries(PATHS.map(path => [path, analyzer.findings(at(path)).map(full)]));
}

describe('analyzer: edits', () => {
  it('finds after edits what it finds from scratch, and says which files changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async steps => {
        const analyzer = await opened(FILES, false);
        analyzer.takeChanged();
        let before = allFindings(analyzer);
        for (const each of steps) {
          apply(analyzer, each);
          const changed = new Set(analyzer.takeChanged());
          const after = allFindings(analyzer);
          for (const path of PATHS) {
            if (!changed.has(at(path)))
              assert.deepEqual(after[path], before[path], `${path} changed and nobody said so`);
          }
          before = after;
        }
        const texts = Object.fromEntries(PATHS.map(path => [path, analyzer.text(at(path))!]));
        const fresh = await opened(texts, false);
        const settled = PATHS.every(
          path => fresh.fileInfo(at(path))!.dialect === analyzer.fileInfo(at(path))!.dialect,
        );
        if (settled) assert.deepEqual(before, allFindings(fresh));
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('answers everything while statements are held, within the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.nat(500), async (steps, offset) => {
        const analyzer = await opened(FILES, true);
        for (const each of steps) {
          apply(analyzer, each);
          const uri = at(PATHS[each.file]!);
          const size = analyzer.text(uri)!.length;
          for (const path of PATHS) {
            for (const { range, uri: where } of analyzer.findings(at(path))) {
              const end = analyzer.offsetAt(where, range.end);
              assert.ok(analyzer.offsetAt(where, range.start) <= end && end <= analyzer.text(where)!.length);
            }
          }
          const place = analyzer.rangeOf(uri, Math.min(offset, size), Math.min(offset, size)).start;
          hover(analyzer, uri, place);
          definition(analyzer, uri, place);
          references(analyzer, uri, place, { includeDeclaration: true });
          completion(analyzer, uri, place);
          documentSymbols(analyzer, uri);
          codeActions(analyzer, uri, { start: place, end: place });
        }
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  it('takes a whole new text, and many changes at once, like single edits', async () => {
    const { analyzer } = await workspace({ 'a.sql': '' });
    const uri = at('a.sql');
    analyzer.openBuffer(uri, 'create table t (id int);\n'.repeat(3));
    analyzer.changeBuffer(uri, [{ text: 'create table u (id int primary key);\n' }]);
    assert.equal(analyzer.text(uri), 'create table u (id int primary key);\n');
    const changes = Array.from({ length: 50 }, (_, i) => ({
      range: { start: { line: i, character: 0 }, end: { line: i, character: 0 } },
      text: `create table t${i} (id int);\n`,
    }));
    analyzer.changeBuffer(uri, changes);
    assert.equal(analyzer.fileInfo(uri)?.tables, 51);
    assert.equal(analyzer.findings(uri).length, 50);
  });

  it('says nothing of files whose findings stay where they are', async () => {
    const { analyzer, type } = await workspace({
      'a.sql': 'create table a (id int primary key);',
      'b.sql': 'create table b (id int);',
    });
    analyzer.openBuffer(at('a.sql'), 'create table a (id int primary key);');
    analyzer.takeChanged();
    type('a.sql', 'create', '-- more\ncreate');
    assert.deepEqual(analyzer.takeChanged(), [at('a.sql')]);
    assert.deepEqual(analyzer.takeChanged(), []);
  });

  it('gives the same finding the same fingerprint after edits elsewhere, and others another', async () => {
    const { analyzer, type } = await workspace({ 'a.sql': '' });
    const uri = at('a.sql');
    analyzer.openBuffer(uri, 'create table a (id int);\ncreate table b (id int);\n');
    const [a, b] = analyzer.findings(uri).map(finding => finding.fingerprint);
    assert.notEqual(a, b);
    type('a.sql', 'create table a', '-- a comment\n\nselect 1;\ncreate table a');
    assert.deepEqual(
      analyzer.findings(uri).map(finding => finding.fingerprint),
      [a, b],
    );
    type('a.sql', 'table b', 'table c');
    const renamed = analyzer.findings(uri).map(finding => finding.fingerprint);
    assert.equal(renamed[0], a);
    assert.notEqual(renamed[1], b);
  });

  it('shows no more findings of a file than the setting says, the gravest of them', async () => {
    const text = 'create table t (id int primary key);\n';
    const many = Array.from(
      { length: 20 },
      (_, i) => `create table t${i} (id int${i === 15 ? ' oops oops' : ''});\n`,
    ).join('');
    const { analyzer, host } = await workspace({ 'a.sql': many, 'b.sql': text }, { maxFindingsPerFile: 5 });
    const found = analyzer.findings(at('a.sql'));
    assert.equal(found.length, 5);
    assert.ok(found.some(finding => finding.severity === 'error'));
    assert.ok(host.lines.some(line => line.includes('a.sql') && line.includes('more than the 5')));
    analyzer.configure({ maxFindingsPerFile: 1000 });
    assert.equal(analyzer.findings(at('a.sql')).length, 20);
  });
});
