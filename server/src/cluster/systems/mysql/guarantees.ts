import type { Cluster, Guarantee } from '../../model.js';
import { galeraGuarantees } from '../galera/guarantees.js';
import { groupGuarantees } from '../group-replication/guarantees.js';
import { durabilityOf } from './durability.js';

/** What operations get on clusters of MySQL and MariaDB. */
export function mysqlGuarantees(cluster: Cluster): readonly Guarantee[] {
  if (cluster.system === 'galera') return galeraGuarantees(cluster);
  if (cluster.system === 'group-replication') return groupGuarantees(cluster);
  if (cluster.system === 'orchestrator' || cluster.members.length === 0) return [];
  return replicationGuarantees(cluster);
}

function replicationGuarantees(cluster: Cluster): readonly Guarantee[] {
  const { commit, failover } = cluster;
  const source = cluster.members.find(({ leader }) => leader === true) ?? cluster.members[0]!;
  const durable = durabilityOf(source);
  const replicas = cluster.links.length > 0 || cluster.members.length > 1;
  const semi = commit.count > 0;
  const rto = failover.kind === 'automatic' && failover.detectMs !== undefined ? failover.detectMs : 'manual';
  const commitOrigin = commit.origin === undefined ? {} : { origin: commit.origin };
  const write: Guarantee = {
    operation: 'write at the source',
    writes: true,
    consistency: 'linearizable',
    partition: 'A',
    otherwise: semi ? 'C' : 'L',
    copies: 1,
    rpoMs: 'unbounded',
    rtoMs: rto,
    because: [
      semi
        ? {
            sentence: `A commit waits until ${commit.count} replica${commit.count === 1 ? ' has' : 's have'} received it; after ${commit.degradesAfterMs ?? 10_000} ms without an answer it goes on alone, so one copy is all that is sure.`,
            ...commitOrigin,
          }
        : {
            sentence:
              'A commit returns before any replica has it: what they lag behind is lost with the source.',
          },
      durable,
    ],
  };
  const atSource: Guarantee = {
    operation: 'read at the source',
    writes: false,
    consistency: 'linearizable',
    partition: 'A',
    otherwise: 'L',
    because: [
      {
        sentence:
          'One server orders everything. After a failover to another that missed writes this no longer holds.',
      },
    ],
  };
  if (!replicas) return [write, atSource];
  const delay = Math.max(0, ...cluster.links.map(link => link.delay ?? 0));
  return [
    write,
    atSource,
    {
      operation: 'read at a replica',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence: `A replica applies after the source has answered${delay > 0 ? `, here ${delay / 1000} s later on purpose` : ''}: a read may miss what was just written, by any amount of lag. An acknowledgement of semi-synchronous replication says received, not applied.`,
        },
      ],
    },
  ];
}
