import { PROPERTIES } from '../../../documents/readers/assignments.js';
import { numberAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { isUntold, lastOf, textOf, writtenInEnvironment, writtenInText } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, partOf, repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { writtenIn } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import type { KafkaData } from './data.js';
import { BROKER_PARAMETERS } from './parameters.js';

/** Images of brokers. */
export const IMAGE = /(?:^|\/)(?:kafka|kafka-native|cp-kafka|cp-server|cp-enterprise-kafka|kafka-kraft)$/;

/** Containers of Kafka, the chart of Bitnami, and `kafka-topics` in scripts. */
export const SERVICES: ServiceFormat<KafkaData> = {
  detects: service => isImage(service) || commandsOf(service).some(isTopicCommand),
  read: service => {
    const topics = commandsOf(service).flatMap(words => topicOf(service, words));
    if (topics.length > 0) return topics;
    if (!isImage(service)) return [];
    return service.from === 'helm' ? chart(service) : nodes(service);
  },
};

function isImage({ image }: ServiceDraft): boolean {
  return image !== undefined && IMAGE.test(repositoryOf(image.text));
}

function commandsOf(service: ServiceDraft): readonly (readonly Named[])[] {
  return service.commands.length > 0 ? service.commands : [service.args];
}

function nodes(service: ServiceDraft): Fragment<KafkaData>[] {
  const written = writtenInEnvironment(service, nameOf);
  // A container that runs tools beside the brokers.
  if (!written.some(({ key }) => ESSENTIAL.has(key))) return [];
  const told = textOf(lastOf(written, 'node.id', 'broker.id'));
  const version = versionOf(service);
  const { instances, open } = instancesOf(service);
  return instances.map(
    (instance): Fragment<KafkaData> => ({
      system: 'kafka',
      uri: service.source.uri,
      origin: service.origin,
      data: {
        kind: 'node',
        from: 'service',
        uri: service.source.uri,
        folder: folderOfUri(service.source.uri),
        ...(service.from === 'compose' ? { compose: true as const } : {}),
        name: instances.length > 1 || told === undefined ? instance.name : instance.name,
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
}

const ESSENTIAL: ReadonlySet<string> = new Set([
  'zookeeper.connect',
  'process.roles',
  'controller.quorum.voters',
  'controller.quorum.bootstrap.servers',
  'listeners',
  'advertised.listeners',
  'node.id',
  'broker.id',
]);

/** `KAFKA_CFG_NODE_ID` of Bitnami, `KAFKA_NODE_ID` of the others; undefined for what is no setting. */
export function nameOf(variable: string): string | undefined {
  const found = /^KAFKA_(?:CFG_)?([A-Z0-9_]+)$/.exec(variable)?.[1];
  if (found === undefined) return undefined;
  const name = found
    .toLowerCase()
    .replace(/___/g, '-')
    .replace(/__/g, '\u0000')
    .replace(/_/g, '.')
    .replace(/\u0000/g, '_');
  return BROKER_PARAMETERS.find(name) === undefined ? undefined : name;
}

function versionOf({ image }: ServiceDraft): Version | undefined {
  const tag = image === undefined ? undefined : tagOf(image.text);
  return tag === undefined ? undefined : versionOfTag(tag, repositoryOf(image!.text));
}

/** Versions of Confluent's images are their own: 7.6 holds Kafka 3.6. */
export function versionOfTag(tag: string, repository: string): Version | undefined {
  const version = parseVersion(tag);
  if (version === undefined) return undefined;
  if (!/(?:^|\/)cp-/.test(repository)) {
    // Images that count by themselves (wurstmeister: 2.13-2.8.1 is Scala and Kafka).
    const after = /^2\.1[1-3]-(\d.*)$/.exec(tag)?.[1];
    return after === undefined ? version : parseVersion(after);
  }
  const [major = 0, minor = 0] = version;
  if (major === 8) return [4, minor];
  if (major === 7) return [3, minor];
  if (major === 6) return [2, minor + 6];
  return major === 5 ? [2, Math.max(0, minor - 0)] : undefined;
}

/** Values of Bitnami's chart. */
function chart(service: ServiceDraft): Fragment<KafkaData>[] {
  const { node, source } = service;
  const place = (name: string) => valueAt(node, name);
  const written = [
    ...['config', 'extraConfig', 'overrideConfiguration'].flatMap(name =>
      writtenInText(source, place(name), PROPERTIES),
    ),
    ...['config', 'extraConfigYaml', 'overrideConfiguration'].flatMap(name => writtenIn(source, place(name))),
    ...[
      'defaultReplicationFactor',
      'offsetsTopicReplicationFactor',
      'transactionStateLogReplicationFactor',
      'transactionStateLogMinIsr',
      'autoCreateTopicsEnable',
      'minInsyncReplicas',
    ].flatMap((name): Written[] => {
      const value = place(name);
      const key = name.replace(/[A-Z]/g, letter => `.${letter.toLowerCase()}`);
      return value?.kind !== 'scalar' || value.value === null || BROKER_PARAMETERS.find(key) === undefined
        ? []
        : [
            {
              key,
              raw: isUntold(String(value.value)) ? undefined : value.value,
              keyOrigin: source.origin(value.span),
              origin: source.origin(value.span),
            },
          ];
    }),
    ...writtenInEnvironment(service, nameOf),
  ];
  const controllers = numberAt(node, 'controller', 'replicaCount')?.value;
  const brokers = numberAt(node, 'broker', 'replicaCount')?.value ?? service.replicas;
  const only = valueAt(node, 'controller', 'controllerOnly');
  const combined = !(only?.kind === 'scalar' && only.value === true);
  const version = versionOf(service);
  return [
    {
      system: 'kafka',
      uri: source.uri,
      origin: service.origin,
      data: {
        kind: 'node',
        from: 'chart',
        uri: source.uri,
        folder: folderOfUri(source.uri),
        name: service.name,
        written,
        ...(version === undefined || service.image === undefined
          ? {}
          : { version: { version, origin: service.image.origin } }),
        hosts: [service.name],
        site: service.site,
        copies: combined && controllers !== undefined ? controllers + (brokers ?? 0) : brokers,
        ...(controllers === undefined ? {} : { controllers }),
        origin: service.origin,
      },
    },
  ];
}

function isTopicCommand(words: readonly Named[]): boolean {
  return (
    words.some(({ text }) => /(?:^|\/)kafka-topics(?:\.sh)?$/.test(text)) &&
    words.some(({ text }) => text === '--create')
  );
}

/** `kafka-topics --create --topic orders --replication-factor 3 --config min.insync.replicas=2`. */
function topicOf(service: ServiceDraft, words: readonly Named[]): Fragment<KafkaData>[] {
  if (!isTopicCommand(words)) return [];
  const written: Written[] = [];
  let name: Named | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const [, flag, inline] =
      /^--(topic|replication-factor|partitions|config)(?:=(.*))?$/.exec(word.text) ?? [];
    if (flag === undefined) continue;
    const value = inline !== undefined ? partOf(word, word.text.length - inline.length) : words[i + 1];
    if (value === undefined) continue;
    if (flag === 'topic') name = value;
    else if (flag === 'config') {
      const equals = value.text.indexOf('=');
      if (equals <= 0) continue;
      const own = partOf(value, equals + 1);
      written.push({
        key: value.text.slice(0, equals),
        raw: isUntold(own.text) ? undefined : own.text,
        keyOrigin: partOf(value, 0, equals).origin,
        origin: own.origin,
      });
    } else {
      written.push({
        key: flag.replace('-', '.'),
        raw: isUntold(value.text) ? undefined : value.text,
        keyOrigin: word.origin,
        origin: value.origin,
      });
    }
  }
  if (name === undefined || name.text === '' || isUntold(name.text)) return [];
  const { uri } = service.source;
  return [
    {
      system: 'kafka',
      uri,
      origin: name.origin,
      data: { kind: 'topic', uri, folder: folderOfUri(uri), name: name.text, written, origin: name.origin },
    },
  ];
}
