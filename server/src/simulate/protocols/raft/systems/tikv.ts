import type { Cluster } from '../../../../cluster/model.js';
import type { Settings } from '../../../../cluster/settings.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { placeCopies } from '../placement.js';
import { type RaftGroup, raftMembers } from '../prepare.js';

/** `raftstore.raft-base-tick-interval`. */
const TICK_MS = 1000;

const TICKS = [
  'tikv.raftstore.raft-min-election-timeout-ticks',
  'tikv.raftstore.raft-max-election-timeout-ticks',
];

/**
 * One region of TiKV: a heartbeat every 2 ticks of a second, an election after 10 to 20 of them, and a leader's lease of 9 s
 * (https://docs.pingcap.com/tidb/stable/tikv-configuration-file/#raftstore). The lease serves reads alone: a new leader writes at once, for it is
 * not elected before the lease is over.
 */
export function tikvGroup(cluster: Cluster): RaftGroup | { readonly why: string } {
  const stores = cluster.members.filter(({ role }) => role === 'data');
  if (stores.length === 0) return { why: 'The files do not tell the stores.' };
  const settings = cluster.settings.tidb;
  const members = placeCopies(stores, Math.max(1, settings?.number('pd.replication.max-replicas') ?? 3));
  const election = (own?: Settings): readonly [least: number, most: number] => {
    const ticks = (name: string) => {
      const full = `tikv.raftstore.raft-${name}-election-timeout-ticks`;
      return own?.number(full) ?? settings?.number(full);
    };
    const least = (ticks('min') ?? 10) * TICK_MS;
    return [least, Math.max(least, (ticks('max') ?? 20) * TICK_MS)];
  };
  const [least, most] = election();
  const config: RaftConfig = {
    system: 'the region',
    members: raftMembers(members, ({ settings: own }) => {
      const electionMs = election(own.tidb);
      return { voter: true, ...(electionMs[0] === least && electionMs[1] === most ? {} : { electionMs }) };
    }),
    heartbeatMs: 2 * TICK_MS,
    electionMs: [least, most],
    preVote: true,
    stickyMs: least,
    silent: true,
    checkQuorumMs: least,
    leaseMs: 9000,
    lease: { wallClock: false, stepsDown: false, blocks: false },
    forwards: true,
    reads: 'lease',
    reconnectMs: [0, 2000],
    ticks: true,
    flushed: true,
    because: {
      // Those of single stores are the cause of nothing that others do.
      election: because(cluster, 'tidb', ...TICKS.filter(name => settings?.given(name) !== undefined)),
      preVote: [],
      reads: [],
    },
  };
  return {
    members,
    program: 'tikv-server',
    config,
    levels: [
      { name: 'read', linearizable: true, mode: 'lease' },
      { name: 'stale read', linearizable: false, mode: 'any' },
    ],
    limits: [
      'One region is played; PD is taken to be reachable, without which there are no timestamps.',
      ...(settings?.text('pd.replication-mode.replication-mode') === 'dr-auto-sync'
        ? ['That dr-auto-sync goes on in one data centre alone is left out.']
        : []),
    ],
  };
}
