import { PROPERTIES, readAssignments } from '../../../documents/readers/assignments.js';
import { folderOfUri } from '../../folders.js';
import { nodeFolder, versionIn } from '../../kit/places.js';
import { lastOf, partsOf, textOf, writtenFlat } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { ParameterTable } from '../../parameter.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { ClientRole, KafkaData } from './data.js';
import {
  BROKER_PARAMETERS,
  CONNECT_PARAMETERS,
  CONSUMER_PARAMETERS,
  PRODUCER_PARAMETERS,
  STREAMS_PARAMETERS,
} from './parameters.js';

/** `server.properties`, `producer.properties` and their relatives. */
export const PROPERTY_FILES: ConfigFormat<KafkaData> = {
  title: 'Kafka properties',
  detects: ({ name, text }) =>
    /\.(?:properties|conf|config)(?:\.[a-z0-9]+)?$/.test(name) &&
    /^[ \t]*(?:process\.roles|broker\.id|node\.id|zookeeper\.connect|controller\.quorum|bootstrap\.servers|clusters)[ \t]*[=:]/m.test(
      text,
    ) &&
    !/^[ \t]*(?:spring|quarkus|mp)\./m.test(text),
  read: source => {
    const written = writtenOf(source);
    const kind = kindOf(source, written);
    if (kind === undefined) return [];
    return kind === 'broker' ? [brokerOf(source, written)] : clientsOf(source, written, kind);
  },
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: (path, source) => {
      if (path.length > 0) return undefined;
      const kind = kindOf(source, writtenOf(source));
      return kind === undefined ? undefined : { table: TABLES[kind] };
    },
  },
};

export const TABLES: Readonly<Record<ClientRole | 'broker', ParameterTable>> = {
  broker: BROKER_PARAMETERS,
  producer: PRODUCER_PARAMETERS,
  consumer: CONSUMER_PARAMETERS,
  streams: STREAMS_PARAMETERS,
  connect: CONNECT_PARAMETERS,
};

function writtenOf(source: Source): readonly Written[] {
  return writtenFlat(
    source,
    source.tree('properties', text => readAssignments(text, PROPERTIES)),
  );
}

/** By the keys, else by the name of the file. */
function kindOf({ name }: Source, written: readonly Written[]): ClientRole | 'broker' | undefined {
  const has = (...keys: readonly string[]) => lastOf(written, ...keys) !== undefined;
  if (has('process.roles', 'broker.id', 'zookeeper.connect', 'controller.quorum.voters')) return 'broker';
  if (has('controller.quorum.bootstrap.servers') && has('node.id', 'listeners')) return 'broker';
  if (has('clusters') && written.some(({ key }) => key.includes('->') || /\.bootstrap\.servers$/.test(key)))
    return 'connect';
  if (!has('bootstrap.servers')) return undefined;
  if (has('config.storage.topic', 'offset.storage.file.filename', 'key.converter', 'plugin.path'))
    return 'connect';
  if (has('application.id', 'processing.guarantee', 'num.stream.threads')) return 'streams';
  if (
    has(
      'acks',
      'enable.idempotence',
      'delivery.timeout.ms',
      'linger.ms',
      'transactional.id',
      'key.serializer',
    )
  )
    return 'producer';
  if (has('group.id', 'enable.auto.commit', 'auto.offset.reset', 'key.deserializer')) return 'consumer';
  return name.includes('producer') ? 'producer' : name.includes('consumer') ? 'consumer' : undefined;
}

function brokerOf(source: Source, written: readonly Written[]): Fragment<KafkaData> {
  const folder = source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri);
  const id = lastOf(written, 'node.id', 'broker.id');
  const told = textOf(id);
  const version = versionIn(source, 'Kafka');
  const origin = (id ?? written[0]!).keyOrigin;
  return {
    system: 'kafka',
    uri: source.uri,
    origin,
    data: {
      kind: 'node',
      from: 'file',
      uri: source.uri,
      folder,
      name: told === undefined ? source.name.replace(/\.properties.*$/, '') : `node ${told}`,
      written,
      ...(version === undefined ? {} : { version }),
      hosts: [],
      site: {},
      copies: 1,
      origin,
    },
  };
}

function clientsOf(source: Source, written: readonly Written[], role: ClientRole): Fragment<KafkaData>[] {
  const own = clientOf(source, written, role, source.name);
  if (role !== 'connect') return [own];
  // What a worker passes on to its producers and consumers: `producer.acks`.
  const passed = (['producer', 'consumer'] as const).flatMap((kind): Fragment<KafkaData>[] => {
    const inner = written.flatMap((each): Written[] =>
      each.key.startsWith(`${kind}.`) ? [{ ...each, key: each.key.slice(kind.length + 1) }] : [],
    );
    return inner.length === 0
      ? []
      : [clientOf(source, [...servers(written), ...inner], kind, `${source.name} (${kind})`)];
  });
  return [own, ...passed];
}

export function clientOf(
  source: Source,
  written: readonly Written[],
  role: ClientRole,
  name: string,
): Fragment<KafkaData> {
  const version = versionIn(source, 'Kafka');
  const origin = (written.find(({ key }) => key !== 'bootstrap.servers') ?? written[0]!).keyOrigin;
  return {
    system: 'kafka',
    uri: source.uri,
    origin,
    data: {
      kind: 'client',
      role,
      uri: source.uri,
      folder: folderOfUri(source.uri),
      name,
      targets: servers(written).flatMap((each): readonly Named[] => partsOf(each, /,/)),
      written,
      ...(version === undefined ? {} : { version }),
      origin,
    },
  };
}

function servers(written: readonly Written[]): readonly Written[] {
  return written.filter(({ key }) => key === 'bootstrap.servers' || key.endsWith('.bootstrap.servers'));
}
