import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, partOf, repositoryOf, resolvedUri, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { readChart } from './chart.js';
import { readOptions } from './command.js';
import type { MongoData, ServerData } from './data.js';
import { versionOfTag, writtenOf } from './written.js';

const REPOSITORY =
  /(?:^|\/)(?:mongo|mongodb|mongodb-sharded|mongodb-community-server|mongodb-enterprise-server|percona-server-mongodb|mongodb-replica-set)$/;

/** Containers, charts and units that run mongod or mongos. */
export const SERVICES: ServiceFormat<MongoData> = {
  detects: service =>
    (service.image !== undefined && REPOSITORY.test(repositoryOf(service.image.text))) ||
    commandsOf(service).some(isServer),
  read: readService,
};

function readService(service: ServiceDraft): Fragment<MongoData>[] {
  if (service.from === 'helm') return readChart(service);
  const command = commandsOf(service).find(isServer) ?? [];
  const env = (name: string): (Named & { readonly keyOrigin: Named['origin'] }) | undefined => {
    const found = service.env.get(name);
    return found === undefined || found.hidden ? undefined : found;
  };
  const written = [...fromEnvironment(service, env), ...readOptions(command)];
  const sharding = env('MONGODB_SHARDING_MODE')?.text;
  // Other containers of its network alone reach it: `container.within`.
  if (service.published?.length === 0) {
    const { origin } = service;
    written.push({ key: 'container.within', raw: true, keyOrigin: origin, origin });
  }
  const configDb = written.find(({ key }) => key === 'sharding.configDB');
  const isRouter =
    sharding === 'mongos' || configDb !== undefined || /(?:^|\/)mongos$/.test(command[0]?.text ?? '');
  const replSet = replSetOf(service, written);
  const untold =
    service.image !== undefined &&
    commandsOf(service).some(([first]) => /\.sh$|(?:^|\/)(?:ba)?sh$/.test(first?.text ?? ''));
  const hasRole = written.some(({ key }) => key === 'sharding.clusterRole');
  const uses = filesUsed(service, written);
  if (replSet === undefined && !untold && !isRouter && !hasRole && uses.length === 0) return [];
  const tag = service.image === undefined ? undefined : tagOf(service.image.text);
  const version = REPOSITORY.test(repositoryOf(service.image?.text ?? '')) ? versionOfTag(tag) : undefined;
  const port = Number(written.filter(({ key }) => key === 'net.port').at(-1)?.raw);
  const role = written.find(({ key }) => key === 'sharding.clusterRole')?.raw;
  const { instances, open } = instancesOf(service);
  // A process that a script or unit starts: on which machine is not told.
  const isProcess = service.from !== 'compose' && service.from !== 'kubernetes';
  const duty = env('MONGODB_REPLICA_SET_MODE')?.text;
  const advertised = env('MONGODB_ADVERTISED_HOSTNAME')?.text;
  return instances.map(({ name, hosts }): Fragment<MongoData> => {
    const data: ServerData = {
      kind: 'server',
      process: isRouter ? 'mongos' : 'mongod',
      name,
      replSet,
      hosts: [
        ...(advertised === undefined || instances.length > 1 ? [] : [advertised]),
        ...(isProcess ? ['localhost', '127.0.0.1'] : hosts),
      ].map(host => host.toLowerCase()),
      port: port || (role === 'shardsvr' ? 27018 : role === 'configsvr' ? 27019 : 27017),
      written,
      ...(version === undefined ? {} : { version, versionOrigin: service.image!.origin }),
      site: service.site,
      copies: open ? undefined : 1,
      ...(isDuty(duty) ? { duty } : {}),
      alone: isProcess,
      ...(untold && replSet === undefined && uses.length === 0 ? { untold } : {}),
      ...(uses.length === 0 ? {} : { uses }),
    };
    return { system: 'mongodb', uri: service.source.uri, origin: service.origin, data };
  });
}

function isDuty(text: string | undefined): text is NonNullable<ServerData['duty']> {
  return text === 'primary' || text === 'secondary' || text === 'arbiter' || text === 'hidden';
}

function isServer([first]: readonly Named[]): boolean {
  return first !== undefined && /(?:^|\/)mongo[ds]$/.test(first.text);
}

/** The commands of a service; arguments that begin with an option belong to the image's own mongod. */
function commandsOf(service: ServiceDraft): readonly (readonly Named[])[] {
  const all = service.commands.length > 0 ? service.commands : [service.args];
  const isImage = service.image !== undefined && REPOSITORY.test(repositoryOf(service.image.text));
  return all.map(words => {
    const at = words.findIndex(({ text }) => /(?:^|\/)mongo[ds]$/.test(text));
    if (
      at > 0 &&
      words
        .slice(0, at)
        .every(({ text }) => /entrypoint|^(?:exec|sudo|numactl|gosu|mongodb|--interleave=all)/.test(text))
    )
      return words.slice(at);
    const [first] = words;
    return isImage && first?.text.startsWith('-') === true
      ? [{ text: 'mongod', origin: first.origin }, ...words]
      : words;
  });
}

