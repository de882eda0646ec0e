import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, resolvedUri, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import { readChart } from './chart.js';
import type { MasterAddress, Monitor, RedisData, SentinelData, ServerData } from './data.js';
import { MOUNTED, UNPUBLISHED } from './surroundings.js';

/** Images of servers and Sentinels. */
export const REPOSITORY =
  /(?:^|\/)(?:redis|valkey|redis-cluster|valkey-cluster|redis-sentinel|valkey-sentinel|redis-stack-server|redis-stack)$/;

/** Containers, charts and units that run Redis, Valkey or Sentinel. */
export const SERVICES: ServiceFormat<RedisData> = {
  detects: service =>
    (service.image !== undefined && REPOSITORY.test(repositoryOf(service.image.text))) ||
    commandOf(service) !== undefined,
  read: service => (service.from === 'helm' ? readChart(service) : readService(service)),
};

function readService(service: ServiceDraft): Fragment<RedisData>[] {
  const repository = repositoryOf(service.image?.text ?? '');
  const command = commandOf(service);
  const isTool =
    command === undefined &&
    service.args.length > 0 &&
    !service.args[0]!.text.startsWith('-') &&
    !/\.conf$/.test(service.args[0]!.text);
  // `redis-cli`, a shell, an exporter: no server.
  if (isTool && !/sentinel$/.test(repository)) return [];
  const words = command?.slice(1) ?? service.args;
  const isSentinel =
    /sentinel$/.test(repository) ||
    /sentinel$/.test(command?.[0]?.text ?? '') ||
    words.some(({ text }) => text === '--sentinel');
  const version = REPOSITORY.test(repository) ? parseVersion(tagOf(service.image!.text) ?? '') : undefined;
  const uses = filesUsed(service, words);
  const { instances, open } = instancesOf(service);
  const engine = /valkey/.test(repository) || /valkey/.test(command?.[0]?.text ?? '') ? 'valkey' : 'redis';
  const written = [
    ...unpublished(service),
    ...mounted(service),
    ...fromEnvironment(service),
    ...readOptions(words),
  ];
  const master = masterOf(service, written);
  return instances.map(({ name, hosts }): Fragment<RedisData> => {
    const common = {
      name,
      hosts: hosts.map(host => host.toLowerCase()),
      ...(version === undefined ? {} : { version, versionOrigin: service.image!.origin }),
      site: service.site,
      copies: open ? undefined : 1,
      uses,
    };
    const data: SentinelData | ServerData = isSentinel
      ? {
          kind: 'sentinel',
          ...common,
          port: Number(service.env.get('REDIS_SENTINEL_PORT_NUMBER')?.text) || 26379,
          monitors: monitorsOf(service),
          ...mountedBy(service, words),
        }
      : {
          kind: 'server',
          engine,
          ...common,
          port: Number(written.filter(({ key }) => key === 'port').at(-1)?.raw) || 6379,
          written,
          master,
          ...(uses.length === 0 && words[0]?.text.endsWith('.conf')
            ? {
                ownFile: true as const,
                ...(isWrittenHere(service, words[0].text) ? { makesFile: true as const } : {}),
              }
            : {}),
        };
    return { system: 'redis', uri: service.source.uri, origin: service.origin, data };
  });
}

/** True where the composition itself writes the file: `echo 'port 6379' > /usr/local/etc/redis/redis.conf`. */
function isWrittenHere({ from, source }: ServiceDraft, path: string): boolean {
  const at = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return from === 'compose' && new RegExp(`>[ \\t]*["']?${at}(?![\\w.-])`).test(source.text);
}

/** Of a composition: that no port is reached from outside the containers' network. */
function unpublished({ published, origin }: ServiceDraft): Written[] {
  return published?.length === 0 ? [{ key: UNPUBLISHED, raw: 'yes', keyOrigin: origin, origin }] : [];
}

/** The folders that a composition or a manifest mounts something at; nothing where parts of it stand elsewhere. */
function mounted({ from, image, source: { text }, origin }: ServiceDraft): Written[] {
  const { start } = origin.span;
  if (from !== 'compose' && from !== 'kubernetes') return [];
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line))![0].length;
  const end =
    from === 'kubernetes'
      ? text.indexOf('\n---', start)
      : text.slice(start).search(new RegExp(`\\n[ \\t]{0,${indent}}[^\\s#]`));
  const block = text.slice(
    from === 'kubernetes' ? Math.max(0, text.lastIndexOf('\n---', start)) : start,
    end === -1 ? text.length : from === 'kubernetes' ? end : start + end,
  );
  if (/^[ \t]*(?:<<|extends)[ \t]*:/m.test(block)) return [];
  const paths = [...block.matchAll(MOUNT)].map(([, short, long]) => short ?? long!);
  const repository = repositoryOf(image?.text ?? '');
  const data = /^(?:docker\.io\/)?bitnami/.test(repository)
    ? `/bitnami/${/valkey/.test(repository) ? 'valkey' : 'redis'}/data`
    : '/data';
  return [{ key: MOUNTED, raw: [data, ...paths].join(), keyOrigin: origin, origin }];
}

