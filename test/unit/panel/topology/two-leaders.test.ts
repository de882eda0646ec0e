import assert from 'node:assert/strict';
import type { PanelVerdict, ScheduleData } from '../../../../server/src/protocol/topology-panel.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import { searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared } from '../../../../server/src/simulate/family.js';
import { resultJson } from '../../../../server/src/simulate/report/json.js';
import { phrasesOf } from '../../../../server/src/simulate/report/phrases.js';
import { simulate } from '../../../../server/src/simulate/report/simulate.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { Asked, filesOf } from './examples.js';

const CLIENT = { writesPerSecond: 10, readsPerSecond: 0, writeTimeoutMs: 2_000 };

/** An operator promotes db2 while db1 is up: nothing makes db1 stop. */
const PROMOTED: ScheduleData = {
  until: 12_000,
  clients: [{ name: 'c1', ...CLIENT }],
  events: [{ at: 4_000, fault: { kind: 'promote', host: 'db2' } }],
};

describe('two leaders at once', () => {
  let asked: Asked;
  before(async () => {
    asked = await Asked.of(filesOf('examples/fleet/shop'));
  });

  async function played(schedule: ScheduleData) {
    const { uri, cluster } = asked.clusters.find(each => each.cluster.system === 'mysql')!;
    const { playback } = await asked.ask<'play'>({
      kind: 'play',
      uri,
      cluster: cluster.id,
      schedule,
      seed: 1,
      whatIf: {},
    });
    const of = (id: PanelVerdict['id']) => playback.verdicts.find(each => each.id === id)!;
    const { clusters } = asked.analyzer.landscapeOf(uri)!;
    const result = simulate(cluster, clusters, schedule as Schedule, { seed: 1 });
    assert.ok(!('why' in result));
    return { cluster, clusters, result, leaders: of('leaders'), lost: of('lost') };
  }

  it('are told though nobody writes to the later one, by the panel, the command line and the search', async () => {
    const { cluster, clusters, result, leaders, lost } = await played(PROMOTED);
    assert.equal(result.dualWriters.verdict, 'impossible', 'only one of them acknowledges anything');
    assert.equal(result.pastLater.verdict, 'certain');
    assert.equal(leaders.verdict, 'certain');
    assert.deepEqual(leaders.over, result.pastLater.ms);
    assert.ok(leaders.over![0] > 5_000, `for ${leaders.over![0]} ms`);
    assert.match(leaders.why, /^db1 acknowledges \d+ writes while db2, .* has none of them\.$/);
    assert.match(lost.why, /and db2, in charge at the end, lacks them\./, 'db1 leads as well, and has them');
    const told = phrasesOf(result).find(({ topic }) => topic === 'two writers at once')!;
    assert.match(
      told.text,
      /^certain: one acknowledges \d+(?:–\d+)? writes for .* while a later leader takes writes too$/,
    );
    const json = resultJson(result).pastLater as { verdict: string; writes: number[] };
    assert.deepEqual([json.verdict, json.writes], ['certain', result.pastLater.writes]);

    const prepared = prepare(cluster, clusters);
    assert.ok(isPrepared(prepared));
    const [verdict] = searchCluster(prepared, {
      bounds: { faults: 1, writes: 1, kinds: ['promote'] },
      properties: [propertyNamed('one-writer')!],
      maxStates: 5_000,
    }).properties;
    assert.equal(verdict!.verdict, 'broken');
  });

  it('are told by what both acknowledge where somebody writes to either', async () => {
    const clients = ['db1', 'db2'].map(host => ({ name: host, home: [host], ...CLIENT }));
    const { result, leaders } = await played({ ...PROMOTED, clients });
    assert.equal(result.dualWriters.verdict, 'certain');
    assert.deepEqual(leaders.over, result.dualWriters.ms);
    assert.match(leaders.why, /^db1 and db2 both acknowledge writes for /);
  });

  it('are none where the old one is gone before the new one leads', async () => {
    const events: ScheduleData['events'] = [
      { at: 4_000, fault: { kind: 'powerLoss', hosts: ['db1'] } },
      { at: 6_000, fault: { kind: 'promote', host: 'db2' } },
    ];
    const { result, leaders } = await played({ ...PROMOTED, events });
    assert.equal(result.failover, 'certain');
    assert.deepEqual([result.dualWriters.verdict, result.pastLater.verdict], ['impossible', 'impossible']);
    assert.deepEqual([leaders.value, leaders.detail, leaders.over], ['0 s', 'never', [0, 0]]);
  });
});
