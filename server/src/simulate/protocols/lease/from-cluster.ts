import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { isAtLeast, isOlder } from '../../../cluster/version.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import type { LeaseConfig, LeaseNode, SyncMode } from './config.js';
import { Hosts } from './hosts.js';
import { nodeOf } from './postgres-node.js';
import { addService, KUBERNETES } from './service.js';

/** A cluster made ready to be played. */
export interface LeaseModel {
  readonly config: LeaseConfig;
  readonly hosts: Hosts;
  /** Processes that keep the lock. */
  readonly members: readonly number[];
  readonly limits: readonly string[];
}

/** What a cluster under Patroni amounts to: its processes and what they go by. A text says what is missing. */
export function leaseOf(cluster: Cluster, all: readonly Cluster[]): LeaseModel | string {
  const patroni = cluster.settings.patroni;
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (patroni === undefined || members.length === 0) return 'The files do not tell which nodes Patroni has.';
  if (['host', 'port', 'restore_command'].some(key => patroni.given(`standby_cluster.${key}`) !== undefined))
    return 'A standby cluster takes no writes of its own.';
  if (members.length * 2 + 1 > MAX_SET) return 'There are too many nodes to play this cluster.';
  const hosts = new Hosts();
  const places = members.map(member => hosts.of(member));
  for (const [i, { id }] of members.entries())
    hosts.run(places[i]!, 'postgres', id, { serves: true, member: id });
  for (const [i, { id }] of members.entries())
    hosts.run(places[i]!, 'patroni', `${id}/patroni`, { serves: false, member: id });
  const ttlMs = patroni.number('ttl') ?? 30_000;
  const added = addService(cluster, all, hosts, ttlMs);
  if (hosts.processes.length > MAX_SET) return 'There are too many nodes to play this cluster.';
  const version = cluster.versions.patroni?.version;
  const ref = (...names: string[]) => because(cluster, 'patroni', ...names);
  const mode = patroni.text('synchronous_mode');
  const sync: SyncMode = mode === 'on' || mode === 'quorum' ? mode : 'off';
  const config: LeaseConfig = {
    agent: 'Patroni',
    nodes: members.map((member, i) => leaseNode(member, i, members, cluster, ttlMs)),
    ttlMs,
    loopWaitMs: patroni.number('loop_wait') ?? 10_000,
    retryTimeoutMs: patroni.number('retry_timeout') ?? 10_000,
    maximumLagBytes: patroni.number('maximum_lag_on_failover') ?? 2 ** 20,
    checkTimeline: patroni.flag('check_timeline') === true,
    sync,
    strict: sync !== 'off' && patroni.flag('synchronous_mode_strict') === true,
    strictTakesAny: isOlder(version, '4.1.4'),
    nodeCount: Math.max(1, patroni.number('synchronous_node_count') ?? 1),
    failsafe: patroni.flag('failsafe_mode') === true && isAtLeast(version, '3.0'),
    primaryStartMs: patroni.number('primary_start_timeout') ?? 300_000,
    raceBackoffMs: isAtLeast(version, '4.1') ? (patroni.number('primary_race_backoff') ?? 0) : 0,
    paused: patroni.flag('pause') === true,
    putsBlindly: added.etcd3 && isOlder(version, '3.0.3'),
    knowsLaterTimelines: isAtLeast(version, '3.1'),
    service: added.config,
    renewsExpired: added.etcd3 || added.config.name === KUBERNETES,
    memberKeysEnd: added.config.name !== KUBERNETES,
    dropsSlots: patroni.flag('postgresql.use_slots') !== false && isOlder(version, '4.0'),
    localAgents: added.localAgents,
    because: {
      ttl: ref('ttl'),
      retry: ref('retry_timeout', 'loop_wait'),
      loop: ref('loop_wait'),
      failsafe: ref('failsafe_mode'),
      sync: ref('synchronous_mode'),
      strict: ref('synchronous_mode_strict'),
      lag: ref('maximum_lag_on_failover'),
      watchdog: ref('watchdog.mode'),
      start: ref('primary_start_timeout'),
      rewind: ref('postgresql.use_pg_rewind'),
      timeline: ref('check_timeline'),
      pause: ref('pause'),
      tags: ref('tags.nofailover', 'tags.failover_priority'),
    },
  };
  return { config, hosts, members: added.members, limits: [...LIMITS, ...added.limits] };
}

function leaseNode(
  member: Member,
  process: number,
  members: readonly Member[],
  cluster: Cluster,
  ttlMs: number,
): LeaseNode {
  const own = member.settings.patroni ?? cluster.settings.patroni!;
  const upstream = own.given('tags.replicatefrom')?.effective;
  const replicateFrom = members.findIndex(({ id }) => id === upstream);
  const margin = own.number('watchdog.safety_margin') ?? 5_000;
  return {
    name: member.id,
    noFailover: !member.eligible,
    priority: own.number('tags.failover_priority') ?? 1,
    maySync: maySync(own),
    replicateFrom: replicateFrom < 0 || replicateFrom === process ? undefined : replicateFrom,
    // Without `required` it runs on where there is no watchdog: that is what most machines have.
    watchdogMs: own.text('watchdog.mode') === 'required' ? Math.max(1_000, ttlMs - margin) : undefined,
    rewinds: rewinds(own, member.settings.postgres),
    postgres: nodeOf(member, process, cluster),
  };
}

function maySync(own: Settings): boolean {
  if (own.flag('tags.nostream') === true) return false;
  const nosync = own.given('tags.nosync');
  if (nosync !== undefined) return nosync.effective !== true;
  return (own.number('tags.sync_priority') ?? 1) > 0;
}

function rewinds(own: Settings, postgres: Settings | undefined): boolean {
  if (own.flag('postgresql.remove_data_directory_on_diverged_timelines') === true) return true;
  return own.flag('postgresql.use_pg_rewind') === true && postgres?.flag('wal_log_hints') !== false;
}

const LIMITS: readonly string[] = [
  'A write is taken to be about 180 bytes of WAL.',
  'Restores from backups, scheduled switchovers and tags of noloadbalance are left out.',
];
