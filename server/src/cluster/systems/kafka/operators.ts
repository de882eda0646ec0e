import { readHcl } from '../../../documents/readers/hcl.js';
import { isHidden } from '../../../documents/templates.js';
import {
  entriesNamed,
  entryAt,
  itemsOf,
  type Node,
  numberAt,
  textAt,
  valueAt,
} from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import { toldValue } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { KafkaData, KafkaTopic } from './data.js';
import { BROKER_PARAMETERS, TOPIC_PARAMETERS } from './parameters.js';

/** Strimzi: `Kafka`, `KafkaNodePool` and `KafkaTopic`. */
export const STRIMZI: ConfigFormat<KafkaData> = {
  title: 'Strimzi resources',
  detects: ({ name, text }) => /\.ya?ml/.test(name) && text.includes('kafka.strimzi.io'),
  read: source =>
    source.yaml.slice(0, 200).flatMap((root): Fragment<KafkaData>[] => {
      if (textAt(root, 'apiVersion')?.value?.startsWith('kafka.strimzi.io') !== true) return [];
      switch (textAt(root, 'kind')?.value) {
        case 'Kafka':
          return cluster(source, root);
        case 'KafkaNodePool':
          return pool(source, root);
        case 'KafkaTopic':
          return topic(source, root);
        default:
          return [];
      }
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.join('.') === 'spec.kafka.config'
        ? { table: BROKER_PARAMETERS, flat: true }
        : path.join('.') === 'spec.config'
          ? { table: TOPIC_PARAMETERS, flat: true }
          : undefined,
  },
};

function cluster(source: Source, root: Node): Fragment<KafkaData>[] {
  const name = told(root, 'metadata', 'name');
  const kafka = valueAt(root, 'spec', 'kafka');
  const place = entryAt(root, 'metadata', 'name')?.value ?? root;
  if (name === undefined || kafka === undefined) return [];
  const version = valueAt(kafka, 'version');
  const parsed = version?.kind === 'scalar' ? parseVersion(String(version.value)) : undefined;
  const pools = valueAt(root, 'metadata', 'annotations', 'strimzi.io/node-pools');
  const pooled =
    (pools?.kind === 'scalar' && pools.value === 'enabled') || valueAt(kafka, 'replicas') === undefined;
  const origin = source.origin(place.span);
  const zookeepers = numberAt(root, 'spec', 'zookeeper', 'replicas')?.value;
  return [
    {
      system: 'kafka',
      uri: source.uri,
      origin,
      data: {
        kind: 'node',
        from: 'operator',
        resource: 'cluster',
        uri: source.uri,
        folder: folderOfUri(source.uri),
        name: `${name}-kafka`,
        cluster: name,
        ...namespaceOf(root),
        written: writtenIn(source, valueAt(kafka, 'config')),
        ...(parsed === undefined || version === undefined
          ? {}
          : { version: { version: parsed, origin: source.origin(version.span) } }),
        hosts: [`${name}-kafka-bootstrap`],
        site: {},
        copies: pooled ? 0 : numberAt(kafka, 'replicas')?.value,
        ...(valueAt(kafka, 'rack') === undefined ? {} : { spread: true }),
        ...(zookeepers === undefined ? {} : { zookeepers }),
        ...ephemeralIn(source, valueAt(kafka, 'storage')),
        origin,
      },
    },
  ];
}

function pool(source: Source, root: Node): Fragment<KafkaData>[] {
  const name = told(root, 'metadata', 'name');
  const owner = told(root, 'metadata', 'labels', 'strimzi.io/cluster');
  const place = entryAt(root, 'metadata', 'name')?.value ?? root;
  if (name === undefined || owner === undefined) return [];
  const roles = valueAt(root, 'spec', 'roles');
  const origin = source.origin(place.span);
  const written: Written[] =
    roles === undefined
      ? []
      : [
          {
            key: 'process.roles',
            raw: itemsOf(roles).flatMap(item => textAt(item)?.value ?? []),
            keyOrigin: source.origin(entryAt(root, 'spec', 'roles')!.keySpan),
            origin: source.origin(roles.span),
          },
        ];
  return [
    {
      system: 'kafka',
      uri: source.uri,
      origin,
      data: {
        kind: 'node',
        from: 'operator',
        resource: 'pool',
        uri: source.uri,
        folder: folderOfUri(source.uri),
        name: `${owner}-${name}`,
        cluster: owner,
        ...namespaceOf(root),
        written,
        hosts: [],
        site: {},
        copies: numberAt(root, 'spec', 'replicas')?.value,
        ...ephemeralIn(source, valueAt(root, 'spec', 'storage')),
        origin,
      },
    },
  ];
}

/** `type: ephemeral` of a storage, or of one of its volumes: an emptyDir, which goes with the pod. */
function ephemeralIn(source: Source, storage: Node | undefined): { readonly ephemeral?: Origin } {
  const volumes = [storage, ...itemsOf(valueAt(storage, 'volumes'))];
  for (const volume of volumes) {
    const type = textAt(volume, 'type');
    if (type?.value === 'ephemeral') return { ephemeral: source.origin(type.span) };
  }
  return {};
}

function topic(source: Source, root: Node): Fragment<KafkaData>[] {
  const name = told(root, 'spec', 'topicName') ?? told(root, 'metadata', 'name');
  const place = entryAt(root, 'metadata', 'name');
  if (name === undefined || place === undefined) return [];
  const owner = told(root, 'metadata', 'labels', 'strimzi.io/cluster');
  return [
    topicFragment(
      source,
      name,
      place.value,
      { ...(owner === undefined ? {} : { cluster: owner }), ...namespaceOf(root) },
      [
        ...writtenAs(source, root, 'replication.factor', 'spec', 'replicas'),
        ...writtenAs(source, root, 'partitions', 'spec', 'partitions'),
        ...writtenIn(source, valueAt(root, 'spec', 'config')),
      ],
    ),
  ];
}

/** `resource "kafka_topic"` of Terraform. */
export const TERRAFORM: ConfigFormat<KafkaData> = {
  title: 'Kafka topics in Terraform',
  detects: ({ name, text }) => name.endsWith('.tf') && /"kafka_topic"/.test(text),
  read: source => {
    const root = source.tree('hcl', readHcl);
    return entriesNamed(root, 'resource')
      .slice(0, 2000)
      .flatMap(({ labels, value }): Fragment<KafkaData>[] => {
        const label = labels?.[1];
        if (labels?.[0]?.text !== 'kafka_topic' || label === undefined) return [];
        const name = told(value, 'name') ?? label.text;
        return [
          topicFragment(source, name, { kind: 'scalar', value: name, span: label.span }, {}, [
            ...writtenAs(source, value, 'replication.factor', 'replication_factor'),
            ...writtenAs(source, value, 'partitions', 'partitions'),
            ...writtenIn(source, valueAt(value, 'config')),
          ]),
        ];
      });
  },
  assist: {
    syntax: 'hcl',
    parametersAt: path =>
      path[0] === 'resource' && path[1] === 'kafka_topic' && path[3] === 'config' && path.length === 4
        ? { table: TOPIC_PARAMETERS, flat: true }
        : undefined,
  },
};

function topicFragment(
  source: Source,
  name: string,
  place: Node,
  owner: Pick<KafkaTopic, 'cluster' | 'namespace'>,
  written: readonly Written[],
): Fragment<KafkaData> {
  const origin = source.origin(place.span);
  return {
    system: 'kafka',
    uri: source.uri,
    origin,
    data: {
      kind: 'topic',
      uri: source.uri,
      folder: folderOfUri(source.uri),
      name,
      ...owner,
      written,
      origin,
    },
  };
}

function writtenAs(source: Source, root: Node, key: string, ...path: readonly string[]): Written[] {
  const entry = entryAt(root, ...path);
  if (entry === undefined) return [];
  return [
    {
      key,
      raw: toldValue(source, entry.value),
      keyOrigin: source.origin(entry.keySpan),
      origin: source.origin(entry.value.span),
    },
  ];
}

function namespaceOf(root: Node): { readonly namespace?: string } {
  const namespace = told(root, 'metadata', 'namespace');
  return namespace === undefined ? {} : { namespace };
}

function told(node: Node, ...path: readonly string[]): string | undefined {
  const text = textAt(node, ...path)?.value;
  return text === undefined || text === '' || isHidden(text) || text.includes('${') ? undefined : text;
}
