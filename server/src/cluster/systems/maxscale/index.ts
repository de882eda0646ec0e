import { defineSystem } from '../../module.js';
import { folderOf } from '../postgres/conf.js';
import { impliedCluster, onePerSet } from '../postgres/implied.js';
import { MAXSCALE_CNF, type MaxscaleData } from './cnf.js';
import { MAXSCALE_TABLE } from './parameters.js';

/** MaxScale before servers of MariaDB: its services are routers, its monitor may decide who leads. */
export const MAXSCALE = defineSystem<MaxscaleData>({
  system: 'maxscale',
  parameters: [MAXSCALE_TABLE],
  formats: [MAXSCALE_CNF],
  assemble: fragments => ({
    clusters: onePerSet(
      fragments.flatMap(({ uri, origin, data: { router, galera } }) => {
        const place = { uri, origin, folder: folderOf(uri.toLowerCase()) };
        return impliedCluster(router.targets, place, galera ? 'galera' : 'mariadb') ?? [];
      }),
    ),
    routers: fragments.map(({ data }) => data.router),
  }),
});
