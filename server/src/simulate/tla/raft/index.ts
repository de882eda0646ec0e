import type { Cluster } from '../../../cluster/model.js';
import type { Bounds } from '../../explore/stage.js';
import { raftGroupOf } from '../../protocols/raft/index.js';
import { ACKNOWLEDGES, boundConstants, NO_LOST_WRITE } from '../bounds.js';
import { members, type TlaModel } from '../model.js';
import { RAFT_MODULE } from './module.js';

/** A group that replicates a log, in any timing: what it promises rests on no clock. */
export function raftModel(cluster: Cluster, bounds: Bounds): TlaModel | undefined {
  const group = raftGroupOf(cluster);
  if (group === undefined || 'why' in group) return undefined;
  const { config } = group;
  const of = (wanted: (at: number) => boolean) => config.members.flatMap((_, at) => (wanted(at) ? [at] : []));
  const is = (at: number) => config.members[at]!;
  const voters = of(at => is(at).voter);
  const never = of(at => is(at).voter && is(at).follows === true);
  const plain = of(at => is(at).voter && !is(at).witness && is(at).follows !== true);
  return {
    kind: 'Raft',
    about: [
      `${config.system}: a log that an elected leader replicates; timers and messages take any time.`,
      'Clocks, leases, pre-votes, reads and changes of the membership are left out: nothing that is checked rests on them.',
    ],
    members: config.members.map(({ name }) => name),
    constants: [
      { name: 'Voters', value: members(voters), says: 'members with a vote' },
      { name: 'Learners', value: members(of(at => !is(at).voter)), says: 'members that only get the log' },
      { name: 'NeverStand', value: members(never), says: 'voters that never stand for election' },
      { name: 'NoClients', value: members(of(at => is(at).witness)), says: 'voters that hold no data' },
      {
        name: 'Silent',
        value: config.silent === true,
        says: 'requests of an older term are left without an answer',
      },
      {
        name: 'Flushed',
        value: config.flushed,
        says: 'entries are on the disk before they are acknowledged',
        because: config.because.disk ?? [],
      },
      ...boundConstants(bounds, ['crash', 'powerLoss', 'pause', 'partition', 'cut']),
    ],
    body: RAFT_MODULE,
    invariants: [
      NO_LOST_WRITE,
      { name: 'ElectionSafety', says: 'no two leaders in one term' },
      { name: 'LeaderAppendOnly', says: 'a leader keeps all of its log' },
      { name: 'LogMatching', says: 'logs that agree on an entry agree on all before it' },
      { name: 'LeaderCompleteness', says: 'leaders have what was committed in earlier terms' },
      { name: 'StateMachineSafety', says: 'nobody applies another entry at the same index' },
    ],
    reachable: [{ name: 'NobodyEverLeads', says: 'somebody is elected' }, ACKNOWLEDGES],
    alike: [plain, of(at => !is(at).voter && !is(at).witness)],
  };
}
