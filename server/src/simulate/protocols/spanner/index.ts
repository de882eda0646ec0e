import type { Cluster } from '../../../cluster/model.js';
import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { because } from '../../kit/reasons.js';
import type { SpannerConfig, SpannerRead } from './config.js';
import { SpannerGroup } from './group.js';

/**
 * Leases of 10 s (section 2.1 of the paper named at {@link SpannerGroup}) and an uncertainty of at most 7 ms between two
 * synchronisations (section 3).
 */
const LEASE_MS = 10_000;
const UNCERTAINTY_MS = 7;
const LATENCY_MS = 1;

const LEVELS: readonly {
  readonly name: string;
  readonly linearizable: boolean;
  readonly mode: SpannerRead;
}[] = [
  { name: 'strong', linearizable: true, mode: 'leader' },
  { name: 'strong, of several groups', linearizable: true, mode: 'now' },
  { name: 'stale', linearizable: false, mode: 'stale' },
];

/** Spanner: one Paxos group, with leases and timestamps by clocks of known uncertainty. */
export const SPANNER: Family = {
  id: 'spanner',
  title: 'Spanner',
  prepare: cluster => {
    if (cluster.system !== 'spanner') return undefined;
    if (cluster.members.length === 0)
      return { why: 'Where the copies of a configuration of several regions stand is not known.' };
    const config = configOf(cluster);
    const { hosts, processes } = layOut(
      cluster.members.map(member => ({ member, program: 'spanserver', serves: true })),
    );
    return {
      family: 'spanner',
      title: 'Spanner',
      hosts,
      processes,
      latency: (from, to) => (from === to ? 0 : LATENCY_MS),
      create: world =>
        new SpannerGroup(world, { ...config, reads: LEVELS[world.options.readLevel ?? 0]?.mode ?? 'leader' }),
      searchUnitMs: config.electionMs[0] / 2,
      readLevels: LEVELS.map(({ name, linearizable }) => ({ name, linearizable })),
      limits: [
        'One Paxos group is played.',
        'A search without a clock leaves out leases, timestamps and reads.',
      ],
    };
  },
};

function configOf(cluster: Cluster): SpannerConfig {
  return {
    members: cluster.members.map(({ id }) => id),
    heartbeatMs: 1000,
    electionMs: [2000, 4000],
    leaseMs: LEASE_MS,
    uncertaintyMs: UNCERTAINTY_MS,
    commitWait: true,
    reads: 'leader',
    because: because(cluster, 'spanner', 'config'),
  };
}
