import type { MapNode, Node } from '../../../documents/tree.js';
import type { ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, resolvedUri, tagOf } from '../../services/index.js';
import type { EnvValue, ServiceDraft } from '../../services/model.js';
import type { Effective, Written } from '../../settings.js';
import { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import { splitAddresses } from './dcs.js';
import { DCS_KINDS, type Dcs, type PatroniData, PUBLISHED } from './fragment.js';
import { nodeFrom } from './yaml.js';

/** Containers of Patroni: its variables, a mounted file, and those of Spilo. */
export const PATRONI_SERVICE: ServiceFormat<PatroniData> = {
  readsFiles: true,
  detects: service => isSpilo(service) || isPatroni(service),
  read: service => {
    const spilo = isSpilo(service);
    const { instances, open } = instancesOf(service);
    const data = fromService(service, spilo);
    const several = instances.length > 1 || service.kind === 'StatefulSet';
    return instances.map(({ name, hosts }, i) => ({
      system: 'patroni',
      uri: service.source.uri,
      origin: service.origin,
      data: {
        ...data,
        name: several || data.name === undefined ? { text: name, origin: service.origin } : data.name,
        unnamed: data.name === undefined,
        perMachine: service.from !== 'kubernetes' && service.from !== 'helm',
        addresses: [...new Set([...data.addresses, ...hosts])],
        site: several ? { ...data.site } : { ...service.site, ...data.site },
        replicas: open && i === 0 ? undefined : 1,
      },
    }));
  },
};

function isPatroni({ env, args, files, image }: ServiceDraft): boolean {
  const command = (args[0]?.text ?? '').replace(/^.*\//, '');
  if (/^(?:haproxy|etcd|confd|consul|pgbouncer|zkserver)/.test(command)) return false;
  if (/pgbouncer|haproxy|etcd|exporter|vip-manager/.test(repositoryOf(image?.text ?? ''))) return false;
  return (
    (env.has('PATRONI_SCOPE') && env.has('PATRONI_POSTGRESQL_DATA_DIR')) ||
    env.has('PATRONI_NAME') ||
    env.has('PATRONI_CONFIGURATION') ||
    files.some(
      ({ hostPath, containerPath }) =>
        hostPath !== undefined && (CONFIG_FILE.test(hostPath) || CONFIG_FILE.test(containerPath)),
    )
  );
}

/** Files that only Patroni is given. */
const CONFIG_FILE = /(?:^|\/)patroni[^/]*\.ya?ml$/;

function isSpilo({ env, image }: ServiceDraft): boolean {
  if (env.has('SPILO_CONFIGURATION')) return true;
  return /(?:^|\/)spilo(?:$|-)/.test(repositoryOf(image?.text ?? '')) && env.has('SCOPE');
}

function isConfig({ text }: Source): boolean {
  return /^(?:bootstrap|postgresql|restapi)[ \t]*:/m.test(text);
}

function fromService(service: ServiceDraft, spilo: boolean): PatroniData {
  const { env, source, files } = service;
  const embedded =
    env.get(spilo ? 'SPILO_CONFIGURATION' : 'PATRONI_CONFIGURATION')?.embedded ??
    files.map(file => file.embedded).find(file => file !== undefined && isConfig(file));
  const root = embedded?.yaml[0];
  const empty: MapNode = { kind: 'map', entries: [], span: { start: 0, end: 0 } };
  const base = nodeFrom(embedded ?? new Source(source.uri, '', source.unit), mapOr(root, empty));
  const own = variables(env, spilo);
  const scope = own.scope ?? base.scope;
  const name = own.name ?? base.name;
  return {
    ...base,
    scope,
    name,
    hidden: [env.get('PATRONI_SCOPE'), env.get('SCOPE')].some(each => each?.hidden === true),
    namespace: own.namespace ?? base.namespace,
    group: own.group ?? base.group,
    local: [...base.local, ...own.local, ...elsewhere(service)],
    dcs: own.dcs ?? base.dcs,
    checksums: base.checksums ?? (spilo ? true : undefined),
    site: base.site,
    versions: versionsOf(service, spilo, base.versions),
    origin: service.origin,
    service: true,
    mounts: files.flatMap(({ hostPath }) =>
      hostPath === undefined ? [] : (resolvedUri(source.uri, hostPath) ?? []),
    ),
    ...(spilo ? { defaults: SPILO_DEFAULTS } : {}),
  };
}

/** More of the environment stands in files that are not read here: what is not written may be there. */
function elsewhere({ envFiles, published, origin: place }: ServiceDraft): Written[] {
  const files = envFiles.map(({ text, origin }) => ({
    key: 'env_file',
    raw: text,
    keyOrigin: origin,
    origin,
  }));
  if (published === undefined) return files;
  // What the container's network keeps to itself is reached by its neighbours alone.
  return [...files, { key: PUBLISHED, raw: published.map(String), keyOrigin: place, origin: place }];
}

function mapOr(node: Node | undefined, other: MapNode): MapNode {
  return node?.kind === 'map' ? node : other;
}

interface Variables {
  readonly scope?: EnvValue;
  readonly name?: EnvValue;
  readonly namespace?: string;
  readonly group?: number;
  readonly local: readonly Written[];
  readonly dcs?: Dcs;
}

/** What the environment says; for Spilo the same names without `PATRONI_` as well. */
function variables(env: ServiceDraft['env'], spilo: boolean): Variables {
  const local: Written[] = [];
  const found = new Map<string, EnvValue>();
  for (const [key, value] of env) {
    const bare = key.startsWith('PATRONI_') ? key.slice(8) : spilo ? key : undefined;
    if (bare === undefined) continue;
    found.set(bare, value);
    const setting = settingOf(bare);
    if (setting === undefined) continue;
    const raw = value.hidden
      ? undefined
      : setting.endsWith('hosts')
        ? splitAddresses(value.text)
        : value.text;
    local.push({ key: setting, raw, keyOrigin: value.keyOrigin, origin: value.origin });
  }
  const told = (key: string) => {
    const value = found.get(key);
    return value === undefined || value.hidden ? undefined : value;
  };
  const scope = told('SCOPE');
  const name = told('NAME');
  const namespace = told('NAMESPACE')?.text.replace(/^\/|\/$/g, '');
  const group = Number(told('CITUS_GROUP')?.text ?? Number.NaN);
  const dcs = dcsOf(found, spilo);
  return {
    ...(scope ? { scope } : {}),
    ...(name ? { name } : {}),
    ...(namespace ? { namespace } : {}),
    ...(Number.isInteger(group) ? { group } : {}),
    ...(dcs ? { dcs } : {}),
    local,
  };
}

/** The setting that a variable stands for; undefined for those of no interest here. */
export function settingOf(name: string): string | undefined {
  const auth = /^(SUPERUSER|REPLICATION|REWIND)_(USERNAME|PASSWORD|SSLMODE)$/.exec(name);
  if (auth) return `postgresql.authentication.${auth[1]!.toLowerCase()}.${auth[2]!.toLowerCase()}`;
  if (/^RESTAPI_(?:USERNAME|PASSWORD)$/.test(name))
    return `restapi.authentication.${name.slice(8).toLowerCase()}`;
  const section =
    /^(RESTAPI|POSTGRESQL|CITUS|CTL|ETCD3|ETCD|CONSUL|ZOOKEEPER|EXHIBITOR|KUBERNETES|RAFT)_([A-Z_]+)$/.exec(
      name,
    );
  if (section) return `${section[1]!.toLowerCase()}.${section[2]!.toLowerCase()}`;
  return SPILO_SETTINGS[name];
}

const SPILO_SETTINGS: Readonly<Record<string, string>> = {
  PGPASSWORD_SUPERUSER: 'postgresql.authentication.superuser.password',
  PGPASSWORD_STANDBY: 'postgresql.authentication.replication.password',
};

function dcsOf(found: ReadonlyMap<string, EnvValue>, spilo: boolean): Dcs | undefined {
  const kubernetes =
    found.get(spilo ? 'DCS_ENABLE_KUBERNETES_API' : 'KUBERNETES_USE_ENDPOINTS') ??
    found.get('KUBERNETES_LABELS');
  if (kubernetes !== undefined && kubernetes.text !== 'false') {
    return { kind: 'kubernetes', addresses: [], hidden: false, origin: kubernetes.keyOrigin };
  }
  for (const kind of DCS_KINDS) {
    if (kind === 'kubernetes') continue;
    const values = ['HOST', 'HOSTS', 'URL', 'PROXY', 'SRV', 'SELF_ADDR', 'PARTNER_ADDRS'].flatMap(
      key => found.get(`${kind.toUpperCase()}_${key}`) ?? [],
    );
    const [first] = values;
    if (first === undefined) continue;
    return {
      kind,
      addresses: values.flatMap(({ text, origin, hidden }) =>
        hidden ? [] : splitAddresses(text).map(address => ({ text: address, origin })),
      ),
      hidden: values.some(({ hidden }) => hidden === true),
      origin: first.keyOrigin,
    };
  }
  return undefined;
}

/** Spilo's images are called by both versions: `spilo-17:4.0-p2` is PostgreSQL 17 with Patroni 4.0. */
function versionsOf(
  { image, env }: ServiceDraft,
  spilo: boolean,
  base: PatroniData['versions'],
): PatroniData['versions'] {
  const version = env.get('PGVERSION');
  const told = version === undefined || version.hidden ? undefined : parseVersion(version.text);
  const repository = repositoryOf(image?.text ?? '');
  const tag = tagOf(image?.text ?? '');
  const named = /(?:^|\/)spilo-(\d+(?:\.\d+)?)$/.exec(repository)?.[1];
  const postgres: Version | undefined = told ?? (named === undefined ? base.postgres : parseVersion(named));
  const said =
    tag !== undefined && (spilo || /(?:^|\/)patroni$/.test(repository)) ? parseVersion(tag) : undefined;
  // Patroni has no image of its own: what somebody builds is called 1.0.1 by whoever builds it.
  const own = said !== undefined && (spilo || said[0]! >= 2) ? said : undefined;
  const patroni = own ?? base.patroni;
  return { ...(patroni ? { patroni } : {}), ...(postgres ? { postgres } : {}) };
}

/** What Spilo's own template puts into the dynamic configuration where it differs from Patroni's defaults. */
export const SPILO_DEFAULTS: Readonly<Record<string, Effective>> = {
  maximum_lag_on_failover: {
    value: 33_554_432,
    because: 'Spilo writes 33554432 into the dynamic configuration.',
  },
  'postgresql.use_pg_rewind': { value: true, because: 'Spilo switches use_pg_rewind on.' },
};
