import type { Family } from '../../family.js';
import { cassandraOf } from './cassandra.js';
import { couchdbOf } from './couchdb.js';
import { neutralOf } from './neutral.js';
import { prepareLeaderless } from './prepare.js';

/** Any node takes writes, and as many copies as are asked for answer. */
export const LEADERLESS: Family = {
  id: 'leaderless',
  title: 'Leaderless quorums',
  prepare(cluster) {
    const found =
      cluster.system === 'cassandra' || cluster.system === 'scylla'
        ? cassandraOf(cluster)
        : cluster.system === 'couchdb'
          ? couchdbOf(cluster)
          : cluster.system === 'neutral'
            ? neutralOf(cluster)
            : undefined;
    return found === undefined ? undefined : prepareLeaderless(this.id, found);
  },
};
