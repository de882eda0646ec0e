import type { Cluster, Member } from '../../../cluster/model.js';
import type { SettingRef } from '../../history/model.js';
import { defaultNode, type PostgresNode } from '../../kit/postgres/index.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import { Hosts } from '../lease/hosts.js';

/** What a formation of pg_auto_failover goes by. Times in ms. Server i is process i, its keeper i + n, the monitor 2n. */
export interface AutoFailoverConfig {
  readonly nodes: readonly {
    readonly postgres: PostgresNode;
    readonly priority: number;
    readonly quorum: boolean;
  }[];
  readonly numberSync: number;
  /** From the last report of a node until it counts as unhealthy. */
  readonly unhealthyMs: readonly [least: number, most: number];
  /** How long the old primary gets to stop when it does not say that it has. */
  readonly demoteMs: number;
  /** A primary that reaches neither monitor nor standby stops itself after so long. */
  readonly partitionMs: number;
  readonly because: {
    readonly unhealthy: readonly SettingRef[];
    readonly demote: readonly SettingRef[];
    readonly partition: readonly SettingRef[];
    readonly sync: readonly SettingRef[];
  };
}

/** wal_sender_timeout as the keeper writes it: https://github.com/hapostgres/pg_auto_failover */
const WAL_SENDER_TIMEOUT = 30_000;

/** A text says why it cannot be played. */
export function autoFailoverOf(
  cluster: Cluster,
): { readonly config: AutoFailoverConfig; readonly hosts: Hosts } | string {
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.length < 2) return 'The files show only one of the servers that the monitor looks after.';
  if (members.length * 2 + 1 > MAX_SET) return 'There are too many nodes to play this cluster.';
  const hosts = new Hosts();
  for (const member of members)
    hosts.run(hosts.of(member), 'postgres', member.id, { serves: true, member: member.id });
  for (const member of members)
    hosts.run(hosts.of(member), 'pg_autoctl', `${member.id}/pg_autoctl`, {
      serves: false,
      member: member.id,
    });
  const monitor = cluster.members.find(({ role }) => role === 'witness');
  hosts.run(
    monitor === undefined ? hosts.at('monitor', []) : hosts.of(monitor),
    'monitor',
    monitor?.id ?? 'monitor',
    {
      serves: false,
    },
  );
  const { commit } = cluster;
  const settings = cluster.settings.pg_auto_failover;
  const ms = (name: string, otherwise: number) => settings?.number(name) ?? otherwise;
  const unhealthy = ms('pgautofailover.node_considered_unhealthy_timeout', 20_000);
  const check =
    ms('pgautofailover.health_check_period', 5_000) + ms('pgautofailover.health_check_timeout', 5_000);
  const quorum = members.map(
    member => member.settings.pg_auto_failover?.flag('replication-quorum') !== false,
  );
  const standbys = quorum.filter(Boolean).length - 1;
  const ref = (...names: string[]) => because(cluster, 'pg_auto_failover', ...names);
  return {
    config: {
      nodes: members.map((member, i) => ({
        postgres: nodeOf(i, quorum, commit.count),
        priority: priorityOf(member),
        quorum: quorum[i]!,
      })),
      numberSync: settings?.number('number_sync_standbys') ?? (standbys >= 2 ? 1 : 0),
      unhealthyMs: [unhealthy, unhealthy + check],
      demoteMs: ms('pgautofailover.primary_demote_timeout', 30_000),
      partitionMs: ms('timeout.network_partition_timeout', 20_000),
      because: {
        unhealthy: ref('pgautofailover.node_considered_unhealthy_timeout'),
        demote: ref('pgautofailover.primary_demote_timeout'),
        partition: ref('timeout.network_partition_timeout'),
        sync: ref('number_sync_standbys'),
      },
    },
    hosts,
  };
}

function nodeOf(process: number, quorum: readonly boolean[], count: number): PostgresNode {
  const members = quorum.flatMap((votes, j) => (votes && j !== process ? [j] : []));
  return {
    ...defaultNode(process),
    walSenderTimeoutMs: WAL_SENDER_TIMEOUT,
    sync: { method: 'any', count: Math.min(count, members.length), members },
  };
}

function priorityOf(member: Member): number {
  return member.settings.pg_auto_failover?.number('candidate-priority') ?? 50;
}
