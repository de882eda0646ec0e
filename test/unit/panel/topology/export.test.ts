import { strict as assert } from 'node:assert';
import type { ExportFormat } from '../../../../server/src/protocol/topology-panel.js';
import { readScenario } from '../../../../server/src/simulate/schedule/index.js';
import { at } from '../../support/memory-host.js';
import { Asked, filesOf } from './examples.js';

describe('topology panel: export', () => {
  const uri = at('n1/patroni.yml');

  async function exported(format: ExportFormat, whatIf = {}) {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const { presets } = await asked.shown(uri);
    const { schedule } = presets[0]!;
    const answer = await asked.ask({ kind: 'export', uri, cluster: '', schedule, seed: 3, format, whatIf });
    return { schedule, answer, text: answer.files[0]!.text };
  }

  it('writes a scenario that is read back to the same', async () => {
    const { answer, schedule, text } = await exported('scenario', { 'patroni.ttl': 45 });
    assert.equal(answer.files[0]!.name, 'lab.faultline-scenario.json');
    const { scenario, problems } = readScenario(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(scenario, { config: 'patroni.yml', seed: 3, whatIf: { 'patroni.ttl': 45 }, schedule });
  });

  it('draws what happens as a sequence and as a timeline', async () => {
    assert.match((await exported('mermaid')).text, /^sequenceDiagram\n/);
    assert.match((await exported('svg')).text, /^<svg /);
  });

  for (const [format, pattern] of [
    ['chaos-mesh', /kind: Workflow/],
    ['toxiproxy', /toxiproxy/],
    ['netem', /tc |nft|iptables/],
    ['jepsen', /\(ns /],
  ] as const) {
    it(`makes the faults happen by ${format}`, async () => {
      const { answer, text } = await exported(format, { 'patroni.ttl': 45 });
      assert.match(text, pattern);
      assert.match(answer.files[0]!.name, /^lab\./);
      assert.equal(answer.notes.length, 2);
    });
  }

  it('refuses what is no schedule with a sentence', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const schedule = {
      until: 10,
      clients: [],
      events: [{ at: 1, fault: { kind: 'crash', hosts: ['nobody'] } }],
    };
    await assert.rejects(
      asked.ask({ kind: 'export', uri, cluster: '', schedule, seed: 1, format: 'scenario' }),
      /nobody/,
    );
  });
});
