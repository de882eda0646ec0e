import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { memberLatency } from '../raft/prepare.js';
import { latencyOf, timesOf } from '../raft/systems/neutral.js';
import { MultiPaxos, type MultiPaxosConfig } from './multi.js';

/** Clusters that are described as ones of Paxos. */
export const PAXOS: Family = {
  id: 'paxos',
  title: 'Multi-Paxos',
  prepare: cluster => {
    if (cluster.system !== 'neutral' || cluster.settings.neutral?.text('protocol') !== 'paxos')
      return undefined;
    const members = cluster.members.filter(({ votes }) => votes > 0);
    if (members.length === 0) return { why: 'No member has a vote.' };
    if (members.length > MAX_SET) return { why: `More than ${MAX_SET} members cannot be simulated.` };
    if (members.some(({ votes }) => votes > 1))
      return { why: 'Members with several votes cannot be simulated.' };
    const { least, most, heartbeatMs } = timesOf(cluster);
    const config: MultiPaxosConfig = {
      members: members.map(({ id }) => id),
      heartbeatMs,
      electionMs: [least, most],
    };
    const { hosts, processes } = layOut(
      members.map(member => ({ member, program: 'node', serves: member.role === 'data' })),
    );
    return {
      family: 'paxos',
      title: `Multi-Paxos (${cluster.name})`,
      hosts,
      processes,
      latency: memberLatency(hosts, processes, latencyOf(cluster)),
      create: world => new MultiPaxos(world, config),
      searchUnitMs: Math.round(least / 2),
      readLevels: [{ name: 'any', linearizable: false }],
      limits: ['Reads are answered from what the asked member knows to be decided.'],
    };
  },
};
