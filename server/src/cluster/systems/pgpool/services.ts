import type { ServiceFormat } from '../../module.js';
import { repositoryOf } from '../../services/instances.js';
import { partOf } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import { folderOf } from '../postgres/conf.js';
import type { PostgresData } from '../postgres/data.js';

const NAMES: Readonly<Record<string, string>> = {
  PGPOOL_HEALTH_CHECK_PERIOD: 'health_check_period',
  PGPOOL_HEALTH_CHECK_TIMEOUT: 'health_check_timeout',
  PGPOOL_HEALTH_CHECK_MAX_RETRIES: 'health_check_max_retries',
  PGPOOL_HEALTH_CHECK_RETRY_DELAY: 'health_check_retry_delay',
  PGPOOL_SR_CHECK_PERIOD: 'sr_check_period',
  PGPOOL_ENABLE_LOAD_BALANCING: 'load_balance_mode',
  PGPOOL_DISABLE_LOAD_BALANCE_ON_WRITE: 'disable_load_balance_on_write',
  PGPOOL_DELAY_THRESHOLD: 'delay_threshold',
};

/** Bitnami's image of Pgpool-II: it routes, and repmgr promotes. */
export const PGPOOL_SERVICE: ServiceFormat<PostgresData> = {
  detects: ({ image, env }) =>
    image !== undefined &&
    /(?:^|\/)pgpool$/.test(repositoryOf(image.text)) &&
    env.has('PGPOOL_BACKEND_NODES'),
  read: service => {
    const nodes = service.env.get('PGPOOL_BACKEND_NODES')!;
    const written: Written[] = [];
    let at = 0;
    for (const each of nodes.hidden ? [] : nodes.text.split(',').slice(0, 128)) {
      const found = /^\s*(\d{1,3}):([^:]+)(?::(\d+))?/.exec(each);
      const origin = partOf(nodes, at, at + each.length).origin;
      at += each.length + 1;
      if (found === null) continue;
      const own = { keyOrigin: nodes.keyOrigin, origin };
      written.push({ key: `backend_hostname${found[1]!}`, raw: found[2]!, ...own });
      if (found[3] !== undefined) written.push({ key: `backend_port${found[1]!}`, raw: found[3], ...own });
    }
    for (const [name, value] of service.env) {
      const key = NAMES[name];
      if (key === undefined) continue;
      written.push({
        key,
        raw: value.hidden ? undefined : value.text,
        keyOrigin: value.keyOrigin,
        origin: value.origin,
      });
    }
    if (!written.some(({ key }) => key === 'health_check_period')) {
      // The image's own default, unlike the program's.
      written.push({
        key: 'health_check_period',
        raw: '30',
        keyOrigin: nodes.keyOrigin,
        origin: nodes.origin,
      });
    }
    return [
      {
        system: 'pgpool',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          kind: 'pgpool',
          written,
          folder: folderOf(service.source.path),
          name: service.name,
          routerOnly: true,
        },
      },
    ];
  },
};
