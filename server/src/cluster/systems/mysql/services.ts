import { hostOf } from '../../join.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { partOf, repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import { parseClusterAddress } from '../galera/address.js';
import type { Flavour, MysqlDraft, ServerDraft, ServicePart } from './data.js';
import { folderOf, resolvePath } from './data.js';
import { MY_CNF_FORMAT, pathOf } from './my-cnf.js';
import { optionOf, providerOptionsIn, shown } from './variables.js';

const SERVERS =
  /^(?:.*\/)?(?:mysql|mysql-server|mysql-cluster|mysql-community-server|mariadb|mariadb-galera|mariadb-server|percona|percona-server|percona-xtradb-cluster|pxc|galera|mariadb-columnstore)$/;

/** Containers and processes that run mysqld or garbd. */
export const MYSQL_SERVICES: ServiceFormat<MysqlDraft> = {
  detects: service => service.from !== 'helm' && kindOf(service) !== undefined,
  readsFiles: true,
  read: service => {
    const kind = kindOf(service);
    const data = kind === 'garbd' ? arbitratorOf(service) : serverOf(service);
    return [
      { system: 'mysql', uri: service.source.uri, origin: data.origin, data } satisfies Fragment<MysqlDraft>,
    ];
  },
};

function kindOf({ image, args, name }: ServiceDraft): 'mysqld' | 'garbd' | undefined {
  const [first] = args;
  const program = first?.text.slice(first.text.lastIndexOf('/') + 1);
  const repository = image === undefined ? '' : repositoryOf(image.text);
  if (program === 'garbd' || /(?:^|\/)(?:garbd|galera-arbitrator)$/.test(repository)) return 'garbd';
  // Of a shell that the image is made with, and of an image whose program nobody shows, the name tells it.
  if (
    args.some(({ text }) => /(?:^|[\s/])garbd\s/.test(text)) ||
    /^(?:galera-)?(?:garbd?|arbitrator)$/.test(name)
  )
    return 'garbd';
  if (
    program === 'mysqld' ||
    program === 'mariadbd' ||
    program === 'mysqld_safe' ||
    program === 'mariadbd-safe'
  )
    return 'mysqld';
  if (!SERVERS.test(repository)) return undefined;
  // A container that only runs a client is no server.
  return program === undefined ||
    program.startsWith('-') ||
    /^(?:docker-entrypoint|entrypoint|run)\.sh$/.test(program)
    ? 'mysqld'
    : undefined;
}

function serverOf(service: ServiceDraft): ServerDraft {
  const { source, image } = service;
  const repository = image === undefined ? '' : repositoryOf(image.text);
  const tag = image === undefined ? undefined : tagOf(image.text);
  const embedded = service.files.flatMap(({ embedded: file }) =>
    file !== undefined && MY_CNF_FORMAT.detects(file) ? MY_CNF_FORMAT.read(file).map(({ data }) => data) : [],
  );
  const files = embedded.flatMap(data => (data.kind === 'server' ? [data] : []));
  const version = tag === undefined ? undefined : versionOf(tag, repository);
  const flavour: Flavour | undefined = /maria/.test(repository)
    ? 'mariadb'
    : repository === ''
      ? files.map(file => file.flavour).find(each => each !== undefined)
      : 'mysql';
  const part = partOfService(service);
  return {
    kind: 'server',
    path: `${pathOf(source)}/${service.name}`,
    label: service.name,
    written: [...files.flatMap(({ written }) => written), ...environment(service), ...argumentsOf(service)],
    flavour,
    version,
    ...(version === undefined || image === undefined ? {} : { versionOrigin: image.origin }),
    origin: service.origin,
    includes: [],
    templated: files.some(({ templated }) => templated),
    service: part,
  };
}

/** `8.0.36` of a tag; MariaDB's and Percona's carry more behind it. `latest` and `lts` tell none. */
function versionOf(tag: string, repository: string) {
  const version = parseVersion(tag);
  // Tags of charts' own numbering have no version of the server in front.
  return version !== undefined && version.length >= 2 && !repository.includes('cluster-operator')
    ? version
    : undefined;
}

function partOfService(service: ServiceDraft): ServicePart {
  const { image } = service;
  const env = (name: string) => {
    const found = service.env.get(name);
    return found === undefined || found.hidden || found.text === '' ? undefined : found;
  };
  const read = readsRoles(service);
  const mode = read
    ? (env('MYSQL_REPLICATION_MODE') ?? env('MARIADB_REPLICATION_MODE'))?.text.toLowerCase()
    : undefined;
  const master = read ? (env('MYSQL_MASTER_HOST') ?? env('MARIADB_MASTER_HOST')) : undefined;
  const galera =
    [...service.env.keys()].some(name => /GALERA/.test(name)) || env('CLUSTER_NAME') !== undefined;
  const folder = folderOf(pathOf(service.source));
  return {
    group: service.group,
    hosts: service.hosts.map(hostOf),
    site: service.site,
    replicas: service.replicas,
    mounts: service.files.flatMap(({ hostPath }) =>
      hostPath === undefined ? [] : [resolvePath(folder, hostPath).replace(/\/$/, '')],
    ),
    ...(service.from === 'compose' && image !== undefined && service.build === undefined
      ? { made: true as const }
      : {}),
    role: galera
      ? 'galera'
      : mode === 'master' || mode === 'source' || mode === 'primary'
        ? 'source'
        : mode === 'slave' || mode === 'replica' || master !== undefined
          ? 'replica'
          : undefined,
    ...(master === undefined || mode === 'master' ? {} : { follows: master }),
  };
}

