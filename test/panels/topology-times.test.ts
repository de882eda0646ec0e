import assert from 'node:assert/strict';
import type { TopologyAnswer } from '../../server/src/protocol/topology-panel.js';
import type { ToPanel } from '../../server/src/protocol/webview.js';
import { eventually } from './support/eventually.js';
import { FIVE, fiveFolder } from './support/five.js';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';

const ROUNDS = 3;
/** Many share the machine. */
const PATIENCE = 60_000;

/**
 * Notes when nodes are first there, and when each answer to `play` has been painted: in the frame after the one in which it was
 * drawn. By the clock, which page and test share.
 */
const NOTE = `{
  const noted = (window.noted = { began: performance.timeOrigin, plays: [] });
  const now = () => performance.timeOrigin + performance.now();
  const painted = then => requestAnimationFrame(() => requestAnimationFrame(then));
  const look = new MutationObserver(() => {
    if (document.querySelector('[data-thing^="node:"]') === null) return;
    look.disconnect();
    painted(() => { noted.drawn = now(); });
  });
  look.observe(document, { subtree: true, childList: true });
  window.addEventListener('message', ({ data }) => {
    if (data.type !== 'answer' || data.answer.kind !== 'play') return;
    const play = { final: data.final, runs: data.answer.playback.runs };
    noted.plays.push(play);
    painted(() => { play.at = now(); });
  });
}`;

interface Noted {
  readonly began: number;
  readonly drawn?: number;
  readonly plays: readonly { readonly final: boolean; readonly runs: number; readonly at?: number }[];
}

/** What was measured is printed, not asserted: machines differ, and others work on them. */
describe('the topology panel of five nodes', function () {
  this.timeout(PATIENCE * 4);
  after(closeBrowser);

  for (const system of Object.keys(FIVE) as (keyof typeof FIVE)[])
    it(`prints how long it takes: ${system}`, async () => {
      const folder = fiveFolder(system);
      const panel = await openPanel({ kind: 'topology', ...folder, init: NOTE });
      try {
        panel.page.setDefaultTimeout(PATIENCE);
        await answered(panel);
        const drawn: number[] = [];
        for (let round = 0; round < ROUNDS; round++) drawn.push(await opened(panel));
        await answered(panel);
        const first: Took[] = [];
        const last: Took[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          const took = await simulated(panel);
          first.push(took.first);
          last.push(took.last);
        }
        console.log(
          `      drawn ${median(drawn.map(Math.round))} ms after the page began; partition to the first verdict ${said(first)}, of ${median(first.map(each => each.runs))} runs; to the last ${said(last)}, of ${median(last.map(each => each.runs))} runs`,
        );
        assert.deepEqual(panel.errors, []);
      } finally {
        await panel.close();
        folder.remove();
      }
    });
});

/** What something took of the clock, and of the processor in this process, in which the server is: ms. */
interface Took {
  readonly ms: number;
  readonly cpu: number;
  readonly runs: number;
}

/** Opens the page anew; ms until its nodes are painted. The server knows the files. */
async function opened(panel: OpenPanel): Promise<number> {
  await panel.page.reload();
  return eventually(async () => {
    const { began, drawn } = await noted(panel);
    return drawn === undefined ? undefined : drawn - began;
  });
}

/** What "Simulate Partition" of the editor sends; what it takes until its first verdict is painted, and until its last. */
async function simulated(panel: OpenPanel): Promise<{ readonly first: Took; readonly last: Took }> {
  await panel.page.evaluate('window.noted.plays.length = 0');
  const { host } = panel;
  const before = host.sent.length;
  const begun = Date.now();
  const cpu = process.cpuUsage();
  const at: { cpu: number; final: boolean }[] = [];
  const send = host.send.bind(host);
  host.send = (message: ToPanel) => {
    if (message.type === 'answer') {
      const { user, system } = process.cpuUsage(cpu);
      at.push({ cpu: (user + system) / 1000, final: message.final });
    }
    send(message);
  };
  send({ type: 'do', command: { name: 'simulate', argument: isolatesLeader(panel) } });
  const plays = await answered(panel);
  host.send = send;
  assert.ok(host.sent.length > before);
  const took = (which: number): Took => {
    const play = plays.at(which)!;
    return { ms: play.at! - begun, cpu: at.at(which)!.cpu, runs: play.runs };
  };
  return { first: took(0), last: took(-1) };
}

/** The answers to `play` since they were last forgotten, once the last of them is painted. */
function answered(panel: OpenPanel): Promise<Noted['plays']> {
  return eventually(async () => {
    const { plays } = await noted(panel);
    const last = plays.at(-1);
    return last?.final === true && last.at !== undefined ? plays : undefined;
  }, PATIENCE);
}

function noted({ page }: OpenPanel): Promise<Noted> {
  return page.evaluate<Noted>('window.noted');
}

function isolatesLeader({ host }: OpenPanel): unknown {
  for (const message of host.sent) {
    const answer = message.type === 'answer' ? (message.answer as TopologyAnswer) : undefined;
    const presets = answer?.kind === 'snapshot' ? (answer.shown?.presets ?? []) : [];
    const preset = presets.find(({ id }) => id === 'isolate-leader');
    if (preset !== undefined) return preset.schedule;
  }
  return assert.fail('nothing isolates the leader');
}

function said(all: readonly Took[]): string {
  const of = (what: 'ms' | 'cpu') => Math.round(median(all.map(each => each[what])));
  return `${of('ms')} ms (${of('cpu')} ms of the processor in the server)`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
