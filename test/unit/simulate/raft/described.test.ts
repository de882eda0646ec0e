import assert from 'node:assert/strict';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../../../server/src/simulate/family.js';
import { clustersOf, scheduleOf } from '../read-cluster.js';
import { acknowledged, longestGap, runs, staleReads } from './groups.js';

function described(text: string): Prepared {
  const clusters = clustersOf({ 'cluster.faultline.yaml': text });
  const found = prepare(clusters[0]!, clusters);
  assert.ok(isPrepared(found), JSON.stringify(found));
  return found;
}

const NODES = 'nodes: [{ name: a, region: eu }, { name: b, region: eu }, { name: c, region: us }]\n';
const ISOLATE = scheduleOf(
  50,
  [
    [
      10,
      {
        kind: 'partition',
        groups: [
          ['@primary', 'c1'],
          ['@rest', 'c2'],
        ],
      },
    ],
  ],
  [['@primary'], ['@rest']],
);

describe('simulate: clusters that are described', () => {
  for (const protocol of ['raft', 'paxos']) {
    it(`as ${protocol} elect another leader after the time of detection, and lose nothing`, () => {
      const prepared = described(
        `name: orders\nprotocol: ${protocol}\nfailover: { detection: 3s, takeover: 2s }\n${NODES}`,
      );
      assert.equal(prepared.family, protocol);
      for (const found of runs(prepared, ISOLATE)) {
        const gap = longestGap(found, 10, 50);
        assert.ok(gap > 2_900 && gap < 20_000, `${gap}`);
        assert.deepEqual(found.lost, []);
        assert.equal(acknowledged(found, 20, 50, 0), 0);
      }
    });
  }

  it('wait for the links to the majority', () => {
    const far = described(
      'protocol: raft\nnodes: [{ name: a, region: eu, leader: true }, { name: b, region: us }, { name: c, region: us }]\nlinks:\n  - { from: eu, to: us, latency: 45ms }\n',
    );
    const calm = scheduleOf(15, []);
    for (const found of runs(far, calm, 2)) {
      const times = found.operations.flatMap(({ kind, invokedMs, completedMs }) =>
        kind === 'write' && completedMs !== undefined ? [completedMs - invokedMs] : [],
      );
      assert.ok(Math.min(...times) >= 90, `${Math.min(...times)}`);
    }
  });

  it('have witnesses that vote, and never lead', () => {
    const witness = described(
      'protocol: raft\nnodes: [{ name: a }, { name: b }, { name: w, role: witness }]\n',
    );
    for (const found of runs(witness, scheduleOf(40, [[10, { kind: 'crash', hosts: ['@primary'] }]]))) {
      assert.deepEqual(found.lost, []);
      assert.ok(acknowledged(found, 20, 40) > 100);
      assert.ok(found.roles[2]!.every(({ role }) => role === 'arbiter'));
    }
  });

  it('read old data from any copy where their clients do', () => {
    const near = described(`protocol: raft\nclients: [{ name: web, reads: nearest }]\n${NODES}`);
    for (const found of runs(near, ISOLATE, 3)) assert.ok(staleReads(found) > 0);
    const leader = described(`protocol: raft\nclients: [{ name: web, reads: leader }]\n${NODES}`);
    for (const found of runs(leader, ISOLATE, 3)) assert.equal(staleReads(found), 0);
  });
});
