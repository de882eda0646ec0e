import { strict as assert } from 'node:assert';
import { hostNames, scheduleOf } from '../../../../server/src/cli/simulate-schedule.js';
import { findCluster } from '../../../../server/src/panel/topology/find.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import { readSchedule, scheduleJson } from '../../../../server/src/simulate/schedule/index.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { at } from '../../support/memory-host.js';
import { Asked, FOLDERS, filesOf } from './examples.js';

/** The schedule files that command lines read are not asked for here. */
const NO_IO = {} as Parameters<typeof scheduleOf>[2];

describe('topology panel: presets of faults', () => {
  for (const folder of FOLDERS) {
    it(`can be played on ${folder}, and mean what the command line means`, async () => {
      const asked = await Asked.of(filesOf(folder));
      for (const { uri, cluster } of asked.clusters) {
        const { presets, notPlayable } = await asked.shown(uri, cluster.id);
        const found = findCluster(asked, uri, cluster.id);
        assert.ok('cluster' in found);
        assert.equal(presets.length === 0, notPlayable !== undefined, cluster.id);
        assert.equal(new Set(presets.map(({ id }) => id)).size, presets.length, cluster.id);
        for (const { id, schedule } of presets) {
          const what = `${cluster.id} ${id}`;
          const prepared: Prepared = found.prepared!;
          const given = schedule as Schedule;
          const again = readSchedule(scheduleJson(given), hostNames(prepared));
          assert.deepEqual(again.problems, [], what);
          assert.deepEqual(again.schedule, given, what);
          const problems: readonly string[] = run(prepared, given, { seed: 1 }).problems;
          // What reaches a frozen process for so long is more than any buffer holds.
          const told = id === 'pause-leader' ? problems.filter(each => !/under way/.test(each)) : problems;
          assert.deepEqual(told, [], what);
          await sameOnTheCommandLine(id, given, prepared);
        }
      }
    });
  }

  it('puts clients on every side of zones, and loses a zone', async () => {
    const asked = await Asked.of(filesOf('examples/clusters'));
    const { presets } = await asked.shown(at('carts.faultline.yaml'));
    const split = presets.find(({ id }) => id === 'split-zone:a')!.schedule;
    assert.deepEqual(split.events[0]!.fault, { kind: 'partition', groups: [['c1'], ['c2', 'c3']] });
    assert.deepEqual(
      split.clients.map(({ group }) => group),
      [['c1'], ['c2', 'c3']],
    );
    assert.deepEqual(presets.find(({ id }) => id === 'lose-zone:b')!.schedule.events[0]!.fault, {
      kind: 'siteLoss',
      site: 'b',
    });
  });

  it('loses what keeps the lock without the databases beside it', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const { presets } = await asked.shown(at('n1/patroni.yml'));
    const lost = presets.find(({ id }) => id === 'lose-coordination')!;
    assert.equal(lost.title, 'Lose etcd');
    assert.deepEqual(lost.schedule.events[0]!.fault, {
      kind: 'crash',
      hosts: ['n1', 'n2', 'n3'],
      process: 'etcd',
    });
  });
});

async function sameOnTheCommandLine(id: string, schedule: Schedule, prepared: Prepared): Promise<void> {
  if (id === 'isolate-leader') assert.deepEqual(await scheduleOf({}, prepared, NO_IO), schedule);
  const [first] = schedule.events;
  if (first?.fault.kind !== 'partition' || first.fault.groups.flat().some(name => name.includes(' '))) return;
  const partition = first.fault.groups.map(group => group.join(',')).join(' | ');
  const told = await scheduleOf({ partition, at: '10s', heal: '70s' }, prepared, NO_IO);
  assert.deepEqual(told, schedule, id);
}
