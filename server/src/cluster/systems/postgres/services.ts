import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, resolvedUri, tagOf } from '../../services/instances.js';
import type { ServiceDraft } from '../../services/model.js';
import { partOf } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import { folderOf } from './conf.js';
import type { PostgresData, PostgresService } from './data.js';

/** Containers and processes of PostgreSQL: the official image and those of Bitnami, and `postgres -c name=value`. */
export const POSTGRES_SERVICE: ServiceFormat<PostgresData> = {
  detects: service => (isImage(service) && !isClient(service)) || serverArgs(service) !== undefined,
  read: service => {
    const written = [
      ...fromImage(service),
      ...fromEnvironment(service),
      ...fromArguments(serverArgs(service) ?? service.args),
    ];
    const upstream = upstreamOf(service);
    const { instances, open } = instancesOf(service);
    const version = versionOf(service);
    const origin = service.image?.origin ?? service.origin;
    const fragments = instances.map(({ name, hosts }): Fragment<PostgresData> => {
      const data: PostgresService = {
        kind: 'service',
        name,
        group: service.group,
        hosts,
        site: service.site,
        replicas: service.replicas,
        version,
        role: upstream.length > 0 ? 'standby' : roleOf(service),
        open,
        written: [...written, ...upstream],
        mounts: mountsOf(service, () => true),
        atFirst: mountsOf(service, path => /^\/docker-entrypoint-initdb\.d(?:\/|$)/.test(path)),
        aside: readsDataFolderOnly(service) ? mountsOf(service, path => /^\/etc\//.test(path)) : [],
        folder: folderOf(service.source.path),
      };
      return { system: 'postgres', uri: service.source.uri, origin, data };
    });
    const repmgr = repmgrOf(service);
    return repmgr.length === 0
      ? fragments
      : [
          ...fragments,
          {
            system: 'repmgr' as const,
            uri: service.source.uri,
            origin,
            data: {
              kind: 'repmgr' as const,
              written: repmgr,
              folder: folderOf(service.source.path),
              name: service.name,
            },
          },
        ];
  },
};

function mountsOf({ files, source }: ServiceDraft, isMeant: (containerPath: string) => boolean): string[] {
  return files.flatMap(({ hostPath, containerPath }) => {
    const uri =
      hostPath === undefined || !isMeant(containerPath) ? undefined : resolvedUri(source.uri, hostPath);
    return uri === undefined ? [] : [decoded(uri).toLowerCase()];
  });
}

/** The official image and those made from it start the server with the data folder alone; Bitnami's has folders of its own. */
function readsDataFolderOnly({ image }: ServiceDraft): boolean {
  return image !== undefined && OFFICIAL.test(repositoryOf(image.text));
}

const OFFICIAL =
  /^(?:(?:docker\.io\/)?(?:library\/)?postgres|(?:timescale\/)?timescaledb|postgis\/postgis|citusdata\/citus|pgvector\/pgvector)$/;
const IMAGE = /(?:^|\/)(?:postgres|postgresql|postgresql-repmgr|timescaledb|postgis|citus|pgvector)$/;

function isImage({ image }: ServiceDraft): boolean {
  return image !== undefined && IMAGE.test(repositoryOf(image.text));
}

/** The image serves as a client as well: for dumps, tests, and a shell. */
function isClient({ args }: ServiceDraft): boolean {
  return /(?:^|\/)(?:psql|pgbench|pg_dump|pg_dumpall|pg_restore|pg_isready|createdb|sleep|tail|cat|echo|pg_receivewal)$/.test(
    args[0]?.text ?? '',
  );
}

/** Arguments after `postgres`, where a command starts it. */
function serverArgs({ args, commands }: ServiceDraft): readonly Named[] | undefined {
  for (const words of commands.length > 0 ? commands : [args]) {
    // `gosu postgres pg_basebackup`: the first `postgres` is a user.
    const user = words.findIndex(({ text }) => /^(?:gosu|su-exec)$/.test(text)) + 1;
    const at = words.findIndex(
      ({ text }, i) => /(?:^|\/)(?:postgres|postmaster)$/.test(text) && !(user > 0 && i === user),
    );
    const first = at === 0 ? 'exec' : (words[0]?.text ?? '');
    // Else it is a user or a service of that name: `psql -U postgres -c …`.
    const starts = /^(?:exec|gosu|su-exec|runuser|(?:.*\/)?docker-entrypoint\.sh)$/.test(first);
    const sets = words.some(({ text }, i) => i > at && /^(?:-c|--)?[a-z_]+(?:\.[a-z_]+)?=/i.test(text));
    if (at !== -1 && starts && sets) return words.slice(at + 1);
  }
  return undefined;
}

/** `-c name=value`, `-cname=value`, `--name=value`. */
function fromArguments(words: readonly Named[]): readonly Written[] {
  return words.flatMap((word, i): readonly Written[] => {
    const next = words[i + 1];
    const setting =
      word.text === '-c' && next !== undefined
        ? next
        : /^(?:-c|--)[a-z_]+[a-z_.-]*=/i.test(word.text)
          ? partOf(word, word.text.startsWith('--') ? 2 : 2)
          : undefined;
    const equals = setting?.text.indexOf('=') ?? -1;
    if (setting === undefined || equals < 1) return [];
    const key = partOf(setting, 0, equals);
    const value = partOf(setting, equals + 1);
    const raw = /\$[{(\w]/.test(value.text) ? undefined : value.text.replace(/^'(.*)'$/s, '$1');
    return [{ key: key.text.replaceAll('-', '_'), raw, keyOrigin: key.origin, origin: value.origin }];
  });
}

/** What Bitnami's image writes into the file by itself where it replicates. */
function fromImage({ image, env }: ServiceDraft): readonly Written[] {
  if (image === undefined || !/^bitnami/.test(repositoryOf(image.text))) return [];
  if (!env.has('POSTGRESQL_REPLICATION_MODE') && !env.has('REPMGR_PRIMARY_HOST')) return [];
  const own = { keyOrigin: image.origin, origin: image.origin };
  return [
    { key: 'max_wal_senders', raw: '16', ...own },
    { key: 'max_wal_size', raw: '400MB', ...own },
    { key: 'wal_keep_size', raw: '128MB', ...own },
  ];
}

const ENVIRONMENT: Readonly<Record<string, string>> = {
  POSTGRESQL_SYNCHRONOUS_COMMIT_MODE: 'synchronous_commit',
  POSTGRESQL_FSYNC: 'fsync',
  POSTGRESQL_MAX_CONNECTIONS: 'max_connections',
  POSTGRESQL_WAL_LEVEL: 'wal_level',
  POSTGRESQL_TCP_KEEPALIVES_IDLE: 'tcp_keepalives_idle',
};

function fromEnvironment({ env }: ServiceDraft): readonly Written[] {
  const written: Written[] = [];
  for (const [name, value] of env) {
    const key = ENVIRONMENT[name];
    if (key === undefined) continue;
    written.push({
      key,
      raw: value.hidden ? undefined : value.text,
      keyOrigin: value.keyOrigin,
      origin: value.origin,
    });
  }
  const count = env.get('POSTGRESQL_NUM_SYNCHRONOUS_REPLICAS');
  if (count !== undefined && count.text !== '0') {
    const name = env.get('POSTGRESQL_CLUSTER_APP_NAME');
    const mode = env.get('POSTGRESQL_SYNCHRONOUS_REPLICAS_MODE')?.text ?? '';
    const names = (name?.text ?? 'walreceiver')
      .split(',')
      .map(each => `"${each.trim()}"`)
      .join(',');
    // In the image with repmgr standbys go by their nodes' names, which the variable then lists.
    const isTold = name !== undefined || !env.has('REPMGR_PRIMARY_HOST');
    const known = isTold && !count.hidden && name?.hidden !== true && /^\d+$/.test(count.text);
    written.push({
      key: 'synchronous_standby_names',
      raw: known ? `${mode} ${count.text} (${names})`.trim() : undefined,
      keyOrigin: count.keyOrigin,
      origin: count.origin,
    });
  }
  return written;
}

function roleOf({ env }: ServiceDraft): PostgresService['role'] {
  const mode = env.get('POSTGRESQL_REPLICATION_MODE')?.text.toLowerCase();
  if (mode === 'slave' || mode === 'replica' || mode === 'standby') return 'standby';
  return mode === 'master' || mode === 'primary' ? 'primary' : 'unknown';
}

/** Where a standby's container says that it copies from. */
function upstreamOf(service: ServiceDraft): readonly Written[] {
  const { env } = service;
  const leads = env.get('REPMGR_PRIMARY_HOST');
  const own = env.get('REPMGR_NODE_NETWORK_NAME')?.text ?? service.name;
  if (leads !== undefined && leads.text !== own && !service.hosts.includes(leads.text)) {
    const name = env.get('REPMGR_NODE_NAME')?.text ?? service.name;
    return [
      {
        key: 'primary_conninfo',
        raw: leads.hidden ? undefined : conninfo(leads.text, undefined, name),
        keyOrigin: leads.keyOrigin,
        origin: leads.origin,
      },
    ];
  }
  const host = env.get('POSTGRESQL_MASTER_HOST');
  if (host !== undefined && roleOf(service) === 'standby') {
    const name = env.get('POSTGRESQL_CLUSTER_APP_NAME')?.text;
    return [
      {
        key: 'primary_conninfo',
        raw: host.hidden
          ? undefined
          : conninfo(host.text, env.get('POSTGRESQL_MASTER_PORT_NUMBER')?.text, name),
        keyOrigin: host.keyOrigin,
        origin: host.origin,
      },
    ];
  }
  for (const words of service.commands) {
    const at = words.findIndex(({ text }) => /(?:^|\/)pg_basebackup$/.test(text));
    if (at === -1) continue;
    const rest = words.slice(at + 1);
    const slot = rest.findIndex(({ text }) => text === '-S' || text === '--slot');
    const slotted = slot === -1 ? rest.find(({ text }) => /^--slot=/.test(text)) : rest[slot + 1];
    const writes = rest.some(({ text }) => /^-[a-zA-Z]*R|^--write-recovery-conf$/.test(text));
    const named = rest.findIndex(({ text }) => text === '-h' || text === '--host');
    const value = named === -1 ? rest.find(({ text }) => /^--host=/.test(text)) : rest[named + 1];
    if (!writes || value === undefined) continue;
    const text = value.text.replace(/^--host=/, '');
    const keyOrigin = words[at]!.origin;
    return [
      {
        key: 'primary_conninfo',
        raw: /\$/.test(text) ? undefined : conninfo(text, undefined, undefined),
        keyOrigin,
        origin: value.origin,
      },
      ...(slotted === undefined
        ? []
        : [
            {
              key: 'primary_slot_name',
              raw: /\$/.test(slotted.text) ? undefined : slotted.text.replace(/^--slot=/, ''),
              keyOrigin,
              origin: slotted.origin,
            },
          ]),
    ];
  }
  return [];
}

function conninfo(host: string, port: string | undefined, name: string | undefined): string {
  return `host=${host}${port !== undefined && /^\d+$/.test(port) ? ` port=${port}` : ''}${name === undefined || name === '' ? '' : ` application_name=${name}`}`;
}

const REPMGR: Readonly<Record<string, string>> = {
  REPMGR_NODE_NAME: 'node_name',
  REPMGR_NODE_ID: 'node_id',
  REPMGR_NODE_PRIORITY: 'priority',
  REPMGR_NODE_LOCATION: 'location',
  REPMGR_RECONNECT_ATTEMPTS: 'reconnect_attempts',
  REPMGR_RECONNECT_INTERVAL: 'reconnect_interval',
  REPMGR_CONNECT_TIMEOUT: 'connect_timeout',
  REPMGR_MASTER_RESPONSE_TIMEOUT: 'async_query_timeout',
  REPMGR_USE_REPLICATION_SLOTS: 'use_replication_slots',
};

/** Settings of repmgr in Bitnami's image, which always fails over by itself. */
function repmgrOf(service: ServiceDraft): readonly Written[] {
  const { env, image } = service;
  if (image === undefined || !/postgresql-repmgr$/.test(repositoryOf(image.text))) return [];
  const written: Written[] = [];
  for (const [name, value] of env) {
    const key = REPMGR[name];
    if (key === undefined) continue;
    written.push({
      key,
      raw: value.hidden ? undefined : value.text,
      keyOrigin: value.keyOrigin,
      origin: value.origin,
    });
  }
  const host = env.get('REPMGR_NODE_NETWORK_NAME');
  const own = { keyOrigin: image.origin, origin: image.origin };
  const reached = host === undefined || host.hidden ? (service.hosts[0] ?? service.name) : host.text;
  return [
    { key: 'failover', raw: 'automatic', ...own },
    { key: 'promote_command', raw: 'repmgr standby promote', ...own },
    { key: 'follow_command', raw: 'repmgr standby follow', ...own },
    ...(written.some(({ key }) => key === 'use_replication_slots')
      ? []
      : [{ key: 'use_replication_slots', raw: true, ...own }]),
    ...(written.some(({ key }) => key === 'node_name')
      ? []
      : [{ key: 'node_name', raw: service.name, ...own }]),
    { key: 'conninfo', raw: `host=${reached} connect_timeout=5`, ...own },
    ...written,
  ];
}

function versionOf({ image }: ServiceDraft): PostgresService['version'] {
  if (image === undefined) return undefined;
  const tag = tagOf(image.text);
  // Images of extensions count their own versions.
  const found =
    tag === undefined
      ? undefined
      : /(?:timescaledb|citus)$/.test(repositoryOf(image.text))
        ? /pg(\d{1,2})/.exec(tag)?.[1]
        : tag.replace(/^pg/, '');
  const version = found === undefined ? undefined : parseVersion(found);
  return version === undefined || version[0]! < 8 || version[0]! > 30
    ? undefined
    : { version, origin: image.origin };
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
