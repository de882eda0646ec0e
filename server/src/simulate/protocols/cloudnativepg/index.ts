import type { Family } from '../../family.js';
import { CloudNativePG } from './cloudnativepg.js';
import { cnpgOf } from './from-cluster.js';

export const CLOUDNATIVEPG: Family = {
  id: 'cloudnativepg',
  title: 'An operator that names the primary',
  prepare(cluster) {
    if (cluster.system !== 'cloudnativepg') return undefined;
    const model = cnpgOf(cluster);
    if (typeof model === 'string') return { why: model };
    return {
      family: CLOUDNATIVEPG.id,
      title: CLOUDNATIVEPG.title,
      hosts: model.hosts.all,
      processes: model.hosts.processes,
      create: world => new CloudNativePG(world, model.config),
      // An instance hears within two seconds that another one is named: longer steps would widen the races of a failover.
      searchUnitMs: 1_000,
      readLevels: [
        { name: 'read committed', linearizable: false },
        { name: 'read from the primary', linearizable: true },
      ],
      limits: [
        'The operator and the API of Kubernetes are one process on a host of its own.',
        'A pod that was killed is not started again by itself, and none is made on another node.',
      ],
    };
  },
};
