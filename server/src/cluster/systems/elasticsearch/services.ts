import { textAt } from '../../../documents/tree.js';
import type { ServiceFormat } from '../../module.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { writtenIn } from '../../source.js';
import { withVariablesHidden } from '../../variables.js';
import { parseVersion } from '../../version.js';
import type { SearchData, SearchSystem } from './data.js';
import { folderOf } from './read.js';

/** Containers of Elasticsearch and OpenSearch: the official images take settings as variables with dots. */
export const SERVICES: ServiceFormat<SearchData> = {
  detects: service => service.from !== 'helm' && systemOf(service) !== undefined,
  readsFiles: true,
  read: service => {
    const system = systemOf(service)!;
    // A container with a command of its own, such as one that makes certificates, is no node.
    if (service.args.some(({ text }) => /^(?:bash|sh|\/bin\/(?:ba)?sh)$/.test(text))) return [];
    // Nor is one that speaks to the nodes: it sets passwords, or waits.
    if (isClient(service)) return [];
    // Variables win over the file.
    const written = [...embeddedOf(service), ...writtenOf(service)];
    const name = written.find(({ key }) => key === 'cluster.name');
    const node = written.find(({ key }) => key === 'node.name');
    const tag = /:(\d[\w.-]*)$/.exec(service.image?.text ?? '')?.[1];
    const version = tag === undefined ? undefined : parseVersion(tag);
    const folder = folderOf(service.source.uri);
    const origin = service.image?.origin ?? service.origin;
    return [
      {
        system,
        uri: service.source.uri,
        origin,
        data: {
          kind: 'node',
          from: 'service',
          uri: service.source.uri,
          name: typeof node?.raw === 'string' ? node.raw : service.name,
          ...(typeof name?.raw === 'string' ? { clusterName: { text: name.raw, origin: name.origin } } : {}),
          scope: `${service.source.uri}#${service.group}`,
          folder,
          written,
          addresses: [...new Set([service.name, ...service.hosts])],
          count: service.replicas,
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          mounts: configsOf(service, system).flatMap(path => resolved(folder, path)),
          origin,
        },
      },
    ];
  },
};

/** True where every command is another program's: `curl`, `echo`, `until`. Options alone go to the node. */
function isClient({ args, commands }: ServiceDraft): boolean {
  const first = (commands.length > 0 ? commands : [args]).flatMap(words => words[0]?.text ?? []);
  return (
    first.length > 0 && !first.some(text => /^-|elasticsearch|opensearch|eswrapper|entrypoint|\$/.test(text))
  );
}

/** Files that it may go by: those that are mounted, in a folder that is, or copied into an image that is built here. */
function configsOf(service: ServiceDraft, system: SearchSystem): readonly string[] {
  const context = contextOf(service);
  const mounted = service.files.flatMap(({ hostPath, containerPath }) =>
    hostPath === undefined
      ? []
      : /\.ya?ml$/.test(hostPath)
        ? [hostPath]
        : CONFIG_FOLDER.test(containerPath)
          ? [`${hostPath}/${system}.yml`]
          : [],
  );
  const built = ['', 'config/'].map(below => `${context ?? ''}/${below}${system}.yml`);
  return [...mounted, ...(context === undefined ? [] : built)];
}

const CONFIG_FOLDER = /\/(?:elasticsearch|opensearch)\/config\/?$/;

/** The folder that the service's image is built from. */
function contextOf({ node }: ServiceDraft): string | undefined {
  const build = textAt(node, 'build', 'context') ?? textAt(node, 'build');
  return build?.value?.replace(/\/+$/, '');
}

/** By the image; one that is built here is known by where its config goes, or by the folder that it is built from. */
function systemOf(service: ServiceDraft): SearchSystem | undefined {
  const { image, files } = service;
  if (image === undefined && service.from === 'compose') {
    const path = files.find(({ containerPath }) => CONFIG_FILE.test(containerPath))?.containerPath;
    const own = path === undefined ? contextOf(service)?.split('/').at(-1) : CONFIG_FILE.exec(path)![1];
    return own === 'opensearch' || own === 'elasticsearch' ? own : undefined;
  }
  const name = image?.text.replace(/@.*$/, '').replace(/:[^/:]*$/, '') ?? '';
  if (/(?:^|\/)opensearch$/.test(name)) return 'opensearch';
  return /(?:^|\/)elasticsearch(?:-oss)?$/.test(name) ? 'elasticsearch' : undefined;
}

const CONFIG_FILE = /\/(elasticsearch|opensearch)\.ya?ml$/;

/** Variables of Bitnami's image. */
const BITNAMI: Readonly<Record<string, string>> = {
  CLUSTER_NAME: 'cluster.name',
  NODE_NAME: 'node.name',
  NODE_ROLES: 'node.roles',
  CLUSTER_HOSTS: 'discovery.seed_hosts',
  CLUSTER_MASTER_HOSTS: 'cluster.initial_master_nodes',
  MINIMUM_MASTER_NODES: 'discovery.zen.minimum_master_nodes',
};

function writtenOf(service: ServiceDraft): Written[] {
  return [...service.env].flatMap(([name, value]): Written[] => {
    const bitnami = /^(?:ELASTICSEARCH|OPENSEARCH)_(\w+)$/.exec(name)?.[1];
    const key = /^[a-z][\w-]*(?:\.[\w-]+)+$/.test(name)
      ? name
      : bitnami !== undefined
        ? BITNAMI[bitnami]
        : name === 'DISABLE_SECURITY_PLUGIN'
          ? 'plugins.security.disabled'
          : undefined;
    if (key === undefined) return [];
    const raw = value.hidden || /\$\{?\w/.test(value.text) ? undefined : value.text;
    return [{ key, raw, keyOrigin: value.keyOrigin, origin: value.origin }];
  });
}

/** Settings of a file that the service holds itself: a ConfigMap, `configs` of a composition. */
function embeddedOf({ files }: ServiceDraft): Written[] {
  return files.flatMap(({ embedded, containerPath }) =>
    embedded !== undefined && /(?:elasticsearch|opensearch)\.ya?ml$/.test(containerPath)
      ? withVariablesHidden(writtenIn(embedded, embedded.yaml[0]))
      : [],
  );
}

function resolved(folder: string, path: string): string[] {
  if (path.startsWith('/')) return [];
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return [parts.join('/')];
}
