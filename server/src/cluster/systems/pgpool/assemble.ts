import type { Cluster, Member, Named, Router } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { PostgresData } from '../postgres/data.js';
import type { PgpoolFile } from './conf.js';
import { PGPOOL_PARAMETERS } from './parameters.js';

type File = Fragment<PostgresData> & { readonly data: PgpoolFile };

/** Clusters that Pgpool-II fails over, those of which only it speaks, and itself as a router. */
export function withPgpool(
  clusters: readonly Cluster[],
  fragments: readonly Fragment<PostgresData>[],
): { readonly clusters: readonly Cluster[]; readonly routers: readonly Router[] } {
  const files = fragments.filter((each): each is File => each.data.kind === 'pgpool');
  const all = [...clusters];
  const routers: Router[] = [];
  for (const file of files) {
    const settings = new Settings(PGPOOL_PARAMETERS, undefined, file.data.written);
    const backends = backendsOf(file.data.written);
    const hosts = new Set(backends.flatMap(({ host, port }) => [host, `${host}:${port}`]));
    const at = all.findIndex(({ members }) =>
      members.some(({ id, addresses }) => [id, ...addresses].some(each => hosts.has(each.toLowerCase()))),
    );
    if (at === -1) all.push(clusterOf(file, settings, backends));
    else all[at] = managed(all[at]!, file, settings);
    routers.push({
      id: file.data.name,
      system: 'pgpool',
      purpose: 'any',
      targets: backends.map(({ target }) => target),
      settings: { pgpool: settings },
      origin: file.origin,
    });
  }
  return { clusters: all, routers };
}

interface Backend {
  readonly host: string;
  readonly port: number;
  readonly target: Named;
}

/** `backend_hostname0` with `backend_port0`; sockets are left out. */
export function backendsOf(written: readonly Written[]): readonly Backend[] {
  const ports = new Map<string, number>();
  const hosts = new Map<string, Written & { readonly raw: string }>();
  for (const each of written) {
    const found = /^backend_(hostname|port)(\d{1,3})$/i.exec(each.key);
    if (found === null) continue;
    const { raw } = each;
    if (found[1]!.toLowerCase() === 'port') ports.set(found[2]!, Number(raw) || 5432);
    else if (typeof raw === 'string' && raw !== '' && !raw.startsWith('/'))
      hosts.set(found[2]!, { ...each, raw });
  }
  return [...hosts].map(([number, { raw, origin }]) => {
    const port = ports.get(number) ?? 5432;
    return { host: raw.toLowerCase(), port, target: { text: `${raw}:${port}`, origin } };
  });
}

/** Time in ms until a backend that does not answer is given up; undefined where no check runs. */
export function detectionOf(settings: Settings): readonly [number, number] | undefined {
  const period = settings.number('health_check_period');
  const timeout = settings.number('health_check_timeout');
  const retries = settings.number('health_check_max_retries');
  const delay = settings.number('health_check_retry_delay');
  if (period === undefined || timeout === undefined || retries === undefined || delay === undefined)
    return undefined;
  if (period <= 0) return undefined;
  const checks = (retries + 1) * timeout + retries * delay;
  return [retries * delay, period + checks];
}

function managed(cluster: Cluster, file: File, settings: Settings): Cluster {
  const sources = [...new Set([...cluster.sources, file.uri])];
  const systems = new Set([...cluster.systems, 'pgpool'] as const);
  const all = { ...cluster, systems, sources, settings: { ...cluster.settings, pgpool: settings } };
  if (file.data.routerOnly === true || cluster.system !== 'postgres') return all;
  const command = settings.given('failover_command');
  if (command === undefined || command.value === '') return all;
  const detect = detectionOf(settings);
  return {
    ...all,
    system: 'pgpool',
    failover: {
      kind: 'automatic',
      by: 'pgpool',
      ...(detect === undefined ? {} : { detectMs: detect }),
      origin: command.written.origin,
    },
  };
}

function clusterOf(file: File, settings: Settings, backends: readonly Backend[]): Cluster {
  const members = backends.map(
    ({ host, target }): Member => ({
      id: host,
      role: 'data',
      votes: 0,
      eligible: true,
      site: {},
      addresses: [target.text],
      settings: {},
      origin: target.origin,
      configured: false,
    }),
  );
  const folder = file.data.folder;
  const name =
    folder
      .split('/')
      .filter(part => part !== '' && !part.includes(':'))
      .at(-1) ?? 'pgpool';
  return managed(
    {
      id: `pgpool:${name}@${folder}`,
      name,
      system: 'postgres',
      systems: new Set(['pgpool'] as const),
      versions: {},
      members,
      links: [],
      commit: { count: 0, method: 'none', level: 'async', degrades: false },
      failover:
        members.length > 1 ? { kind: 'manual', by: undefined } : { kind: 'none needed', by: undefined },
      resources: [],
      routers: [],
      clients: [],
      settings: {},
      missing: [{ what: 'the postgresql.conf of the backends', origin: file.origin }],
      open: true,
      origin: file.origin,
      sources: [file.uri],
    },
    file,
    settings,
  );
}