function replSetOf(service: ServiceDraft, written: readonly Written[]): Named | undefined {
  const given = written.filter(({ key }) => key === 'replication.replSetName').at(-1);
  if (given !== undefined)
    return { text: given.raw === undefined ? '' : String(given.raw), origin: given.origin };
  for (const name of ['MONGODB_REPLICA_SET_NAME', 'MONGODB_CFG_REPLICA_SET_NAME']) {
    const found = service.env.get(name);
    if (
      found !== undefined &&
      service.env.has('MONGODB_SHARDING_MODE') === (name !== 'MONGODB_REPLICA_SET_NAME')
    )
      return found.hidden ? { text: '', origin: found.origin } : found;
    if (found !== undefined && name === 'MONGODB_REPLICA_SET_NAME')
      return found.hidden ? { text: '', origin: found.origin } : found;
  }
  const mode = service.env.get('MONGODB_REPLICA_SET_MODE');
  return mode === undefined ? undefined : { text: 'replicaset', origin: mode.origin };
}

/** Variables of the official image and of Bitnami's. */
function fromEnvironment(
  service: ServiceDraft,
  env: (name: string) => (Named & { readonly keyOrigin: Named['origin'] }) | undefined,
): Written[] {
  const written: Written[] = [];
  const take = (variable: string, name: string) => {
    const found = service.env.get(variable);
    if (found !== undefined)
      written.push({
        ...writtenOf(name, found, found.keyOrigin),
        ...(found.hidden ? { raw: undefined } : {}),
      });
  };
  const flag = (variables: readonly string[], name: string, raw: string) => {
    const found = variables.map(each => service.env.get(each)).find(each => each !== undefined);
    if (found !== undefined)
      written.push({ key: name, raw, keyOrigin: found.keyOrigin, origin: found.keyOrigin });
  };
  const bitnami = repositoryOf(service.image?.text ?? '').startsWith('bitnami');
  if (bitnami) {
    take('MONGODB_PORT_NUMBER', 'net.port');
    take('MONGODB_ENABLE_JOURNAL', 'storage.journal.enabled');
    flag(
      ['MONGODB_REPLICA_SET_KEY', 'MONGODB_REPLICA_SET_KEY_FILE'],
      'security.keyFile',
      '/opt/bitnami/mongodb/conf/keyfile',
    );
    flag(['MONGODB_ROOT_PASSWORD', 'MONGODB_ROOT_PASSWORD_FILE'], 'security.authorization', 'enabled');
    const mode = env('MONGODB_SHARDING_MODE');
    if (mode?.text === 'configsvr' || mode?.text === 'shardsvr')
      written.push(writtenOf('sharding.clusterRole', mode, mode.keyOrigin));
    const primary = env('MONGODB_CFG_PRIMARY_HOST');
    if (mode?.text === 'mongos' && primary !== undefined)
      written.push(writtenOf('sharding.configDB', partOf(primary, 0), primary.keyOrigin));
  } else {
    // The image's own entrypoint adds `--auth` when a user is to be made.
    if (!replacesEntrypoint(service))
      flag(
        ['MONGO_INITDB_ROOT_USERNAME', 'MONGODB_INITDB_ROOT_USERNAME'],
        'security.authorization',
        'enabled',
      );
  }
  return written;
}

/** True where the image's own script does not run: compose's `entrypoint`, Kubernetes' `command`, a path to mongod. */
function replacesEntrypoint(service: ServiceDraft): boolean {
  const [first] = service.args;
  if (first === undefined) return false;
  if (/docker-entrypoint/.test(first.text)) return false;
  if (first.text.includes('/')) return true;
  const before = first.origin.unit.piece.text.slice(
    Math.max(0, first.origin.span.start - 2000),
    first.origin.span.start,
  );
  const [own, other] = service.from === 'kubernetes' ? ['args:', 'command:'] : ['command:', 'entrypoint:'];
  return before.lastIndexOf(other) > before.lastIndexOf(own);
}

/** The config file that the command names, as it is mounted. */
function filesUsed(service: ServiceDraft, written: readonly Written[]): string[] {
  const path = written.filter(({ key }) => key === 'config').at(-1)?.raw;
  if (typeof path !== 'string') return [];
  return service.files.flatMap(({ containerPath, hostPath, embedded }): string[] => {
    const folder = `${containerPath.replace(/\/$/, '')}/`;
    if (containerPath !== path && !path.startsWith(folder)) return [];
    if (embedded?.embedding !== undefined)
      return [`${embedded.uri}#${embedded.embedding.path.toLowerCase()}`];
    if (hostPath === undefined) return [];
    const tail = containerPath === path ? '' : `/${path.slice(folder.length)}`;
    const uri = resolvedUri(service.source.uri, `${hostPath.replace(/\/$/, '')}${tail}`);
    return uri === undefined ? [] : [uri];
  });
}
