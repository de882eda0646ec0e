import type { Cluster, Consistency, Guarantee } from '../../model.js';
import { durabilityOf } from '../mysql/durability.js';

/** Group Replication: a majority has a commit before it returns; levels say who waits for whom beyond that. */
export function groupGuarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings['group-replication'];
  const level = settings?.text('group_replication_consistency') ?? 'EVENTUAL';
  const at = settings?.given('group_replication_consistency')?.written.origin;
  const origin = at === undefined ? {} : { origin: at };
  const needed = Math.floor(cluster.members.length / 2) + 1;
  const before = level === 'BEFORE' || level === 'BEFORE_AND_AFTER';
  const after = level === 'AFTER' || level === 'BEFORE_AND_AFTER';
  const secondary: Consistency = before || after ? 'linearizable' : 'eventual';
  const bounds = cluster.failover.detectMs;
  const first = cluster.members[0];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: needed,
      rpoMs: 0,
      ...(bounds === undefined ? {} : { rtoMs: bounds }),
      because: [
        {
          sentence: after
            ? 'A commit returns when every member has applied it.'
            : `A commit returns when ${needed} of ${cluster.members.length} members have received it.`,
          ...origin,
        },
        ...(first === undefined ? [] : [durabilityOf(first)]),
      ],
    },
    {
      operation: 'read at a secondary',
      writes: false,
      consistency: secondary,
      partition: before ? 'C' : 'A',
      otherwise: before ? 'C' : 'L',
      because: [
        {
          sentence: before
            ? `${level}: a read waits until the member has applied what was committed before.`
            : after
              ? `${level}: what was committed is applied everywhere already.`
              : `${level}: a secondary answers with what it has applied, which may be older than what was acknowledged; a member without a majority goes on answering.`,
          ...origin,
        },
      ],
    },
  ];
}
