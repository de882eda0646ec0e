import type { Family } from '../../family.js';
import { prepareGalera } from './galera-from-cluster.js';
import { prepareGroup } from './group-from-cluster.js';

/** Groups that agree on who is in them, and deliver every write to all of them in one order. */
export const VIRTUAL_SYNCHRONY: Family = {
  id: 'virtual-synchrony',
  title: 'Virtual synchrony',
  prepare: cluster =>
    cluster.system === 'galera'
      ? prepareGalera(cluster)
      : cluster.system === 'group-replication'
        ? prepareGroup(cluster)
        : undefined,
};
