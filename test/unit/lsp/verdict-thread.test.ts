import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import { DEFAULT_SETTINGS } from '../../../server/src/analyzer/settings.js';
import { createAnalyzer } from '../../../server/src/analyzer.js';
import { VerdictThread } from '../../../server/src/node/verdict-thread.js';
import type { VerdictJob, VerdictReport } from '../../../server/src/panel/topology/verdict/model.js';
import { memoryHost, ROOT } from '../support/memory-host.js';

const CONFIG = `${ROOT}/shop/my.cnf`;
const TEXT = '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n';
/** The server's script as people get it: the thread is started with the same. */
const SERVER = join(__dirname, '../../../out/test/verdict-thread/server.js');

describe('the thread that searches clusters', () => {
  let job: VerdictJob;
  let thread: VerdictThread;

  before(async () => {
    await build({
      entryPoints: [join(__dirname, '../../../server/src/node.ts')],
      outfile: SERVER,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
      // Read when they are first needed, which they are not.
      external: ['node-sql-parser/*', 'elkjs/*'],
    });
    const analyzer = createAnalyzer(memoryHost({ 'shop/my.cnf': TEXT }));
    await analyzer.index([ROOT]);
    const [cluster] = analyzer.landscapeOf(CONFIG)!.clusters;
    job = {
      uri: CONFIG,
      cluster: cluster!.id,
      bounds: { faults: 1, maxStates: 2_000, promises: ['no-lost-write'] },
      folders: [ROOT],
      settings: DEFAULT_SETTINGS,
      files: analyzer.clusterFiles(CONFIG).map(uri => [uri, analyzer.text(uri)!]),
    };
  });
  afterEach(() => thread.dispose());

  const searched = (of: VerdictJob) =>
    new Promise<VerdictReport>((resolve, reject) =>
      thread.search(
        of,
        report => report.done && resolve(report),
        why => reject(new Error(why)),
      ),
    );

  it('finds what the server would find: it reads nothing but the texts that it is given', async () => {
    thread = new VerdictThread({ script: SERVER });
    const { findings } = await searched(job);
    assert.deepEqual(
      findings.map(({ uri, code, cluster, range }) => [uri, code, cluster, range.start.line]),
      [[CONFIG, 'simulated-lost-write', job.cluster, 5]],
    );
    assert.match(findings[0]!.fixes[0]!.title, /^Set sync_binlog to 1/);
    assert.match(findings[0]!.fixes[0]!.edits[0]!.newText, /sync_binlog = 1/);
    // Again in the same thread, on another text.
    const careful = TEXT.replace('sync_binlog = 0', 'sync_binlog = 1');
    const again = await searched({ ...job, files: [[CONFIG, careful]] });
    assert.deepEqual(again.findings, []);
    assert.match(again.remarks[0]!, /No acknowledged write is lost: every schedule of up to 1 fault/);
  });

  it('one that dies fails its job, and the next job starts another', async () => {
    const script = scriptOf(`
      if (job?.uri === 'dies') process.exit(3);
      if (job?.uri === 'throws') throw new Error('thrown');
      if (job) tell(id, job.uri);
    `);
    thread = new VerdictThread({ script });
    await assert.rejects(searched({ ...job, uri: 'dies' }), /ended with code 3/);
    assert.deepEqual((await searched({ ...job, uri: 'next' })).remarks, ['next']);
    await assert.rejects(searched({ ...job, uri: 'throws' }), /thrown/);
    assert.deepEqual((await searched({ ...job, uri: 'again' })).remarks, ['again']);
  });

  it('one that cannot be started fails each job', async () => {
    thread = new VerdictThread({ script: join(__dirname, 'no-such-script.cjs') });
    await assert.rejects(searched(job), /no-such-script/);
    await assert.rejects(searched(job), /no-such-script/);
  });

  it('a job that is given up says nothing more, and one that does not listen is ended for the next', async () => {
    const script = scriptOf(`
      if (job?.uri === 'forever') for (;;);
      if (job) tell(id, job.uri);
    `);
    thread = new VerdictThread({ script, stubbornMs: 50 });
    const heard: string[] = [];
    const forever = { ...job, uri: 'forever' };
    thread.search(
      forever,
      () => heard.push('told'),
      why => heard.push(why),
    );
    const { remarks } = await searched({ ...job, uri: 'next' });
    assert.deepEqual(remarks, ['next']);
    assert.deepEqual(heard, []);
  });
});

/** A thread that does this with each message. */
function scriptOf(body: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      const tell = (id, remark) =>
        parentPort.postMessage({ kind: 'report', id, report: { findings: [], remarks: [remark], done: true } });
      parentPort.on('message', ({ id, job }) => { ${body}; parentPort.postMessage({ kind: 'idle', id }); });
    `)}`,
  );
}
