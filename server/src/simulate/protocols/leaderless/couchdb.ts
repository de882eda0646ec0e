import type { Cluster } from '../../../cluster/model.js';
import { copiesOf } from '../../../cluster/systems/couchdb/index.js';
import { because } from '../../kit/reasons.js';
import { placeCopies } from './placement.js';
import type { Found } from './prepare.js';

/**
 * The nodes of one CouchDB cluster. A write asks for a majority of the copies and is taken with fewer, answered with 202
 * (https://docs.couchdb.org/en/stable/cluster/theory.html); a copy refuses an update that does not name its revision, with 409;
 * revisions that meet later are kept side by side, and the same one wins everywhere
 * (https://docs.couchdb.org/en/stable/replication/conflicts.html).
 */
export function couchdbOf(cluster: Cluster): Found | undefined {
  if (cluster.id.startsWith('couchdb:replications@')) return undefined;
  const { members } = cluster;
  if (members.length < 2) return { why: 'The files show one node of CouchDB: that is no cluster.' };
  const settings = cluster.settings.couchdb;
  const wanted = copiesOf(settings);
  const count = Math.min(wanted ?? 3, members.length);
  const of = (...names: string[]) => because(cluster, 'couchdb', ...names);
  return {
    config: {
      nodes: members.map(({ id }) => ({ name: id, site: 0, syncMs: 0, hintWindowMs: 1e9, hintFlushMs: 0 })),
      copies: placeCopies(members, { '': count }),
      write: 'QUORUM',
      read: 'QUORUM',
      resolve: 'siblings',
      merges: false,
      clocks: false,
      refusesStale: true,
      sloppy: false,
      degrades: true,
      // Erlang takes a silent node for down after 45 to 75 s, a closed connection at once:
      // https://www.erlang.org/doc/apps/kernel/kernel_app.html#net_ticktime
      detectMs: [45_000, 75_000],
      gossip: false,
      hearsClose: true,
      returnMs: [200, (settings?.number('cluster.reconnect_interval_sec') ?? 37) * 1_000],
      hintMs: [100, 2_000],
      readRepair: false,
      words: {
        unavailable: '500: no copy can be reached',
        stale: '409 Conflict',
        conflict: 'one revision wins everywhere, the other one stays as a conflict that nobody reads',
      },
      because: {
        write: of('cluster.n'),
        read: of('cluster.n'),
        copies: of('cluster.n', 'cluster.placement'),
        detect: [],
        hints: of('cluster.reconnect_interval_sec'),
        sync: [],
      },
    },
    members,
    program: 'couchdb',
    title: 'CouchDB cluster',
    levels: [{ name: 'a majority of the copies that can be reached', linearizable: false }],
    limits: [
      'Programs read a document before they write it.',
      'A revision that lost against another one counts as there: it is kept as a conflict.',
      ...(cluster.open ? ['There may be more nodes than the files show.'] : []),
      ...(wanted === undefined ? ['How many copies there are is not told: 3 are taken.'] : []),
    ],
  };
}
