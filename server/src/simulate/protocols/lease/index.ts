import type { Family } from '../../family.js';
import { alikeNodes } from './alike.js';
import { leaseOf } from './from-cluster.js';
import { Patroni } from './patroni.js';

/** Patroni, and the operators of Kubernetes that run it: Zalando's and Crunchy's. */
export const LEASE: Family = {
  id: 'lease',
  title: 'A leader by a lock with a lease',
  prepare(cluster, all) {
    if (!cluster.systems.has('patroni')) return undefined;
    const model = leaseOf(cluster, all);
    if (typeof model === 'string') return { why: model };
    const { config, hosts, members, limits } = model;
    const alike = alikeNodes(model);
    return {
      family: LEASE.id,
      title: LEASE.title,
      hosts: hosts.all,
      processes: hosts.processes,
      create: world => new Patroni(world, config, members, alike),
      searchUnitMs: Math.max(1_000, Math.round(config.loopWaitMs / 2)),
      readLevels: [
        { name: 'read committed', linearizable: false },
        { name: 'read from the primary', linearizable: true },
      ],
      limits,
    };
  },
};
