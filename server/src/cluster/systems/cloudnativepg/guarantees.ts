import type { Cluster, Guarantee } from '../../model.js';
import { followed } from '../patroni/guarantees.js';
import { followsAnother } from './assemble.js';
import { failoverQuorum } from './sync.js';

/** What operations on a cluster of the operator get. */
export function cnpgGuarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.cloudnativepg;
  if (settings === undefined) return [];
  if (followsAnother(settings, cluster.name))
    return [followed(settings.given('replica.source')?.written.origin)];
  const { commit, failover } = cluster;
  const because: { sentence: string; origin?: NonNullable<Guarantee['because'][number]['origin']> }[] = [];
  const at = (sentence: string, name: string) => {
    const origin = settings.given(name)?.written.origin;
    because.push(origin === undefined ? { sentence } : { sentence, origin });
  };
  const waits = commit.count > 0;
  const quorum = settings.flag('postgresql.synchronous.failoverQuorum') === true;
  const numbers = failoverQuorum(settings, cluster.open ? undefined : cluster.members.length);
  if (!waits) {
    because.push({
      sentence: 'A commit waits for nobody: what no standby had received when the primary was lost is lost.',
    });
  } else {
    at(
      `A commit waits for ${commit.count} standby${commit.count === 1 ? '' : 's'}${commit.degrades ? ', for fewer when they are missing, in the end for none' : ''}.`,
      'postgresql.synchronous.number',
    );
    if (quorum && numbers !== undefined) {
      at(
        `A standby is promoted when ${numbers.needed} of ${numbers.n} can be reached: one of them has every acknowledged write.`,
        'postgresql.synchronous.failoverQuorum',
      );
    } else {
      at(
        'Without failoverQuorum a standby may be promoted that did not have the write, when the ones that had it are gone as well.',
        'postgresql.synchronous.number',
      );
    }
  }
  at(
    'A node that is gone is known after 40 to 55 s, which Kubernetes decides; a partition of the API server alone does not stop the primary.',
    'failoverDelay',
  );
  const certain = waits && quorum && !commit.degrades;
  const rtoMs = failover.kind === 'manual' ? ('manual' as const) : failover.detectMs;
  const timing = rtoMs === undefined ? {} : { rtoMs };
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: waits ? 'C' : 'L',
      copies: 1 + (commit.degrades ? 0 : commit.count),
      rpoMs: certain ? 0 : 'unbounded',
      ...timing,
      because,
    },
    {
      operation: 'read from the primary (-rw)',
      writes: false,
      consistency: 'sequential',
      partition: 'C',
      otherwise: 'L',
      ...timing,
      because: [
        {
          sentence:
            'A primary that is cut off answers reads until its liveness probe fails, after about 30 s.',
        },
      ],
    },
    {
      operation: 'read from a standby (-ro)',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'A standby shows a write when it has applied it, which nothing waits for.' }],
    },
  ];
}
