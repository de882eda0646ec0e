import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver/node';
import type {
  Searcher,
  VerdictJob,
  VerdictReport,
} from '../../../server/src/panel/topology/verdict/model.js';
import { CLIENT_COMMANDS, type PlayFailureParams } from '../../../server/src/protocol/lsp.js';
import { Editor } from './editor.js';

const CONFIG = 'shop/my.cnf';
const LOST = 'simulated-lost-write';
/** A crash loses what the binary log had not written out. */
const CARELESS =
  '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n';
const CAREFUL = CARELESS.replace('sync_binlog = 0', 'sync_binlog = 1');
/** Small bounds: what is looked for takes one fault. */
const BOUNDS = { simulation: { faults: 1, maxStates: 2_000 } };

describe('verdicts on save', () => {
  let editor: Editor;
  afterEach(() => editor.end());

  /** An editor with the config open, whose searches run between the server's messages. */
  async function opened(text: string, settings: object = BOUNDS): Promise<void> {
    editor = new Editor({ [CONFIG]: text }, settings);
    await editor.start();
    await editor.open(CONFIG, text);
  }

  const shown = () => editor.shown(CONFIG, LOST);
  const searched = () => editor.log.filter(line => line.includes('every schedule of up to'));

  it('a config that is open tells what its cluster can lose, at the line that decides', async () => {
    await opened(CARELESS);
    await editor.until(() => shown().length === 1);
    const [diagnostic] = shown();
    assert.deepEqual(diagnostic!.range.start, { line: 5, character: CARELESS.split('\n')[5]!.indexOf('0') });
    assert.match(
      String(diagnostic!.message),
      /^\S+: an acknowledged write is lost with 1 fault\. db1 acknowledges write 1.*db1 loses power/,
    );
    assert.equal(diagnostic!.severity, 3, 'what follows from a trade-off is information');
    assert.equal(diagnostic!.source, 'faultline');
    assert.equal(diagnostic!.codeDescription?.href, 'file:///docs/simulation.md');
    const steps = diagnostic!.relatedInformation!.map(({ message }) => message);
    assert.ok(
      steps.some(step => /^\d+\. db1 loses power\.$/.test(step)),
      steps.join('\n'),
    );
  });

  it('what is said of other texts is gone with the first edit, and back with the text', async () => {
    const searcher = new ByHand();
    editor = new Editor({ [CONFIG]: CARELESS }, BOUNDS, { searcher: () => searcher });
    await editor.start();
    await editor.open(CONFIG, CARELESS);
    await searcher.begun(1);
    searcher.tell(reportAt(editor.uri(CONFIG)));
    await editor.until(() => shown().length === 1);
    const [diagnostic] = shown();
    assert.equal(failureActions(await editor.actions(CONFIG, diagnostic!)).length, 2);
    await editor.type(CONFIG, CARELESS.replace('server_id = 1', 'server_id = 12'));
    const actions = await editor.actions(CONFIG, diagnostic!);
    assert.deepEqual(
      failureActions(actions),
      [],
      'nothing stale is offered, though nothing was published yet',
    );
    await editor.until(() => shown().length === 0);
    await editor.type(CONFIG, CARELESS);
    await editor.until(() => shown().length === 1);
    assert.equal(searcher.jobs.length, 1, 'it is known what that text amounts to');
  });

  it('a save searches what was typed', async () => {
    await opened(CAREFUL);
    await editor.until(() => searched().length === 1);
    assert.match(searched()[0]!, /No acknowledged write is lost: every schedule of up to 1 fault/);
    assert.deepEqual(shown(), []);
    await editor.type(CONFIG, CARELESS);
    await editor.handled();
    assert.deepEqual(shown(), [], 'typing searches nothing');
    await editor.save(CONFIG);
    await editor.until(() => shown().length === 1);
  });

  it('offers to play it, and the fixes that a search found to help; with one of them it is gone', async () => {
    await opened(CARELESS);
    const offered = async () => failureActions(await editor.actions(CONFIG, shown()[0]!));
    await editor.until(() => shown().length === 1);
    const [play] = (await offered()).filter(({ kind }) => kind === 'quickfix.faultline.play');
    assert.equal(play!.command?.command, CLIENT_COMMANDS.playFailure);
    const [uri, , { schedule, seed, lean }] = play!.command!.arguments as [string, string, PlayFailureParams];
    assert.equal(uri, editor.uri(CONFIG));
    assert.deepEqual([typeof seed, typeof lean], ['number', 'string']);
    assert.ok(
      schedule.events.some(({ fault }) => fault.kind === 'powerLoss'),
      JSON.stringify(schedule.events),
    );
    assert.equal(play!.diagnostics?.length, 1);

    let fix: CodeAction | undefined;
    while (fix === undefined) {
      fix = (await offered()).find(({ title }) => title.startsWith('Set sync_binlog to 1'));
    }
    const [edit] = fix.edit!.documentChanges as TextDocumentEdit[];
    assert.equal(edit!.textDocument.version, editor.version(CONFIG), 'an editor refuses it on another text');
    assert.match(fix.title, /: the search finds no such failure then$/);
    await editor.type(CONFIG, CAREFUL);
    await editor.save(CONFIG);
    await editor.until(() => searched().length === 1);
    assert.deepEqual(shown(), []);
  });

  it('a comment silences it, as it does rules', async () => {
    const silenced = CARELESS.replace(
      'sync_binlog',
      `# faultline-disable-next-line ${LOST}: meant\nsync_binlog`,
    );
    await opened(silenced, {
      simulation: { ...BOUNDS.simulation, promises: ['no-lost-write', 'one-writer'] },
    });
    // What is not broken is told when all is searched.
    await editor.until(() => searched().length === 1);
    assert.deepEqual(shown(), []);
    assert.deepEqual(editor.shown(CONFIG, 'unused-suppression'), []);
  });

  it('is a warning for who wants it, and nothing where it is off', async () => {
    await opened(CARELESS, { simulation: { ...BOUNDS.simulation, onSave: 'warning' } });
    await editor.until(() => shown().length === 1);
    assert.equal(shown()[0]!.severity, 2);
    await editor.configure({ simulation: { ...BOUNDS.simulation, onSave: 'off' } });
    await editor.until(() => shown().length === 0);
    await editor.save(CONFIG);
    await editor.handled();
    await editor.configure(BOUNDS);
    await editor.until(() => shown().length === 1);
    assert.equal(shown()[0]!.severity, 3);
  });

  it('is a warning where the project asks for what is broken', async () => {
    const files = { [CONFIG]: CARELESS, 'faultline.yaml': 'objectives:\n  rpo: 0\n' };
    editor = new Editor(files, BOUNDS);
    await editor.start();
    await editor.open(CONFIG, CARELESS);
    await editor.until(() => shown().length === 1);
    assert.equal(shown()[0]!.severity, 2);
    await editor.open('faultline.yaml', files['faultline.yaml']);
    await editor.type('faultline.yaml', 'objectives:\n  rpo: 1h\n');
    await editor.until(() => shown().length === 0);
    await editor.save(CONFIG);
    await editor.until(() => shown().length === 1);
    assert.equal(shown()[0]!.severity, 3);
  });

  it('tells of an outage that is longer than the project allows, for who looks for it', async () => {
    // Nobody takes over by himself.
    const [first, second] = ['db1', 'db2'].map(name =>
      readFileSync(join(__dirname, `../../../examples/fleet/shop/${name}/my.cnf`), 'utf8'),
    ) as [string, string];
    editor = new Editor(
      { 'db1/my.cnf': first, 'db2/my.cnf': second, 'faultline.yaml': 'objectives:\n  rto: 30s\n' },
      { simulation: { ...BOUNDS.simulation, promises: ['available'] } },
    );
    await editor.start();
    await editor.open('db1/my.cnf', first);
    await editor.until(() => editor.shown('db1/my.cnf', 'simulated-outage').length === 1);
    const [diagnostic] = editor.shown('db1/my.cnf', 'simulated-outage');
    assert.match(
      String(diagnostic!.message),
      /^\S+: nobody takes writes for longer than 30 s with 1 fault\. (?!.*nobody takes writes)/,
    );
    assert.equal(diagnostic!.severity, 2);
  });

  it('is not told any more when no file of the cluster is open', async () => {
    await opened(CARELESS);
    await editor.until(() => shown().length === 1);
    await editor.close(CONFIG);
    await editor.until(() => shown().length === 0);
  });

  it('a search that fails is logged, and the next save searches again', async () => {
    const searcher = new ByHand();
    editor = new Editor({ [CONFIG]: CARELESS }, BOUNDS, { searcher: () => searcher });
    await editor.start();
    await editor.open(CONFIG, CARELESS);
    await searcher.begun(1);
    searcher.failed('out of memory');
    await editor.until(() => editor.log.some(line => line.includes('out of memory')));
    await editor.save(CONFIG);
    await searcher.begun(2);
    const [job] = searcher.jobs.slice(-1);
    assert.deepEqual(
      job!.files.map(([uri]) => uri),
      [editor.uri(CONFIG)],
    );
    assert.equal(job!.bounds.faults, 1);
  });

  it('another file of the cluster that changes on the disk is searched; a buffer is when it is saved', async () => {
    const [first, second] = ['db1', 'db2'].map(name =>
      readFileSync(join(__dirname, `../../../examples/fleet/shop/${name}/my.cnf`), 'utf8'),
    ) as [string, string];
    const searcher = new ByHand();
    const files = { 'db1/my.cnf': first, 'db2/my.cnf': second };
    editor = new Editor(files, BOUNDS, { searcher: () => searcher });
    await editor.start();
    await editor.open('db1/my.cnf', first);
    await searcher.begun(1);
    assert.equal(searcher.jobs[0]!.files.length, 2);
    searcher.tell({ findings: [], remarks: [], done: true });
    await editor.type('db1/my.cnf', `${first}# typed\n`);
    // As editors tell of what they saved a moment ago.
    await editor.written('db1/my.cnf');
    editor.files.set(editor.uri('db2/my.cnf'), `${second}# pulled\n`);
    await editor.handled();
    assert.equal(searcher.jobs.length, 1);
    await editor.written('db2/my.cnf');
    await searcher.begun(2);
    assert.deepEqual(
      searcher.jobs[1]!.files.map(([, text]) => text),
      [`${first}# typed\n`, `${second}# pulled\n`],
    );
  });

  it('an edit gives up the search of the text before', async () => {
    const searcher = new ByHand();
    editor = new Editor({ [CONFIG]: CARELESS }, BOUNDS, { searcher: () => searcher });
    await editor.start();
    await editor.open(CONFIG, CARELESS);
    await searcher.begun(1);
    const before = searcher.cancelled;
    await editor.type(CONFIG, CAREFUL);
    await editor.until(() => editor.published.has(editor.uri(CONFIG)));
    await editor.handled();
    assert.equal(searcher.cancelled, before + 1);
    searcher.tell({ findings: [], remarks: ['late'], done: true });
    await editor.save(CONFIG);
    await searcher.begun(2);
    assert.equal(searcher.jobs[1]!.files[0]![1], CAREFUL);
    assert.ok(!editor.log.includes('late'));
  });
});

