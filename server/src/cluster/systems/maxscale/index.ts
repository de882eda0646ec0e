import { defineSystem } from '../../module.js';
import { Settings } from '../../settings.js';
import { versionUpTo } from '../../version.js';
import { folderOf } from '../postgres/conf.js';
import { impliedCluster, onePerSet } from '../postgres/implied.js';
import { MAXSCALE_CNF, type MaxscaleData } from './cnf.js';
import { MAXSCALE_TABLE } from './parameters.js';

/** MaxScale before servers of MariaDB: its services are routers, its monitor may decide who leads. */
export const MAXSCALE = defineSystem<MaxscaleData>({
  system: 'maxscale',
  parameters: [MAXSCALE_TABLE],
  formats: [MAXSCALE_CNF],
  images: {
    repository: /(?:^|\/)maxscale$/,
    // 2.5, 6.4, 23.08 and so on.
    versionOf: versionUpTo(26),
    withVersion: (data, { version }) => {
      const { router } = data;
      const own = router.settings.maxscale;
      if (own === undefined || own.version !== undefined) return data;
      const settings = { maxscale: new Settings(MAXSCALE_TABLE, version, own.written) };
      return { ...data, router: { ...router, settings } };
    },
  },
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
