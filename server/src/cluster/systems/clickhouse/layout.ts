import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { isUntold } from '../../kit/written.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { RemoteCluster, Shard, ShardReplica } from './data.js';

const MAX_SHARDS = 500;
const MAX_REPLICAS = 100;

/**
 * What `layout` of a cluster amounts to: so many shards of so many replicas, those that are described and the rest, as the
 * operator fills it up. Undefined where it cannot be told.
 */
export function remotesOfLayout(
  source: Source,
  root: Node,
  installation: string,
  cluster: Node,
): RemoteCluster | undefined {
  const name = textAt(cluster, 'name');
  if (name?.value === undefined || isUntold(name.value)) return undefined;
  const label = name.value;
  const layout = entryAt(cluster, 'layout');
  const shards = itemsOf(valueAt(layout?.value, 'shards'));
  const columns = itemsOf(valueAt(layout?.value, 'replicas'));
  const wide = counted(layout?.value, 'shardsCount');
  const deep = counted(layout?.value, 'replicasCount');
  const perColumn = columns.map(column =>
    Math.max(counted(column, 'shardsCount').value ?? 0, itemsOf(valueAt(column, 'shards')).length),
  );
  const count = Math.min(Math.max(wide.value ?? 1, shards.length, ...perColumn), MAX_SHARDS);
  let hidden = wide.hidden || deep.hidden;
  const place = source.origin(layout?.keySpan ?? name.span);
  const all = Array.from({ length: count }, (_, s): Shard => {
    const shard = shards[s];
    const described = itemsOf(valueAt(shard, 'replicas'));
    const own = counted(shard, 'replicasCount');
    hidden ||= own.hidden;
    const told = Math.max(own.value ?? 0, described.length);
    const replicas = Math.min(
      Math.max(told > 0 ? told : (deep.value ?? 1), told > 0 ? 0 : columns.length),
      MAX_REPLICAS,
    );
    const origin = shard === undefined ? place : source.origin(shard.span);
    return {
      replicas: Array.from({ length: replicas }, (__, r): ShardReplica => {
        const replica = described[r] ?? columns[r];
        const zone = zoneOf(root, replica) ?? zoneOf(root, shard) ?? zoneOf(root, cluster);
        return {
          host: `chi-${installation}-${label}-${s}-${r}`.toLowerCase(),
          port: textAt(replica, 'tcpPort')?.value ?? '9000',
          ...(zone === undefined ? {} : { zone }),
          origin: described[r] === undefined ? origin : source.origin(described[r]!.span),
        };
      }),
      written: internalReplication(source, shard, replicas, origin),
      origin,
    };
  });
  return { name: label, shards: all, hidden, origin: source.origin(name.span) };
}

function counted(node: Node | undefined, key: string): { readonly value?: number; readonly hidden: boolean } {
  const entry = entryAt(node, key);
  if (entry === undefined) return { hidden: false };
  const value = numberAt(entry.value)?.value;
  return value === undefined || value < 0 ? { hidden: true } : { value: Math.floor(value), hidden: false };
}

/** On where a shard has replicas, unless it is switched off: normalizeShardInternalReplication of the operator. */
function internalReplication(
  source: Source,
  shard: Node | undefined,
  replicas: number,
  place: Written['origin'],
): readonly Written[] {
  const entry = entryAt(shard, 'internalReplication');
  if (entry?.value.kind === 'scalar') {
    const off = /^(?:disabled|false|no|off|0)$/i.test(String(entry.value.value));
    const origin = source.origin(entry.value.span);
    return [{ key: 'internal_replication', raw: !off, keyOrigin: source.origin(entry.keySpan), origin }];
  }
  return [{ key: 'internal_replication', raw: replicas > 1, keyOrigin: place, origin: place }];
}

/** The only zone of the pod template that a host, a shard or a cluster names. */
function zoneOf(root: Node, node: Node | undefined): string | undefined {
  const name = textAt(node, 'templates', 'podTemplate')?.value;
  if (name === undefined) return undefined;
  const template = itemsOf(valueAt(root, 'spec', 'templates', 'podTemplates')).find(
    each => textAt(each, 'name')?.value === name,
  );
  const values = itemsOf(valueAt(template, 'zone', 'values'));
  const zone = values.length === 1 && values[0]?.kind === 'scalar' ? String(values[0].value) : undefined;
  return zone === undefined || isUntold(zone) ? undefined : zone;
}
