import type { Cluster, Resource } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { isOlder } from '../../../cluster/version.js';
import { because } from '../../kit/reasons.js';
import type { SearchConfig, SearchNode } from './config.js';

/** Fault detection of Zen discovery, before version 7: a ping each second, three of them for 30 s each. */
const ZEN_GONE = 90_000;

/**
 * The shard that is played is one of the first index that is shown. Defaults:
 * https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/discovery-cluster-formation-settings and
 * https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules.
 */
export function configOf(cluster: Cluster): SearchConfig {
  const { system } = cluster;
  const settings = cluster.settings[system];
  const index = cluster.resources.find(({ kind }) => kind === 'index');
  const own = index?.settings[system];
  const members = cluster.members.filter(({ role }) => role !== 'router');
  const nodes = members.map(
    (member): SearchNode => ({
      name: member.id,
      votes: member.votes > 0,
      eligible: member.eligible,
      data: member.role === 'data',
      zone: member.site.zone ?? '',
    }),
  );
  const old = system === 'elasticsearch' && isOlder(cluster.versions[system]?.version, '7.0');
  const forced = (settings?.list('cluster.routing.allocation.awareness.force.zone.values').length ?? 0) > 0;
  const aware = (settings?.list('cluster.routing.allocation.awareness.attributes').length ?? 0) > 0;
  const zones = forced ? 'only' : aware ? 'spread' : 'none';
  const count = copiesOf(index);
  const gone = (who: 'follower' | 'leader') => {
    const of = (name: string, otherwise: number) =>
      settings?.number(`cluster.fault_detection.${who}_check.${name}`) ?? otherwise;
    const retries = of('retry_count', 3);
    return retries * of('timeout', 10_000) + (retries - 1) * of('interval', 1_000);
  };
  return {
    nodes,
    copies: placed(nodes, count, zones !== 'none'),
    ...(old ? { leastMasters: settings?.number('discovery.zen.minimum_master_nodes') ?? 1 } : {}),
    shrinks: settings?.flag('cluster.auto_shrink_voting_configuration') ?? true,
    followerGoneMs: old ? ZEN_GONE : gone('follower'),
    leaderGoneMs: old ? ZEN_GONE : gone('leader'),
    checkMs: settings?.number('cluster.fault_detection.leader_check.interval') ?? 1_000,
    blocks: settings?.text('cluster.no_master_block') === 'all' ? 'all' : 'write',
    waitFor: waitForOf(own, count),
    durable: own?.text('translog.durability') !== 'async',
    syncMs: own?.number('translog.sync_interval') ?? 5_000,
    delayedMs: own?.number('unassigned.node_left.delayed_timeout') ?? 60_000,
    zones,
    because: {
      masters: because(
        cluster,
        system,
        old ? 'discovery.zen.minimum_master_nodes' : 'cluster.initial_master_nodes',
      ),
      checks: because(
        cluster,
        system,
        'cluster.fault_detection.leader_check.timeout',
        'cluster.fault_detection.leader_check.retry_count',
      ),
      translog: because(cluster, system, 'translog.durability'),
      waitFor: because(cluster, system, 'write.wait_for_active_shards'),
      replicas: because(cluster, system, 'number_of_replicas'),
    },
  };
}

function copiesOf(index: Resource | undefined): number {
  return index?.copies?.[''] ?? 2;
}

/** `all`, or a number. */
function waitForOf(settings: Settings | undefined, copies: number): number {
  const text = settings?.text('write.wait_for_active_shards') ?? '1';
  return text === 'all' ? copies : Math.min(copies, Number(text) || 1);
}

/** One copy a node, in zones by turns where they are told apart. */
function placed(nodes: readonly SearchNode[], count: number, spread: boolean): number[] {
  const left = nodes.flatMap(({ data }, at) => (data ? [at] : []));
  const found: number[] = [];
  while (found.length < count && left.length > 0) {
    const held = (at: number) => found.filter(each => nodes[each]!.zone === nodes[at]!.zone).length;
    let best = 0;
    if (spread) for (let i = 1; i < left.length; i++) if (held(left[i]!) < held(left[best]!)) best = i;
    found.push(...left.splice(best, 1));
  }
  return found;
}
