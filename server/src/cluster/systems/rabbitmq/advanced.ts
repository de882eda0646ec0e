import { readErlang } from '../../../documents/readers/erlang.js';
import { itemsOf, type Node, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { lastPart, nodeFolder, versionIn } from '../../kit/places.js';
import type { Named } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { rawOf, type Source } from '../../source.js';
import type { RabbitData } from './data.js';
import { fragment } from './read.js';

/**
 * `advanced.config`, and `rabbitmq.config` of before 3.7: Erlang terms, by application. What it says goes over
 * `rabbitmq.conf`. https://www.rabbitmq.com/docs/configure#advanced-config-file
 */
export const ADVANCED: ConfigFormat<RabbitData> = {
  title: 'advanced.config of RabbitMQ',
  detects: ({ name, text }) =>
    /\.config(?:\.[a-z0-9]{1,10})?$/.test(name) && /\{\s*'?rabbit'?\s*,\s*\[|\{\s*kernel\s*,\s*\[/.test(text),
  read: source => {
    const root = source.tree('erlang', readErlang);
    if (valueAt(root, 'rabbit') === undefined && !/rabbit/.test(source.path)) return [];
    const written = writtenBy(source, root);
    const nodes = valueAt(root, 'rabbit', 'cluster_nodes');
    const listed = nodesIn(
      source,
      nodes?.kind === 'list' && nodes.items[0]?.kind === 'list' ? nodes.items[0] : nodes,
    );
    const place = written[0]?.keyOrigin ?? listed[0]?.origin;
    if (place === undefined) return [];
    const folder = source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri);
    const version = versionIn(source, 'RabbitMQ');
    return [
      fragment(source, {
        kind: 'node',
        from: 'file',
        advanced: true,
        uri: source.uri,
        folder,
        name: lastPart(folder),
        written,
        listed,
        ...(version === undefined ? {} : { version }),
        hosts: [],
        copies: 1,
        origin: place,
      }),
    ];
  },
};

/** Where a setting of `rabbitmq.conf` stands among the terms, by rabbit.schema of RabbitMQ 4. */
const PLACES: readonly (readonly [path: readonly [string, string], key: string])[] = [
  [['rabbit', 'cluster_partition_handling'], 'cluster_partition_handling'],
  [['rabbit', 'cluster_keepalive_interval'], 'cluster_keepalive_interval'],
  [['rabbit', 'cluster_name'], 'cluster_name'],
  [['rabbit', 'quorum_cluster_size'], 'quorum_queue.initial_cluster_size'],
  [['rabbit', 'default_queue_type'], 'default_queue_type'],
  [['rabbit', 'queue_leader_locator'], 'queue_leader_locator'],
  [['rabbit', 'queue_master_locator'], 'queue_master_locator'],
  [['rabbit', 'mirroring_sync_batch_size'], 'mirroring_sync_batch_size'],
  [['rabbit', 'heartbeat'], 'heartbeat'],
  [['rabbit', 'consumer_timeout'], 'consumer_timeout'],
  [['rabbit', 'vm_memory_high_watermark'], 'vm_memory_high_watermark.relative'],
  [['rabbit', 'default_user'], 'default_user'],
  [['rabbit', 'default_pass'], 'default_pass'],
  [['kernel', 'net_ticktime'], 'net_ticktime'],
  [['ra', 'wal_max_size_bytes'], 'raft.wal_max_size_bytes'],
  [['ra', 'segment_max_entries'], 'raft.segment_max_entries'],
];

function writtenBy(source: Source, root: Node | undefined): readonly Written[] {
  const found: Written[] = [];
  for (const [[application, name], key] of PLACES) {
    const section = valueAt(root, application);
    if (section?.kind !== 'map') continue;
    for (const entry of section.entries) {
      if (entry.key !== name) continue;
      const { value } = entry;
      const keyOrigin = source.origin(entry.keySpan);
      // `{pause_if_all_down, [Nodes], ignore}` and `{absolute, "2GB"}`.
      const [mode, , recover] = itemsOf(value);
      if (key.startsWith('vm_memory') && value.kind !== 'scalar') continue;
      const raw = mode?.kind === 'scalar' ? rawOf(mode) : rawOf(value);
      const origin = source.origin(mode?.span ?? value.span);
      found.push({ key, raw: key === 'default_queue_type' ? typeIn(raw) : raw, keyOrigin, origin });
      if (key === 'cluster_partition_handling' && recover?.kind === 'scalar') {
        const place = source.origin(recover.span);
        found.push({
          key: `${key}.pause_if_all_down.recover`,
          raw: rawOf(recover),
          keyOrigin,
          origin: place,
        });
      }
    }
  }
  return found;
}

/** `rabbit_quorum_queue`, the module, is called `quorum`. */
function typeIn(raw: Written['raw']): Written['raw'] {
  return typeof raw === 'string' ? raw.replace(/^rabbit_(\w+)_queue$/, '$1') : raw;
}

function nodesIn(source: Source, list: Node | undefined): readonly Named[] {
  return itemsOf(list).flatMap((item): Named[] =>
    item.kind === 'scalar' && typeof item.value === 'string' && item.value.includes('@')
      ? [{ text: item.value, origin: source.origin(item.span) }]
      : [],
  );
}
