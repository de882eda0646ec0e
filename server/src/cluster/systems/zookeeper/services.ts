import { folderOfUri } from '../../folders.js';
import { isUntold, lastOf, partsOf, textOf, writtenInEnvironment } from '../../kit/written.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, tagOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import { parseVersion, type Version } from '../../version.js';
import type { ListedServer, ZooNode } from './data.js';
import { ZOOKEEPER_PARAMETERS } from './parameters.js';
import { listed } from './read.js';

/** Containers of ZooKeeper: the official image, Bitnami's and Confluent's, and charts. */
export const SERVICES: ServiceFormat<ZooNode> = {
  detects: ({ image }) =>
    image !== undefined &&
    /(?:^|\/)(?:zookeeper|cp-zookeeper|kubernetes-zookeeper)$/.test(repositoryOf(image.text)),
  read: service => {
    const written = writtenInEnvironment(service, nameOf);
    const list = lastOf(written, 'servers');
    const id = textOf(lastOf(written, 'myid'));
    const tag = tagOf(service.image?.text ?? '');
    const version = versionOf(repositoryOf(service.image?.text ?? ''), tag);
    // Charts make sets of pods, which are numbered from 0.
    const { instances, open } = instancesOf(
      service.from === 'helm'
        ? { ...service, kind: 'StatefulSet', headless: `${service.name}-headless` }
        : service,
    );
    return instances.map(
      (instance): Fragment<ZooNode> => ({
        system: 'zookeeper',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          from: service.from === 'helm' ? 'chart' : 'service',
          uri: service.source.uri,
          folder: folderOfUri(service.source.uri),
          ...(service.from === 'compose' ? { compose: true as const } : {}),
          name: instance.name,
          ...(id === undefined || instances.length > 1 ? {} : { id }),
          servers: list === undefined ? [] : serversOf(list),
          hidden: list !== undefined && list.raw === undefined,
          written,
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          hosts: instance.hosts.filter(host => !isUntold(host)),
          site: service.site,
          copies: open ? undefined : 1,
          origin: service.origin,
        },
      }),
    );
  },
};

/** `server.1=zoo1:2888:3888;2181 server.2=…`, `zoo1:2888:3888,zoo2:2888:3888`, `zoo1:2888:3888::1`. */
function serversOf(list: Written): ListedServer[] {
  const text = textOf(list) ?? '';
  const separator = /server\.\d+=/.test(text) || /::\d+/.test(text) ? /[\s,]+/ : /[\s,;]+/;
  return partsOf(list, separator).flatMap((part, i) => {
    const [, id, rest] = /^server\.(\d+)=(.*)$/.exec(part.text) ?? [];
    if (id !== undefined && rest !== undefined) return listed(id, { text: rest, origin: part.origin }) ?? [];
    const numbered = /::(\d+)$/.exec(part.text)?.[1];
    return listed(numbered ?? String(i + 1), part) ?? [];
  });
}

/** `tickTime` of `ZOO_TICK_TIME`; undefined for what is no setting. */
export function nameOf(variable: string): string | undefined {
  const found = /^(?:ZOO|ZOOKEEPER|ZK)_(?:CFG_)?([A-Z0-9_]+)$/.exec(variable)?.[1];
  if (found === undefined) return undefined;
  if (found === 'SERVERS') return 'servers';
  if (found === 'MY_ID' || found === 'SERVER_ID') return 'myid';
  if (
    found === 'AUTOPURGE_PURGEINTERVAL' ||
    found === 'AUTOPURGE_INTERVAL' ||
    found === 'AUTOPURGE_PURGE_INTERVAL'
  )
    return 'autopurge.purgeInterval';
  if (
    found === 'AUTOPURGE_SNAPRETAINCOUNT' ||
    found === 'AUTOPURGE_RETAIN_COUNT' ||
    found === 'AUTOPURGE_SNAP_RETAIN_COUNT'
  )
    return 'autopurge.snapRetainCount';
  if (found === 'STANDALONE_ENABLED') return 'standaloneEnabled';
  return ZOOKEEPER_PARAMETERS.find(found.replace(/_/g, ''))?.name;
}

/** Confluent counts its own images; those of the Kubernetes tutorial have both: `kubernetes-zookeeper:1.0-3.4.10`. */
function versionOf(repository: string, tag: string | undefined): Version | undefined {
  if (tag === undefined || /(?:^|\/)cp-/.test(repository)) return undefined;
  const own = /(?:^|\/)kubernetes-zookeeper$/.test(repository) ? /-(\d.*)$/.exec(tag)?.[1] : tag;
  return own === undefined ? undefined : parseVersion(own);
}
