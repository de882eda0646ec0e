import type { Cluster } from '../../../cluster/model.js';
import type { Bounds } from '../../explore/stage.js';
import { plainPostgresOf } from '../../protocols/primary-backup/postgres-from-cluster.js';
import { ACKNOWLEDGES, boundConstants, NO_LOST_WRITE, ONE_WRITER } from '../bounds.js';
import { members, type TlaModel } from '../model.js';
import { POSTGRES_MODULE } from './module.js';

/** Streaming replication of PostgreSQL at its levels, promoted by operators; in any timing. */
export function postgresModel(cluster: Cluster, bounds: Bounds): TlaModel | undefined {
  if (cluster.system !== 'postgres') return undefined;
  const { config, names } = plainPostgresOf(cluster);
  const { nodes, primary, upstreams } = config;
  const all = nodes.map((_, i) => i);
  return {
    kind: 'Postgres',
    about: [
      'PostgreSQL streaming replication: operators promote, nobody fences; timeouts may come at any moment.',
      'Standbys go on following whom their files name. Archives, slots and reads are left out.',
    ],
    members: names,
    constants: [
      { name: 'Servers', value: members(all), says: 'all of them' },
      { name: 'First', value: { member: primary }, says: 'the primary at the beginning' },
      ...boundConstants(bounds, [
        'crash',
        'powerLoss',
        'pause',
        'partition',
        'cut',
        'promote',
        'cancelWaits',
      ]),
    ],
    definitions: [
      {
        name: 'SyncMethod',
        of: nodes.map(({ sync }, member) => ({ member, value: sync.method })),
        says: 'none, first or any, of each as primary',
        because: nodes.flatMap(each => each.because.sync),
      },
      {
        name: 'SyncCount',
        of: nodes.map(({ sync }, member) => ({ member, value: sync.count })),
        says: 'how many standbys a commit waits for',
      },
      {
        name: 'SyncNames',
        of: nodes.map(({ sync }, member) => ({ member, value: sync.members })),
        says: 'which, in this order',
      },
      {
        name: 'Level',
        of: nodes.map(({ level }, member) => ({ member, value: level })),
        says: 'until where a commit waits',
        because: nodes.flatMap(each => each.because.level),
      },
      {
        name: 'Upstream',
        of: all.map(member => {
          const from = upstreams[member] ?? (member === primary ? undefined : primary);
          return { member, value: from === undefined ? { none: true } : { member: from } };
        }),
        says: 'whom each streams from',
      },
    ],
    body: POSTGRES_MODULE,
    invariants: [NO_LOST_WRITE, ONE_WRITER],
    reachable: [{ name: 'NothingIsEverReplicated', says: 'a standby receives a write' }, ACKNOWLEDGES],
    alike: [],
  };
}
