import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import { type CassandraData, type CassandraSystem, folderOf, type NodeDraft, type Place } from './data.js';
import { RACKDC, TOPOLOGY } from './properties.js';
import { splitSeeds, YAML } from './yaml.js';

/** Containers of Cassandra and ScyllaDB: the official images and Bitnami's. */
export const SERVICES: ServiceFormat<CassandraData> = {
  detects: service => service.from !== 'helm' && systemOf(service) !== undefined,
  readsFiles: true,
  read: service => {
    const system = systemOf(service)!;
    // A container that only runs cqlsh or nodetool is no node, and neither is a job.
    if (service.kind === 'Job' || service.kind === 'CronJob') return [];
    if (
      /\b(?:cqlsh|nodetool|sstable\w*|cassandra-stress|scylla-bench|scylla-manager)\b/.test(
        service.args.map(({ text }) => text).join(' '),
      )
    )
      return [];
    const data = nodeOf(service, system);
    return [{ system, uri: service.source.uri, origin: data.origin, data } satisfies Fragment<CassandraData>];
  },
};

function systemOf({ image }: ServiceDraft): CassandraSystem | undefined {
  const name = image?.text.replace(/@.*$/, '').replace(/:[^/:]*$/, '') ?? '';
  if (/(?:^|\/)scylla(?:db)?$|scylladb\/scylla(?:-enterprise)?$/.test(name)) return 'scylla';
  return /(?:^|\/)cassandra$/.test(name) && !/exporter|reaper|web/.test(name) ? 'cassandra' : undefined;
}

/** Variables of the images that become settings. */
const ENV: Readonly<Record<string, string>> = {
  CASSANDRA_CLUSTER_NAME: 'cluster_name',
  CASSANDRA_ENDPOINT_SNITCH: 'endpoint_snitch',
  CASSANDRA_NUM_TOKENS: 'num_tokens',
  CASSANDRA_AUTHENTICATOR: 'authenticator',
  CASSANDRA_AUTHORIZER: 'authorizer',
  CASSANDRA_BROADCAST_ADDRESS: 'broadcast_address',
  CASSANDRA_LISTEN_ADDRESS: 'listen_address',
  CASSANDRA_INTERNODE_ENCRYPTION: 'server_encryption_options.internode_encryption',
};

/** Arguments of ScyllaDB's image that become settings. */
const ARGS: Readonly<Record<string, string>> = {
  'cluster-name': 'cluster_name',
  'endpoint-snitch': 'endpoint_snitch',
  authenticator: 'authenticator',
  authorizer: 'authorizer',
  'listen-address': 'listen_address',
  'broadcast-address': 'broadcast_address',
  'developer-mode': 'developer_mode',
};

