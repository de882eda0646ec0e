import { isHidden } from '../../../documents/templates.js';
import { booleanAt, type Node, numberAt, textAt } from '../../../documents/tree.js';
import type { Fragment } from '../../module.js';
import { repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Source } from '../../source.js';
import type { MemberDraft, MongoData } from './data.js';
import { versionOfTag } from './written.js';

/** More than a set may have. */
const MOST = 50;

/** Values of Bitnami's charts: `mongodb` with `architecture: replicaset`, and `mongodb-sharded`. */
export function readChart(service: ServiceDraft): Fragment<MongoData>[] {
  const { node, source } = service;
  if (node === undefined || service.image === undefined) return [];
  const repository = repositoryOf(service.image.text);
  if (/mongodb-sharded$/.test(repository)) return shardedChart(service, node);
  if (!/(?:^|\/)mongodb$/.test(repository) || textAt(node, 'architecture')?.value !== 'replicaset') return [];
  const name = textAt(node, 'replicaSetName');
  const count = numberAt(node, 'replicaCount');
  const data = drafts(source, 'mongodb', count === undefined ? 2 : count.value, count?.span ?? node.span);
  const arbiter = booleanAt(node, 'arbiter', 'enabled');
  const hidden = booleanAt(node, 'hidden', 'enabled');
  const members = [...data.members];
  // The chart starts an arbiter unless it is told not to.
  if (arbiter === undefined || arbiter.value === true)
    members.push(
      extra(source, 'mongodb-arbiter-0', arbiter?.span ?? count?.span ?? node.span, ['arbiterOnly', true]),
    );
  if (hidden?.value === true)
    members.push(
      extra(source, 'mongodb-hidden-0', hidden.span, ['hidden', true], ['priority', 0], ['votes', 0]),
    );
  return [fragmentOf(service, name?.value ?? 'rs0', name?.span, members, data.open)];
}

function shardedChart(service: ServiceDraft, node: Node): Fragment<MongoData>[] {
  const { source } = service;
  const shards = numberAt(node, 'shards');
  const copies = numberAt(node, 'shardsvr', 'dataNode', 'replicaCount');
  const config = numberAt(node, 'configsvr', 'replicaCount');
  const found: Fragment<MongoData>[] = [];
  const add = (
    name: string,
    count: { value: number | undefined; span: Node['span'] } | undefined,
    role: string,
  ) => {
    const { members, open } = drafts(
      source,
      name,
      count === undefined ? 1 : count.value,
      count?.span ?? node.span,
    );
    const fragment = fragmentOf(service, name, count?.span, members, open);
    const data = fragment.data as Extract<MongoData, { kind: 'set' }>;
    const at = source.origin(count?.span ?? service.image!.origin.span);
    found.push({
      ...fragment,
      data: { ...data, server: [{ key: 'sharding.clusterRole', raw: role, keyOrigin: at, origin: at }] },
    });
  };
  add('configsvr', config, 'configsvr');
  for (let i = 0; i < Math.min(shards?.value ?? 2, MOST); i++) add(`shard-${i}`, copies, 'shardsvr');
  return found;
}

function drafts(
  source: Source,
  name: string,
  count: number | undefined,
  span: Node['span'],
): { members: readonly MemberDraft[]; open: boolean } {
  const shown = Math.max(0, Math.min(count ?? 1, MOST));
  return {
    members: Array.from({ length: shown }, (_, i) => extra(source, `${name}-${i}`, span)),
    open: count === undefined || count > MOST,
  };
}

function extra(
  source: Source,
  host: string,
  span: Node['span'],
  ...options: readonly (readonly [name: string, value: boolean | number])[]
): MemberDraft {
  const origin = source.origin(span);
  return {
    host: { text: host, origin },
    written: options.map(([name, raw]) => ({ key: `members.${name}`, raw, keyOrigin: origin, origin })),
    site: {},
    origin,
  };
}

function fragmentOf(
  service: ServiceDraft,
  name: string,
  span: Node['span'] | undefined,
  members: readonly MemberDraft[],
  open: boolean,
): Fragment<MongoData> {
  const { source } = service;
  const origin = span === undefined ? service.origin : source.origin(span);
  const version = versionOfTag(tagOf(service.image!.text));
  return {
    system: 'mongodb',
    uri: source.uri,
    origin,
    data: {
      kind: 'set',
      id: { text: isHidden(name) ? '' : name, origin },
      by: 'operator',
      members,
      written: [],
      server: [],
      ...(version === undefined ? {} : { version }),
      open,
    },
  };
}
