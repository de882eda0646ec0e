import type { Router } from '../../model.js';
import { defineSystem } from '../../module.js';
import { folderOf } from '../postgres/conf.js';
import { impliedCluster, onePerSet } from '../postgres/implied.js';
import { HAPROXY_FORMAT } from './cfg.js';
import { HAPROXY_PARAMETERS } from './parameters.js';

/** HAProxy: its backends are routers before clusters of any kind. One with `pgsql-check` tells what it stands before. */
export const HAPROXY = defineSystem<Router>({
  system: 'haproxy',
  parameters: [HAPROXY_PARAMETERS],
  formats: [HAPROXY_FORMAT],
  assemble: fragments => ({
    clusters: onePerSet(
      fragments.flatMap(({ uri, origin, data }) =>
        data.settings.haproxy?.given('option pgsql-check') === undefined
          ? []
          : (impliedCluster(data.targets, { uri, origin, folder: folderOf(uri.toLowerCase()) }) ?? []),
      ),
    ),
    routers: fragments.map(({ data }) => data),
  }),
});