/**
 * False where nobody reads the variables that say who follows whom: the images of the makers do not know them, and no script is
 * mounted that might.
 */
function readsRoles({ image, build, files, args }: ServiceDraft): boolean {
  if (image === undefined || build !== undefined || !OF_MAKERS.test(repositoryOf(image.text))) return true;
  return (
    files.some(
      ({ containerPath }) =>
        /^\/docker-entrypoint-initdb\.d(?:\/|$)/.test(containerPath) || /\.sh$/.test(containerPath),
    ) || args.some(({ text }) => /\.sh$|^(?:ba|da|a)?sh$/.test(text))
  );
}

/** MariaDB's own knows `MARIADB_MASTER_HOST`. */
const OF_MAKERS = /^(?:(?:library\/)?(?:mysql|percona)|mysql\/mysql-server|percona\/percona-server)$/;

/** Variables of the images that are settings of the server. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  MARIADB_GALERA_CLUSTER_ADDRESS: 'wsrep_cluster_address',
  MARIADB_GALERA_CLUSTER_NAME: 'wsrep_cluster_name',
  MARIADB_GALERA_NODE_NAME: 'wsrep_node_name',
  MARIADB_GALERA_NODE_ADDRESS: 'wsrep_node_address',
  MARIADB_GALERA_SST_METHOD: 'wsrep_sst_method',
  CLUSTER_NAME: 'wsrep_cluster_name',
  MYSQL_SERVER_ID: 'server_id',
  MARIADB_SERVER_ID: 'server_id',
};

function environment(service: ServiceDraft): Written[] {
  const found: Written[] = [];
  for (const [name, value] of service.env) {
    const extra = /_EXTRA_FLAGS$/.test(name);
    const key = ENVIRONMENT[name];
    if (extra && !value.hidden) {
      for (const match of value.text.matchAll(/--\S+/g))
        found.push(...argument(partOf(value, match.index, match.index + match[0].length)));
    } else if (key !== undefined) {
      found.push({
        key,
        raw: value.hidden ? undefined : shown(value.text),
        keyOrigin: value.keyOrigin,
        origin: value.origin,
      });
    }
  }
  // Percona's image joins whom CLUSTER_JOIN names, and begins a cluster without it.
  const join = service.env.get('CLUSTER_JOIN');
  if (service.env.has('CLUSTER_NAME') && join !== undefined && !join.hidden) {
    found.push({
      key: 'wsrep_cluster_address',
      raw: shown(`gcomm://${join.text}`),
      keyOrigin: join.keyOrigin,
      origin: join.origin,
    });
  }
  return found;
}

function argumentsOf(service: ServiceDraft): Written[] {
  return service.args.flatMap(argument);
}

function argument(arg: Named): Written[] {
  const found = /^--([a-z][\w-]*)(?:=([\s\S]*))?$/i.exec(arg.text);
  if (found === null) return [];
  const { name, bare } = optionOf(found[1]!);
  const key = partOf(arg, 2, 2 + found[1]!.length);
  if (found[2] === undefined) return [{ key: name, raw: bare, keyOrigin: key.origin, origin: arg.origin }];
  const value = partOf(arg, found[1]!.length + 3);
  const written = { key: name, raw: shown(value.text), keyOrigin: key.origin, origin: value.origin };
  if (name !== 'wsrep_provider_options' || written.raw === undefined) return [written];
  return [written, ...providerOptionsIn(value)];
}

/** garbd as a process: `garbd --address gcomm://a,b --group name --options "…"`. */
function arbitratorOf(service: ServiceDraft): MysqlDraft {
  const value = (name: string, short: string): Named | undefined => {
    for (const [i, arg] of service.args.entries()) {
      if (arg.text.startsWith(`--${name}=`)) return partOf(arg, name.length + 3);
      if (arg.text === `--${name}` || arg.text === `-${short}`) return service.args[i + 1];
    }
    return undefined;
  };
  const address =
    value('address', 'a') ??
    service.env.get('CLUSTER_ADDRESS') ??
    service.env.get('MARIADB_GALERA_CLUSTER_ADDRESS') ??
    service.env.get('GALERA_NODES');
  const options = value('options', 'o');
  const group = value('group', 'g') ?? service.env.get('GALERA_GROUP');
  return {
    kind: 'arbitrator',
    path: `${pathOf(service.source)}/${service.name}`,
    label: service.name,
    group:
      group === undefined || /\$/.test(group.text) ? undefined : { text: group.text, origin: group.origin },
    addresses: address === undefined ? [] : (parseClusterAddress(address.text)?.hosts ?? []),
    written: options === undefined ? [] : providerOptionsIn(options),
    hosts: service.hosts.map(hostOf),
    site: service.site,
    origin: service.origin,
  };
}
