import type { Cluster, Guarantee } from '../../model.js';
import { durabilityOf } from '../mysql/durability.js';

/** Galera: writes are ordered for the whole component, and applied on the other nodes after the commit. */
export function galeraGuarantees(cluster: Cluster): readonly Guarantee[] {
  const data = cluster.members.filter(({ role }) => role === 'data');
  const settings = cluster.settings.galera;
  const split = data.some(
    member =>
      member.settings.galera?.flag('pc.ignore_sb') === true ||
      member.settings.galera?.flag('pc.ignore_quorum') === true,
  );
  const partition = split ? 'A' : 'C';
  const waits = (settings?.number('wsrep_sync_wait') ?? 0) % 2 === 1;
  const wait = settings?.given('wsrep_sync_wait')?.written.origin;
  const durable = data.map(durabilityOf);
  const flushes = data.some(({ settings: own }) => {
    const mysqld = own.mysql ?? own.mariadb;
    const value = mysqld?.number('innodb_flush_log_at_trx_commit');
    return value === undefined || value === 1 || value === 3;
  });
  const bounds = cluster.failover.detectMs;
  return [
    {
      operation: 'write',
      writes: true,
      consistency: split ? 'none' : 'sequential',
      partition,
      otherwise: 'C',
      // Those that are in the component: after losses fewer than all.
      copies: Math.min(data.length, Math.floor(data.length / 2) + 1),
      rpoMs: split ? 'unbounded' : flushes ? 0 : 1000,
      ...(bounds === undefined ? {} : { rtoMs: bounds }),
      because: [
        {
          sentence:
            'A commit returns when every node of the component has received it and it was certified. Nodes that were lost are left out once they are dropped, so it is not every node that is listed.',
        },
        {
          sentence:
            'Two nodes are compared by what they write: of two that change one row at a time the second is rolled back, but what a transaction only read may have changed meanwhile, so an update made from it can overwrite another (read it FOR UPDATE, or check it in the UPDATE).',
        },
        ...(durable[0] === undefined ? [] : [durable[0]]),
      ],
    },
    {
      operation: 'read',
      writes: false,
      consistency: waits ? 'sequential' : 'session',
      partition,
      otherwise: waits ? 'C' : 'L',
      because: [
        {
          sentence: waits
            ? 'A read waits until the node has applied what the cluster had committed.'
            : 'A node applies what others wrote after they have answered: a read on another node may miss it. On one node a client sees its own writes.',
          ...(wait === undefined ? {} : { origin: wait }),
        },
      ],
    },
  ];
}
