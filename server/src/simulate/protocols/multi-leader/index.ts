import type { Family } from '../../family.js';
import { prepareLeaderless } from '../leaderless/prepare.js';
import { couchdbPairs, described, mysqlRing, postgresPair } from './databases.js';
import { eventualTable, strongTable } from './dynamodb.js';
import { prepareMultiLeader } from './prepare.js';

/** Several nodes take writes by themselves and replicate to each other. */
export const MULTI_LEADER: Family = {
  id: 'multi-leader',
  title: 'Several leaders',
  prepare(cluster) {
    switch (cluster.system) {
      case 'dynamodb':
        if (cluster.members.length < 2) return { why: `The files show one region of ${cluster.name}.` };
        return cluster.commit.method === 'majority'
          ? prepareLeaderless(this.id, strongTable(cluster))
          : prepareMultiLeader(cluster, eventualTable(cluster));
      case 'couchdb':
      case 'neutral':
      case 'postgres':
      case 'mysql':
      case 'mariadb': {
        const found =
          cluster.system === 'couchdb'
            ? couchdbPairs(cluster)
            : cluster.system === 'neutral'
              ? described(cluster)
              : cluster.system === 'postgres'
                ? postgresPair(cluster)
                : mysqlRing(cluster);
        return found === undefined || 'why' in found ? found : prepareMultiLeader(cluster, found);
      }
      default:
        return undefined;
    }
  },
};
