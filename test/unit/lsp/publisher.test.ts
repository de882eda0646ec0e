import assert from 'node:assert/strict';
import type { Connection, PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Analyzer, LocatedFinding } from '../../../server/src/analyzer/types.js';
import { Buffers } from '../../../server/src/lsp/buffers.js';
import { createGuard } from '../../../server/src/lsp/guard.js';
import { Publisher } from '../../../server/src/lsp/publisher.js';

const A = 'file:///a.sql';
const B = 'file:///b.sql';

function finding(uri: string, severity: LocatedFinding['severity']): LocatedFinding {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  return {
    rule: `a-${severity}`,
    severity,
    message: 'm',
    uri,
    range,
    related: [],
    fixes: [],
    fingerprint: severity,
  };
}

/** A publisher whose clock is turned by hand. */
function setUp() {
  const sent: PublishDiagnosticsParams[] = [];
  const errors: string[] = [];
  const findings = new Map<string, LocatedFinding[]>();
  const changed = new Set<string>();
  const queue: (() => void)[] = [];
  let asked = 0;
  const connection = {
    console: { error: (line: string) => errors.push(line) },
    sendDiagnostics: async (params: PublishDiagnosticsParams) => void sent.push(params),
    sendNotification: async () => undefined,
  } as unknown as Connection;
  const analyzer = {
    takeChanged: () => {
      const uris = [...changed];
      changed.clear();
      return uris;
    },
    findings: (uri: string) => {
      const found = findings.get(uri);
      if (found === undefined) throw new Error(`asked for ${uri}`);
      return found;
    },
    fileInfo: () => undefined,
    projectOf: () => undefined,
  } as unknown as Analyzer;
  const buffers = new Buffers();
  const publisher = new Publisher({
    connection,
    analyzer,
    buffers,
    guard: createGuard(connection),
    support: { related: true, tags: true, page: () => undefined },
    defer: run => void queue.push(run),
    othersChanged: () => void asked++,
  });
  return {
    asked: () => asked,
    sent,
    errors,
    buffers,
    publisher,
    set(uri: string, ...severities: LocatedFinding['severity'][]) {
      findings.set(
        uri,
        severities.map(s => finding(uri, s)),
      );
      changed.add(uri);
    },
    breakFile: (uri: string) => void changed.add(uri),
    settle() {
      for (let turns = 0; queue.length > 0; turns++) {
        assert.ok(turns < 100, 'it comes to rest');
        queue.shift()!();
      }
    },
    rules: () => sent.map(({ uri, diagnostics }) => [uri, ...diagnostics.map(d => d.code)]),
  };
}

describe('publishing', () => {
  it('waits until the folders are read', () => {
    const t = setUp();
    t.set(A, 'error');
    t.publisher.schedule();
    t.settle();
    assert.deepEqual(t.sent, []);
    t.publisher.release();
    t.settle();
    assert.deepEqual(t.rules(), [[A, 'a-error']]);
  });

  it('shows everything in open files, errors and warnings in others', () => {
    const t = setUp();
    t.buffers.set(A, 7);
    t.set(B, 'error', 'warning', 'info', 'hint');
    t.set(A, 'error', 'warning', 'info', 'hint');
    t.publisher.release();
    t.settle();
    assert.deepEqual(t.rules(), [
      [A, 'a-error', 'a-warning', 'a-info', 'a-hint'],
      [B, 'a-error', 'a-warning'],
    ]);
    assert.deepEqual(
      t.sent.map(s => s.version),
      [7, undefined],
    );
  });

  it('has the editor ask anew for what other files answer, and not for each edit', () => {
    const t = setUp();
    t.buffers.set(A, 1);
    t.set(A, 'error');
    t.publisher.touch(A);
    t.settle();
    assert.equal(t.asked(), 0);
    t.publisher.release();
    t.settle();
    assert.equal(t.asked(), 1, 'the first time before the others were read');
    t.set(A, 'error');
    t.publisher.touch(A);
    t.settle();
    assert.equal(t.asked(), 1, 'the editor asks by itself where it has edited');
    t.set(A, 'error');
    t.set(B);
    t.publisher.schedule();
    t.settle();
    assert.equal(t.asked(), 2);
  });

  it('sends a burst of edits once', () => {
    const t = setUp();
    t.publisher.release();
    t.settle();
    t.buffers.set(A, 1);
    t.set(A, 'error');
    for (let i = 0; i < 5; i++) t.publisher.touch(A);
    t.settle();
    assert.equal(t.sent.length, 1);
  });

  it('never mentions a closed file without findings, unless it had some', () => {
    const t = setUp();
    t.publisher.release();
    t.set(A);
    t.publisher.schedule();
    t.settle();
    assert.deepEqual(t.rules(), []);
    t.set(A, 'error');
    t.publisher.schedule();
    t.settle();
    t.set(A);
    t.publisher.schedule();
    t.settle();
    assert.deepEqual(t.rules(), [[A, 'a-error'], [A]]);
  });

  it('hides what only open files show when a file is closed', () => {
    const t = setUp();
    t.buffers.set(A, 1);
    t.set(A, 'info');
    t.publisher.release();
    t.settle();
    t.buffers.delete(A);
    t.publisher.touch(A);
    t.settle();
    assert.deepEqual(t.rules(), [[A, 'a-info'], [A]]);
  });

  it('gets through many closed files, whatever happens in one', () => {
    const t = setUp();
    for (let i = 0; i < 100; i++) t.set(`file:///${i}.sql`, 'error');
    t.breakFile('file:///broken.sql');
    t.publisher.release();
    t.settle();
    assert.equal(t.sent.length, 100);
    assert.match(t.errors.join('\n'), /broken\.sql/);
  });

  it('answers every edit of an open file, though it finds what it found before', () => {
    const t = setUp();
    t.publisher.release();
    t.set(A, 'error');
    for (const version of [1, 2]) {
      t.buffers.set(A, version);
      t.publisher.touch(A);
      t.settle();
    }
    assert.deepEqual(
      t.sent.map(s => s.version),
      [1, 2],
    );
  });

  it('leaves files alone that others made it look at again in vain', () => {
    const t = setUp();
    t.publisher.release();
    t.buffers.set(A, 1);
    for (const uri of [A, B]) t.set(uri, 'error');
    t.publisher.schedule();
    t.settle();
    // Equal, and made anew.
    for (const uri of [A, B]) t.set(uri, 'error');
    t.publisher.schedule();
    t.settle();
    assert.deepEqual(t.rules(), [
      [A, 'a-error'],
      [B, 'a-error'],
    ]);
    t.set(B, 'warning');
    t.publisher.schedule();
    t.settle();
    assert.deepEqual(t.rules().at(-1), [B, 'a-warning']);
  });
});
