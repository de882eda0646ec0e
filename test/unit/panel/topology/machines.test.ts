import assert from 'node:assert/strict';
import { cutSchedule } from '../../../../client/src/commands/partition-schedule.js';
import { answerTopology } from '../../../../server/src/panel/topology/index.js';
import { Asked, filesOf } from './examples.js';

/** With a service beside the servers, and with one that stands in no file. */
const FOLDERS = ['test/fixtures/clusters/lab/patroni-async', 'test/integration/workspace/cluster'];

describe('topology panel: machines', () => {
  for (const folder of FOLDERS) {
    it(`of ${folder} are named as schedules name them: each can be cut off from the rest`, async () => {
      const asked = await Asked.of(filesOf(folder));
      const { uri, cluster } = asked.clusters.find(each => each.cluster.system === 'patroni')!;
      const { nodes } = await asked.shown(uri, cluster.id);
      const machines = [...new Set(nodes.flatMap(({ machine }) => machine ?? []))];
      assert.ok(machines.length >= 3, machines.join());
      for (const machine of machines) {
        const rest = machines.filter(other => other !== machine);
        const schedule = cutSchedule([[machine], rest], 'both');
        const answer = await answerTopology(
          { kind: 'play', uri, cluster: cluster.id, schedule, seed: 1, whatIf: {} },
          // The first picture is enough.
          { analyzer: asked.analyzer, cancelled: () => true, pause: async () => {}, part: () => {} },
        );
        if ('why' in answer) assert.doesNotMatch(answer.why ?? '', /There is no host/, machine);
      }
    });
  }
});
