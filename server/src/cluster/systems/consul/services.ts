import { readHcl } from '../../../documents/readers/hcl.js';
import { valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { isUntold, lastOf, textOf, writtenInEnvironment, writtenInFlags } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, resolvedUri, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import type { ConsulAgent } from './data.js';
import { CONSUL_PARAMETERS } from './parameters.js';

/** Containers and processes that run `consul agent`. */
export const SERVICES: ServiceFormat<ConsulAgent> = {
  detects: service => service.from !== 'helm' && (isImage(service) || commandsOf(service).some(isAgent)),
  read: service => {
    const command =
      commandsOf(service).find(isAgent) ??
      (isImage(service) && (service.args[0] === undefined || /^-|^agent$/.test(service.args[0].text))
        ? service.args
        : undefined);
    if (command === undefined) return [];
    const written = [
      ...writtenInEnvironment(service, variable => BITNAMI[variable]),
      ...localConfig(service),
      ...flags(command),
      ...isReached(service),
    ];
    // Without a word on servers it is a client, or a file elsewhere tells.
    if (!isImage(service) && !written.some(({ key }) => key === 'server' || key === 'bootstrap_expect'))
      return [];
    const tag = isImage(service) ? tagOf(service.image!.text) : undefined;
    const version = tag === undefined ? undefined : parseVersion(tag);
    const { instances, open } = instancesOf(service);
    const told = textOf(lastOf(written, 'node_name'));
    return instances.map(
      (instance): Fragment<ConsulAgent> => ({
        system: 'consul',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          from: 'service',
          uri: service.source.uri,
          folder: folderOfUri(service.source.uri),
          ...(service.from === 'compose' ? { compose: true as const } : {}),
          name: instances.length === 1 && told !== undefined ? told : instance.name,
          written,
          mounts: mountsOf(service),
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          hosts:
            service.from === 'compose' || service.from === 'kubernetes'
              ? instance.hosts.filter(host => !isUntold(host))
              : [],
          site: service.site,
          copies: open ? undefined : 1,
          origin: service.origin,
        },
      }),
    );
  },
};

/** Whether other machines reach its HTTP, where a compose file tells: `container.reached`. */
function isReached({ from, origin, published }: ServiceDraft): Written[] {
  if (from !== 'compose' || published === undefined) return [];
  const reached = published.some(port => port === 8500 || port === 8501);
  return [{ key: 'container.reached', raw: reached, keyOrigin: origin, origin }];
}

function mountsOf({ source, files }: ServiceDraft): readonly string[] {
  return files.flatMap(({ hostPath }) => {
    const uri = hostPath === undefined ? undefined : resolvedUri(source.uri, hostPath);
    // The project's own folder is mounted for other reasons.
    return uri === undefined || uri === folderOfUri(source.uri) ? [] : [uri.toLowerCase()];
  });
}

function isImage({ image }: ServiceDraft): boolean {
  return image !== undefined && /(?:^|\/)consul(?:-enterprise)?$/.test(repositoryOf(image.text));
}

function commandsOf(service: ServiceDraft): readonly (readonly Named[])[] {
  return service.commands.length > 0 ? service.commands : [service.args];
}

function isAgent(words: readonly Named[]): boolean {
  return /(?:^|\/)consul$/.test(words[0]?.text ?? '') && words[1]?.text === 'agent';
}

/** Flags have the names of the file: `-bootstrap-expect=3`; some stand for a path within it. */
function flags(words: readonly Named[]): Written[] {
  const joins: Written[] = [];
  const found = writtenInFlags(words, name => SWITCHES.has(name)).flatMap((each): Written[] => {
    const key = FLAGS[each.key] ?? each.key.replace(/-/g, '_');
    if (key === 'retry_join' || key === 'start_join') {
      joins.push(each);
      return [];
    }
    return CONSUL_PARAMETERS.find(key) === undefined ? [] : [{ ...each, key }];
  });
  const [first] = joins;
  if (first === undefined) return found;
  const raws = joins.flatMap(({ raw }) => (raw === undefined ? [] : [String(raw)]));
  return [...found, { ...first, key: 'retry_join', raw: raws.length < joins.length ? undefined : raws }];
}

const SWITCHES: ReadonlySet<string> = new Set([
  'server',
  'bootstrap',
  'ui',
  'dev',
  'rejoin',
  'non-voting-server',
  'read-replica',
  'disable-host-node-id',
]);
const FLAGS: Readonly<Record<string, string>> = {
  node: 'node_name',
  bind: 'bind_addr',
  client: 'client_addr',
  advertise: 'advertise_addr',
  join: 'start_join',
  rejoin: 'rejoin_after_leave',
};

const BITNAMI: Readonly<Record<string, string>> = {
  CONSUL_BOOTSTRAP_EXPECT: 'bootstrap_expect',
  CONSUL_DATACENTER: 'datacenter',
  CONSUL_NODE_NAME: 'node_name',
  CONSUL_RETRY_JOIN: 'retry_join',
  CONSUL_RETRY_JOIN_ADDRESS: 'retry_join',
  CONSUL_RAFT_MULTIPLIER: 'performance.raft_multiplier',
  CONSUL_GOSSIP_ENCRYPTION_KEY: 'encrypt',
  CONSUL_CLIENT_LAN_ADDRESS: 'client_addr',
};

/** `CONSUL_LOCAL_CONFIG` holds a file: its settings count, all at the place of the variable. */
function localConfig({ env }: ServiceDraft): Written[] {
  const value = env.get('CONSUL_LOCAL_CONFIG');
  const mode = env.get('CONSUL_AGENT_MODE')?.text;
  const server: Written[] =
    mode === 'server'
      ? [
          {
            key: 'server',
            raw: true,
            keyOrigin: env.get('CONSUL_AGENT_MODE')!.keyOrigin,
            origin: env.get('CONSUL_AGENT_MODE')!.origin,
          },
        ]
      : [];
  if (value === undefined || value.hidden || value.text.length > 100_000) return server;
  const root = readHcl(value.text.trim().startsWith('{') ? value.text.trim().slice(1, -1) : value.text);
  return [
    ...server,
    ...[
      'server',
      'bootstrap_expect',
      'datacenter',
      'leave_on_terminate',
      'skip_leave_on_interrupt',
      'encrypt',
    ].flatMap((key): Written[] => {
      const node = valueAt(root, key);
      return node?.kind !== 'scalar' || node.value === null
        ? []
        : [
            {
              key,
              raw: isUntold(String(node.value)) ? undefined : node.value,
              keyOrigin: value.keyOrigin,
              origin: value.origin,
            },
          ];
    }),
  ];
}
