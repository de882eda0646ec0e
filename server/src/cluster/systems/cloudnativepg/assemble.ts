import { syncOf } from '../../kit/commit-links.js';
import { withUniqueIds } from '../../kit/unique-ids.js';
import type { Cluster, FailoverRule, Member, Resource, Router } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { type Effective, Settings } from '../../settings.js';
import { isOlder } from '../../version.js';
import { folderOf } from '../patroni/group.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { CNPG_PARAMETERS, CNPG_POSTGRES } from './parameters.js';
import type { CnpgData } from './read.js';
import { cnpgCommit, cnpgEffective } from './sync.js';

type ClusterData = Extract<CnpgData, { kind: 'cluster' }>;

/** More instances are a mistake of somebody's. */
const MAX_INSTANCES = 1000;

export function assembleCnpg(fragments: readonly Fragment<CnpgData>[]): Assembled {
  const routers: Router[] = fragments.flatMap(({ data }) => (data.kind === 'pooler' ? routerOf(data) : []));
  // Of several examples in one folder nobody knows which one is meant.
  const onlyOne = (folder: string, name: string) =>
    fragments.filter(
      ({ data, uri }) => data.kind === 'cluster' && data.name === name && folderOf([uri]) === folder,
    ).length === 1;
  const clusters = fragments.flatMap(({ data, uri }) => {
    if (data.kind !== 'cluster') return [];
    const own = fragments.flatMap(other =>
      other.data.kind !== 'cluster' &&
      other.data.kind !== 'pooler' &&
      other.data.cluster === data.name &&
      other.data.namespace === data.namespace &&
      (other.uri === uri ||
        (folderOf([other.uri]) === folderOf([uri]) && onlyOne(folderOf([uri]), data.name)))
        ? [other.data]
        : [],
    );
    return clusterOf(data, uri, own);
  });
  return { clusters: withUniqueIds(clusters), routers };
}

function clusterOf(
  data: ClusterData,
  uri: string,
  own: readonly Extract<CnpgData, { kind: 'publication' | 'subscription' | 'backup' }>[],
): Cluster {
  const { name, namespace, origin, versions } = data;
  const annotation = data.annotations.find(({ key }) => key === 'alpha.cnpg.io/failoverQuorum');
  const quorum = annotation === undefined ? undefined : /^(?:1|t|true)$/i.test(String(annotation.raw));
  const hba = data.hba.map(({ text, origin }) => ({ key: 'pg_hba', raw: text, keyOrigin: origin, origin }));
  const settings = cnpgEffective(
    new Settings(CNPG_PARAMETERS, versions.cloudnativepg, [...data.spec, ...hba]),
    quorum,
  );
  const postgres = postgresOf(data);
  const told = settings.number('instances');
  const hidden = settings.isHidden('instances') || data.hidden;
  const count = hidden || told === undefined ? 1 : Math.min(Math.max(1, Math.trunc(told)), MAX_INSTANCES);
  const pods = Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);
  const follows = followsAnother(settings, name);
  // A patch says only what it changes.
  const partial =
    settings.given('instances') === undefined &&
    !settings.written.some(({ key }) => key.startsWith('storage.'));
  const open = hidden || partial || told === undefined || told > MAX_INSTANCES;
  const members = pods.map((id, i): Member => {
    const services =
      i === 0
        ? namesOf(`${name}-rw`, namespace)
        : i === 1
          ? [...namesOf(`${name}-ro`, namespace), ...namesOf(`${name}-r`, namespace)]
          : [];
    return {
      id,
      role: 'data',
      ...(i === 0 && !follows ? { leader: true } : {}),
      votes: 0,
      eligible: true,
      site: {},
      addresses: [id, ...services],
      settings: { cloudnativepg: settings, postgres },
      ...(versions.postgres ? { version: versions.postgres } : {}),
      origin,
      configured: true,
    };
  });
  const commit = cnpgCommit(settings, postgres, pods);
  const source = settings.text('replica.source');
  const remote = data.external.find(each => each.name === source)?.host;
  return {
    id: `cloudnativepg:${name}@${folderOf([uri])}`,
    name,
    system: 'cloudnativepg',
    systems: new Set(['cloudnativepg', 'postgres'] as const),
    versions: {
      ...(versions.cloudnativepg ? { cloudnativepg: { version: versions.cloudnativepg } } : {}),
      ...(versions.postgres ? { postgres: { version: versions.postgres } } : {}),
    },
    members,
    links: members.slice(1).map(({ id }) => ({
      from: pods[0]!,
      to: id,
      kind: 'physical' as const,
      sync: syncOf(commit, pods[0]!, id),
      origin,
    })),
    commit,
    failover: failoverOf(settings, count, open),
    coordination: { system: 'kubernetes', addresses: [], origin },
    resources: own.flatMap((each): Resource[] =>
      each.kind === 'backup'
        ? []
        : [
            {
              kind: each.kind,
              name: String(each.settings.find(({ key }) => key === 'name')?.raw ?? each.name),
              settings: {},
              origin: each.origin,
            },
          ],
    ),
    routers: [],
    clients: [],
    settings: { cloudnativepg: settings, postgres },
    missing: follows
      ? [
          {
            what: `the cluster ${remote?.text ?? source ?? 'that it follows'}`,
            origin: remote?.origin ?? origin,
          },
        ]
      : [],
    open,
    origin,
    sources: [uri],
  };
}

/** True for a replica cluster. Of a distributed topology: where another one is the primary. */
export function followsAnother(settings: Settings, name: string): boolean {
  const enabled = settings.flag('replica.enabled');
  if (enabled !== undefined) return enabled;
  const primary = settings.text('replica.primary');
  return primary !== undefined && primary !== (settings.raw('replica.self')?.raw ?? name);
}

function postgresOf({ parameters, versions }: ClusterData): Settings {
  const settings = new Settings(POSTGRES_PARAMETERS, versions.postgres, parameters);
  const effective: Record<string, Effective> = {};
  for (const [name, value] of Object.entries(CNPG_POSTGRES)) {
    if (settings.get(name) === undefined || settings.given(name) !== undefined) continue;
    effective[name] = { value, because: `The operator sets ${name} where the manifest says nothing.` };
  }
  return settings.withEffective(effective);
}

/** A node that is gone is known after 40 to 55 s; then the delay, the lease and the promotion itself. In ms. */
function failoverOf(settings: Settings, instances: number, open: boolean): FailoverRule {
  if (instances < 2 && !open) return { kind: 'manual', by: 'cloudnativepg' };
  const delay = settings.number('failoverDelay');
  const origin = settings.given('failoverDelay')?.written.origin;
  const lease = isOlder(settings.version, '1.30')
    ? 0
    : (settings.number('primaryLease.leaseDurationSeconds') ?? 0);
  return {
    kind: 'automatic',
    by: 'cloudnativepg',
    ...(delay === undefined ? {} : { detectMs: [40_000 + delay, 55_000 + delay + lease + 5000] as const }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function namesOf(service: string, namespace: string): string[] {
  return [
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc`,
    `${service}.${namespace}.svc.cluster.local`,
  ];
}

function routerOf({ name, cluster, type, origin }: Extract<CnpgData, { kind: 'pooler' }>): Router[] {
  return [
    {
      id: name,
      system: 'pgbouncer',
      purpose: type === 'rw' ? 'write' : 'read',
      targets: [{ text: `${cluster}-${type}`, origin }],
      settings: {},
      origin,
    },
  ];
}