function nodeOf(service: ServiceDraft, system: CassandraSystem): NodeDraft {
  const { source } = service;
  const options = system === 'scylla' ? argumentsOf(service) : new Map<string, Named>();
  const env = (name: string): Named | undefined => {
    const found = service.env.get(name);
    return found === undefined || found.hidden || found.text === '' || /\$\{?\w/.test(found.text)
      ? undefined
      : found;
  };
  const written: Written[] = [
    ...Object.entries(ENV).flatMap(([name, key]) => {
      const found = service.env.get(name);
      return found === undefined
        ? []
        : [{ key, raw: env(name)?.text, keyOrigin: found.keyOrigin, origin: found.origin }];
    }),
    ...Object.entries(ARGS).flatMap(([name, key]) => {
      const found = options.get(name);
      return found === undefined
        ? []
        : [{ key, raw: found.text, keyOrigin: found.origin, origin: found.origin }];
    }),
  ];
  const held = heldBy(service);
  const seeds = env('CASSANDRA_SEEDS') ?? options.get('seeds');
  // Another provider finds the seeds while it runs; those that are named are what it falls back on.
  const provider = env('CASSANDRA_SEED_PROVIDER')?.text ?? '';
  const found = provider !== '' && !/SimpleSeedProvider["']?$/.test(provider);
  const place = { ...held.place, ...placeOf(system, env, options) };
  const name = env('CASSANDRA_CLUSTER_NAME') ?? options.get('cluster-name') ?? held.clusterName;
  const tag = /:(\d[\w.-]*)$/.exec(service.image?.text ?? '')?.[1];
  const version = tag === undefined ? undefined : parseVersion(tag);
  const folder = folderOf(source.uri);
  return {
    kind: 'node',
    from: 'service',
    uri: source.uri,
    name: service.name,
    ...(name === undefined ? {} : { clusterName: name }),
    scope: `${source.uri}#${service.group}`,
    folder,
    written: [...held.written, ...written],
    seeds: found
      ? []
      : seeds === undefined
        ? held.seeds
        : splitSeeds(seeds.text.replace(/^["']|["']$/g, ''), source, seeds.origin.span).map(each =>
            // Argument and variable may stand in quotes or behind a name: then the whole stands for each.
            each.origin.span.end - each.origin.span.start === each.text.length
              ? each
              : { ...each, origin: seeds.origin },
          ),
    addresses: [...new Set([service.name, ...service.hosts])],
    place,
    ...(version === undefined || service.image === undefined
      ? {}
      : { version: { version, origin: service.image.origin } }),
    count: service.replicas,
    mounts: service.files.flatMap(({ hostPath, containerPath }) =>
      hostPath === undefined || !CONFIG.test(containerPath) ? [] : resolved(folder, hostPath),
    ),
    origin: service.image?.origin ?? source.top,
  };
}

/** ScyllaDB's image takes the place as arguments, and chooses the snitch that reads it. */
function placeOf(
  system: CassandraSystem,
  env: (name: string) => Named | undefined,
  options: ReadonlyMap<string, Named>,
): Place {
  const dc = system === 'scylla' ? options.get('dc') : (env('CASSANDRA_DC') ?? env('CASSANDRA_DATACENTER'));
  const rack = system === 'scylla' ? options.get('rack') : env('CASSANDRA_RACK');
  return { ...(dc === undefined ? {} : { dc }), ...(rack === undefined ? {} : { rack }) };
}

/** What the files say that the service holds itself: a ConfigMap, `configs` of a composition. */
function heldBy({ files }: ServiceDraft): Pick<NodeDraft, 'written' | 'seeds' | 'place' | 'clusterName'> {
  const written: Written[] = [];
  const seeds: Named[] = [];
  let place: Place = {};
  let clusterName: Named | undefined;
  for (const { embedded, containerPath } of files) {
    if (embedded === undefined || !CONFIG.test(containerPath)) continue;
    const format = /\.yaml$/.test(containerPath) ? YAML : /rackdc/.test(containerPath) ? RACKDC : TOPOLOGY;
    for (const { data } of format.read(embedded)) {
      if (data.kind === 'rackdc') place = data.place;
      if (data.kind !== 'node') continue;
      written.push(...data.written);
      seeds.push(...data.seeds);
      clusterName = data.clusterName;
    }
  }
  return { written, seeds, place, ...(clusterName === undefined ? {} : { clusterName }) };
}

/** `--name=value` and `--name value`. */
function argumentsOf({ args }: ServiceDraft): Map<string, Named> {
  const options = new Map<string, Named>();
  for (let i = 0; i < Math.min(args.length, 500); i++) {
    const { text, origin } = args[i]!;
    const found = /^--([\w-]+)(?:=(.*))?$/s.exec(text);
    if (!found) continue;
    const next = args[i + 1];
    if (found[2] !== undefined) options.set(found[1]!, { text: found[2], origin });
    else if (next !== undefined && !next.text.startsWith('-')) options.set(found[1]!, next);
  }
  return options;
}

/** Files in the container that say what a node is. */
const CONFIG = /\/(?:cassandra|scylla)\.yaml$|\/cassandra-(?:rackdc|topology)\.properties$/;

function resolved(folder: string, path: string): string[] {
  if (path.startsWith('/')) return [];
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return [parts.join('/')];
}
