import type { Router } from '../../model.js';
import { defineSystem } from '../../module.js';
import { folderOf } from '../postgres/conf.js';
import { impliedCluster, onePerSet } from '../postgres/implied.js';
import { MYSQLROUTER_CONF } from './conf.js';
import { MYSQLROUTER_TABLE } from './parameters.js';

/** MySQL Router before an InnoDB Cluster, or before servers that it is told. */
export const MYSQLROUTER = defineSystem<Router>({
  system: 'mysqlrouter',
  parameters: [MYSQLROUTER_TABLE],
  formats: [MYSQLROUTER_CONF],
  assemble: fragments => ({
    clusters: onePerSet(
      fragments.flatMap(({ uri, origin, data }) => {
        const { mysqlrouter } = data.settings;
        const group = data.check !== undefined && mysqlrouter?.text('cluster_type') !== 'rs';
        const place = { uri, origin, folder: folderOf(uri.toLowerCase()) };
        return impliedCluster(data.targets, place, group ? 'group-replication' : 'mysql') ?? [];
      }),
    ),
    routers: fragments.map(({ data }) => data),
  }),
});