/** Those that only a search can offer. */
function failureActions(actions: readonly CodeAction[]): CodeAction[] {
  return actions.filter(
    ({ kind, title }) => kind === 'quickfix.faultline.play' || / then(?:,.*)?$/.test(title),
  );
}

/** What a search might say of the last line of a file. */
function reportAt(uri: string): VerdictReport {
  const range = { start: { line: 5, character: 0 }, end: { line: 5, character: 15 } };
  return {
    findings: [
      {
        uri,
        range,
        code: LOST,
        message: 'Lost.',
        asked: false,
        related: [],
        cluster: 'shop',
        play: { schedule: { until: 1, clients: [], events: [] }, seed: 1, lean: 'any' },
        fixes: [{ title: 'Set it: none then', edits: [{ uri, range, newText: 'sync_binlog = 1' }] }],
      },
    ],
    remarks: [],
    done: true,
  };
}

/** A searcher that does what a test tells it to. */
class ByHand implements Searcher {
  readonly jobs: VerdictJob[] = [];
  cancelled = 0;
  tell: (report: VerdictReport) => void = () => undefined;
  failed: (why: string) => void = () => undefined;
  #waiting: (() => void)[] = [];

  search(job: VerdictJob, tell: (report: VerdictReport) => void, failed: (why: string) => void): void {
    this.jobs.push(job);
    Object.assign(this, { tell, failed });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  cancel(): void {
    this.cancelled++;
  }

  dispose(): void {}

  async begun(count: number): Promise<void> {
    while (this.jobs.length < count) await new Promise<void>(wake => this.#waiting.push(wake));
  }
}