const MOUNT =
  /^[ \t]*-[ \t]*["']?[^\s"':#]+:(\/[\w./-]+)|(?:\btarget|\bmountPath|\bdestination)[ \t]*:[ \t]*["']?(\/[\w./-]+)/gm;

/** The command that starts a server, from its own word on. */
function commandOf(service: ServiceDraft): readonly Named[] | undefined {
  for (const words of service.commands.length > 0 ? service.commands : [service.args]) {
    const at = words.findIndex(({ text }) => /(?:^|\/)(?:redis|valkey)-(?:server|sentinel)$/.test(text));
    if (at >= 0 && at < 6) return words.slice(at);
  }
  return undefined;
}

/** `--appendonly yes --replicaof host 6379`, and `--save ""`. */
function readOptions(words: readonly Named[]): Written[] {
  const written: Written[] = [];
  for (let i = 0; i < words.length; i++) {
    const option = words[i]!;
    const found = /^--([a-z][\w-]*)(?:=(.*))?$/i.exec(option.text);
    if (found === null || found[1] === 'sentinel') continue;
    const values: Named[] = [];
    while (words[i + 1] !== undefined && !words[i + 1]!.text.startsWith('--')) values.push(words[++i]!);
    const name = found[1]!.toLowerCase();
    const text = found[2] ?? values.map(each => each.text).join(' ');
    const hidden = /\$\{|\$[A-Za-z_(]/.test(text);
    const first = values[0] ?? option;
    const last = values.at(-1) ?? option;
    const isOne = first.origin.unit === last.origin.unit && last.origin.span.end >= first.origin.span.start;
    written.push({
      key: name,
      raw: hidden ? undefined : name === 'bind' ? text.split(/\s+/) : text,
      keyOrigin: option.origin,
      origin: isOne
        ? { unit: first.origin.unit, span: { start: first.origin.span.start, end: last.origin.span.end } }
        : first.origin,
    });
  }
  return written;
}

/** Variables of Bitnami's images. Their log is on unless it is switched off. */
function fromEnvironment(service: ServiceDraft): Written[] {
  const written: Written[] = [];
  const repository = repositoryOf(service.image?.text ?? '');
  if (!/^bitnami/.test(repository)) return written;
  const prefix = /valkey/.test(repository) ? 'VALKEY' : 'REDIS';
  const take = (variable: string, name: string) => {
    const found = service.env.get(`${prefix}_${variable}`);
    if (found !== undefined)
      written.push({
        key: name,
        raw: found.hidden ? undefined : found.text,
        keyOrigin: found.keyOrigin,
        origin: found.origin,
      });
  };
  if (!service.env.has(`${prefix}_AOF_ENABLED`) && service.image !== undefined)
    written.push({
      key: 'appendonly',
      raw: 'yes',
      keyOrigin: service.image.origin,
      origin: service.image.origin,
    });
  take('AOF_ENABLED', 'appendonly');
  take('PORT_NUMBER', 'port');
  take('PASSWORD', 'requirepass');
  // The image of a master takes its own password for the day when it is a replica.
  if (/^(?:master|primary)$/.test(service.env.get(`${prefix}_REPLICATION_MODE`)?.text ?? ''))
    take('PASSWORD', 'masterauth');
  take('MASTER_PASSWORD', 'masterauth');
  take('PRIMARY_PASSWORD', 'masterauth');
  if (/cluster$/.test(repository) && service.image !== undefined)
    written.push({
      key: 'cluster-enabled',
      raw: 'yes',
      keyOrigin: service.image.origin,
      origin: service.image.origin,
    });
  return written;
}

function masterOf(service: ServiceDraft, written: readonly Written[]): MasterAddress | undefined {
  const given = written.filter(({ key }) => key === 'replicaof' || key === 'slaveof').at(-1);
  if (given !== undefined) {
    const [host = '', port] = String(given.raw ?? '')
      .toLowerCase()
      .split(/\s+/);
    return host === 'no' ? undefined : { host, port: Number(port) || 6379, origin: given.origin };
  }
  for (const prefix of ['REDIS', 'VALKEY']) {
    const mode = service.env.get(`${prefix}_REPLICATION_MODE`);
    if (mode === undefined || !/^(?:slave|replica)$/.test(mode.text)) continue;
    const host = service.env.get(`${prefix}_MASTER_HOST`) ?? service.env.get(`${prefix}_PRIMARY_HOST`);
    const port =
      service.env.get(`${prefix}_MASTER_PORT_NUMBER`) ?? service.env.get(`${prefix}_PRIMARY_PORT_NUMBER`);
    return {
      host: host?.hidden ? '' : (host?.text.toLowerCase() ?? ''),
      port: Number(port?.text) || 6379,
      origin: host?.origin ?? mode.origin,
    };
  }
  return undefined;
}

/** What Bitnami's image of Sentinel is told to watch. */
function monitorsOf(service: ServiceDraft): Monitor[] {
  const repository = repositoryOf(service.image?.text ?? '');
  const prefix = /valkey/.test(repository) ? 'VALKEY' : 'REDIS';
  const env = (...names: readonly string[]) =>
    names.map(name => service.env.get(`${prefix}_${name}`)).find(each => each !== undefined);
  const host = env('MASTER_HOST', 'PRIMARY_HOST');
  if (!/^bitnami/.test(repository) || service.image === undefined) return [];
  // It is started with a file that its command writes: the image's own words are not read.
  if (
    [...service.commands, service.args].some(words =>
      words.some(({ text }) => /\bsentinel\s+monitor\s/.test(text)),
    )
  )
    return [];
  const written: Written[] = [];
  const put = (key: string, found: ReturnType<typeof env>, standard: string) => {
    const at = found?.origin ?? service.image!.origin;
    written.push({
      key,
      raw: found === undefined ? standard : found.hidden ? undefined : found.text,
      keyOrigin: found?.keyOrigin ?? at,
      origin: at,
    });
  };
  put('quorum', env('SENTINEL_QUORUM'), '2');
  put('down-after-milliseconds', env('SENTINEL_DOWN_AFTER_MILLISECONDS'), '60000');
  put('failover-timeout', env('SENTINEL_FAILOVER_TIMEOUT'), '180000');
  const password = env(
    'MASTER_PASSWORD',
    'PRIMARY_PASSWORD',
    'MASTER_PASSWORD_FILE',
    'PRIMARY_PASSWORD_FILE',
  );
  if (password !== undefined) put('auth-pass', password, '');
  put('resolve-hostnames', env('SENTINEL_RESOLVE_HOSTNAMES'), 'yes');
  const port = Number(env('MASTER_PORT_NUMBER', 'PRIMARY_PORT_NUMBER')?.text) || 6379;
  const name = env('MASTER_SET', 'PRIMARY_SET')?.text ?? 'mymaster';
  const named: Named | undefined =
    host === undefined
      ? { text: prefix.toLowerCase(), origin: service.image.origin }
      : host.hidden
        ? undefined
        : { text: host.text.toLowerCase(), origin: host.origin };
  return [
    { name, host: named, port, written, known: [], replicas: [], origin: host?.origin ?? service.origin },
  ];
}

/** How the config file is mounted that is the first word of a Sentinel's command. */
function mountedBy(service: ServiceDraft, words: readonly Named[]): Pick<SentinelData, 'mounted'> {
  const path = words[0]?.text;
  // What starts first in an image of one's own may copy the file.
  if (path === undefined || !path.startsWith('/') || service.build !== undefined) return {};
  if (
    !/^(?:docker\.io\/)?(?:library\/)?(?:redis|valkey|valkey\/valkey)$/.test(
      repositoryOf(service.image?.text ?? ''),
    )
  )
    return {};
  const found = service.files.find(
    ({ containerPath, hostPath }) =>
      hostPath !== undefined &&
      (path === containerPath || path.startsWith(`${containerPath.replace(/\/$/, '')}/`)),
  );
  if (found?.hostPath === undefined) return {};
  const folder = found.containerPath.replace(/\/$/, '');
  const tail = path === found.containerPath ? '' : path.slice(folder.length);
  const file = resolvedUri(service.source.uri, `${found.hostPath.replace(/\/$/, '')}${tail}`);
  if (file === undefined) return {};
  const { readOnly } = found;
  return { mounted: { file, inFolder: tail !== '', ...(readOnly === undefined ? {} : { readOnly }) } };
}

/** Files that the command names, as they are mounted; an image's only mounted config where it names none. */
function filesUsed(service: ServiceDraft, words: readonly Named[]): string[] {
  const paths = words.map(({ text }) => text).filter(text => /\.conf$/.test(text));
  const files = service.files.filter(({ containerPath }) =>
    paths.length === 0
      ? /\.conf$/.test(containerPath) && /redis|valkey|sentinel/.test(containerPath)
      : paths.some(path => path === containerPath || path.startsWith(`${containerPath.replace(/\/$/, '')}/`)),
  );
  return files.flatMap(({ containerPath, hostPath, embedded }): string[] => {
    if (embedded?.embedding !== undefined)
      return [`${embedded.uri}#${embedded.embedding.path.toLowerCase()}`];
    if (hostPath === undefined) return [];
    // A folder is mounted: the file is the one of the same name in it.
    const inside = paths.find(path => path.startsWith(`${containerPath.replace(/\/$/, '')}/`));
    const tail = inside === undefined ? '' : inside.slice(containerPath.replace(/\/$/, '').length);
    const uri = resolvedUri(service.source.uri, `${hostPath.replace(/\/$/, '')}${tail}`);
    return uri === undefined ? [] : [uri];
  });
}
