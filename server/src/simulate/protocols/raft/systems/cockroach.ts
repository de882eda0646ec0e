import type { Cluster } from '../../../../cluster/model.js';
import { isAtLeast } from '../../../../cluster/version.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { placeCopies } from '../placement.js';
import { type RaftGroup, raftMembers, settingsOf } from '../prepare.js';

/**
 * One range of CockroachDB. Its leaseholder answers reads and writes; a node's lease is extended every 3 s for 6 s (9 s before 23.1), and
 * another replica takes it over when it is over: about 6 to 7 s without writes at most, 4.5 s on average
 * (https://github.com/cockroachdb/cockroach/blob/master/pkg/base/config.go, `defaultRangeLeaseDuration`). Leases go by the clocks of the hosts, which may
 * differ by `--max-offset`: the holder stops so much earlier. Survival goals place the voters:
 * https://www.cockroachlabs.com/docs/stable/multiregion-survival-goals.
 */
export function cockroachGroup(cluster: Cluster): RaftGroup | { readonly why: string } {
  const nodes = cluster.members.filter(({ role }) => role === 'data');
  if (nodes.length === 0) return { why: 'The files do not tell the nodes.' };
  const zone = cluster.settings.cockroach;
  const database = cluster.resources.find(
    ({ kind, settings }) => kind === 'database' && settings.cockroach?.given('primary region') !== undefined,
  );
  const region = database?.settings.cockroach?.text('primary region');
  const survives = database?.settings.cockroach?.text('survive') === 'region';
  const wanted =
    region === undefined
      ? (zone?.number('num_voters') ?? zone?.number('num_replicas') ?? 3)
      : survives
        ? 5
        : 3;
  const members = placeCopies(
    nodes,
    Math.max(1, wanted),
    region === undefined ? undefined : { region, copies: survives ? 2 : wanted },
  );
  const version = cluster.versions.cockroach?.version;
  const settings = settingsOf(cluster, 'cockroach');
  const leaseMs = isAtLeast(version, '23.1') ? 6000 : 9000;
  const offset = settings?.number('max-offset') ?? 500;
  const reasons =
    region === undefined
      ? because(cluster, 'cockroach', 'num_replicas')
      : because(cluster, 'cockroach', 'survive', 'primary region');
  const config: RaftConfig = {
    system: 'the range',
    members: raftMembers(members, ({ site }) => ({
      voter: true,
      ...(region !== undefined && site.region === region ? { preferred: true } : {}),
    })),
    heartbeatMs: 1000,
    electionMs: [2000, 4000],
    preVote: true,
    stickyMs: 2000,
    silent: true,
    checkQuorumMs: 2000,
    leaseMs,
    lease: { wallClock: true, stepsDown: false, blocks: true, renewMs: leaseMs / 2, marginMs: offset },
    forwards: true,
    reads: 'lease',
    reconnectMs: [0, 2000],
    ticks: true,
    flushed: true,
    because: { election: reasons, preVote: [], reads: because(cluster, 'cockroach', 'max-offset') },
  };
  return {
    members,
    program: 'cockroach',
    config,
    levels: [
      { name: 'read', linearizable: true, mode: 'lease' },
      { name: 'follower read', linearizable: false, mode: 'any' },
    ],
    limits: [
      'One range is played, with its copies where they are placed at first: none is moved to another node.',
      'That a node stops by itself when its clock is off is left out.',
    ],
  };
}
