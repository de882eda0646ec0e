import { RABBITMQ_CONF, readAssignments } from '../../../documents/readers/assignments.js';
import { readJson } from '../../../documents/readers/json.js';
import { entryAt, itemsOf, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { lastPart, nodeFolder, versionIn } from '../../kit/places.js';
import { isUntold, writtenFlat, writtenInText } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { tagOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { RabbitData, RabbitNode } from './data.js';
import { QUEUE_PARAMETERS, RABBITMQ_PARAMETERS } from './parameters.js';

/** `rabbitmq.conf`. */
export const CONF: ConfigFormat<RabbitData> = {
  title: 'rabbitmq.conf',
  detects: ({ name, text }) =>
    /\.(?:conf|example)(?:\.[a-z0-9]+)?$/.test(name) &&
    (/^rabbitmq/.test(name) || /^[ \t]*cluster_(?:partition_handling|formation\.)/m.test(text)) &&
    /^[ \t]*[a-z][\w.]*[ \t]*=/m.test(text),
  read: source => {
    const written = writtenFlat(
      source,
      source.tree('rabbitmq', text => readAssignments(text, RABBITMQ_CONF)),
    );
    if (written.length === 0) return [];
    const version = versionIn(source, 'RabbitMQ');
    const folder = source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri);
    const place = written.find(({ key }) => key.startsWith('cluster_')) ?? written[0]!;
    return [
      fragment(source, {
        kind: 'node',
        from: 'file',
        uri: source.uri,
        folder,
        name: lastPart(folder),
        written,
        listed: listedIn(written),
        ...(version === undefined ? {} : { version }),
        hosts: [],
        copies: 1,
        origin: place.keyOrigin,
      }),
    ];
  },
  assist: {
    syntax: 'assignments',
    parametersAt: path => (path.length === 0 ? { table: RABBITMQ_PARAMETERS } : undefined),
  },
};

/** Queues and policies that a node loads or that somebody exported. */
export const DEFINITIONS: ConfigFormat<RabbitData> = {
  title: 'RabbitMQ definitions',
  detects: ({ name, text }) =>
    name.endsWith('.json') &&
    /"(?:queues|policies)"\s*:/.test(text) &&
    /"(?:rabbit_version|rabbitmq_version|vhosts|vhost)"\s*:/.test(text),
  read: source => {
    const root = source.tree('json', readJson);
    const told = entryAt(root, 'rabbitmq_version') ?? entryAt(root, 'rabbit_version');
    const parsed = told?.value.kind === 'scalar' ? parseVersion(String(told.value.value)) : undefined;
    const version =
      parsed === undefined || told === undefined
        ? {}
        : { version: { version: parsed, origin: source.origin(told.value.span) } };
    const each = (kind: 'queue' | 'policy', list: string, settings: string): Fragment<RabbitData>[] =>
      itemsOf(valueAt(root, list))
        .slice(0, 5000)
        .flatMap(item => {
          const name = valueAt(item, 'name');
          if (name?.kind !== 'scalar' || item.kind !== 'map') return [];
          return [
            fragment(source, {
              kind,
              uri: source.uri,
              folder: folderOfUri(source.uri),
              name: String(name.value),
              written: [
                ...writtenFlat(source, valueAt(item, settings)),
                ...(kind === 'queue'
                  ? writtenFlat(source, item, key =>
                      key === 'durable' || key === 'auto_delete' ? key : undefined,
                    )
                  : []),
              ],
              ...version,
              origin: source.origin(name.span),
            }),
          ];
        });
    return [...each('queue', 'queues', 'arguments'), ...each('policy', 'policies', 'definition')];
  },
  assist: {
    syntax: 'json',
    parametersAt: path =>
      path[0] === 'policies' || path[0] === 'queues' ? { table: QUEUE_PARAMETERS } : undefined,
  },
};

/** `RabbitmqCluster` of the operator. */
export const OPERATOR: ConfigFormat<RabbitData> = {
  title: 'RabbitmqCluster',
  detects: ({ name, text }) => /\.ya?ml/.test(name) && /^kind:\s*['"]?RabbitmqCluster\b/m.test(text),
  read: source =>
    source.yaml.slice(0, 200).flatMap((root): Fragment<RabbitData>[] => {
      if (textAt(root, 'kind')?.value !== 'RabbitmqCluster') return [];
      const name = entryAt(root, 'metadata', 'name');
      const told = textAt(root, 'metadata', 'name')?.value;
      if (name === undefined || told === undefined || isUntold(told)) return [];
      const replicas = entryAt(root, 'spec', 'replicas');
      const count = replicas === undefined ? 1 : numberAt(root, 'spec', 'replicas')?.value;
      const image = valueAt(root, 'spec', 'image');
      const tag = image?.kind === 'scalar' ? tagOf(String(image.value)) : undefined;
      const version = tag === undefined ? undefined : parseVersion(tag);
      const written = writtenInText(
        source,
        valueAt(root, 'spec', 'rabbitmq', 'additionalConfig'),
        RABBITMQ_CONF,
      );
      // The operator writes this itself, before what is added.
      const origin = source.origin(replicas?.keySpan ?? name.value.span);
      const own: Written = {
        key: 'cluster_partition_handling',
        raw: 'pause_minority',
        keyOrigin: origin,
        origin,
      };
      return [
        fragment(source, {
          kind: 'node',
          from: 'operator',
          uri: source.uri,
          folder: folderOfUri(source.uri),
          name: told,
          written: [own, ...written],
          listed: [],
          ...(version === undefined || image === undefined
            ? {}
            : { version: { version, origin: source.origin(image.span) } }),
          hosts: [told],
          copies: count,
          origin,
        }),
      ];
    }),
};

export function listedIn(written: readonly Written[]): Named[] {
  return written.flatMap(({ key, raw, origin }) =>
    /^cluster_formation\.classic_config\.nodes\.\w+$/.test(key) && raw !== undefined
      ? [{ text: String(raw), origin }]
      : [],
  );
}

export function fragment(source: Source, data: RabbitData | RabbitNode): Fragment<RabbitData> {
  return { system: 'rabbitmq', uri: source.uri, origin: data.origin, data };
}
