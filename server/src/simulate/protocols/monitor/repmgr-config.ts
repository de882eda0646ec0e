import type { Cluster } from '../../../cluster/model.js';
import { readConninfo } from '../../../cluster/systems/postgres/conninfo.js';
import type { SettingRef } from '../../history/model.js';
import type { PostgresNode } from '../../kit/postgres/index.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import { Hosts } from '../lease/hosts.js';
import { nodeOf } from '../lease/postgres-node.js';

/** What a cluster under repmgr goes by. Times in ms. Server i is process i, its repmgrd i + n, witnesses come behind them. */
export interface RepmgrConfig {
  readonly nodes: readonly RepmgrNode[];
  readonly leader: number | undefined;
  /** Locations of witnesses, which are seen and have no data. */
  readonly witnesses: readonly string[];
}

export interface RepmgrNode {
  readonly postgres: PostgresNode;
  readonly priority: number;
  /** Location: nobody is promoted without one in sight that stands where the primary does. */
  readonly location: string;
  readonly automatic: boolean;
  readonly attempts: number;
  readonly intervalMs: number;
  readonly monitorMs: number;
  readonly connectMs: number;
  /** Nobody is promoted while another node still sees the primary. */
  readonly consensus: boolean;
  readonly notificationMs: number;
  readonly because: { readonly attempts: readonly SettingRef[]; readonly rules: readonly SettingRef[] };
}

/** A text says why it cannot be played. */
export function repmgrOf(
  cluster: Cluster,
): { readonly config: RepmgrConfig; readonly hosts: Hosts } | string {
  const members = cluster.members.filter(({ role }) => role === 'data');
  const witnesses = cluster.members.filter(({ role }) => role === 'witness');
  if (members.length < 2) return 'The files show only one of the servers that repmgr looks after.';
  if (members.length * 2 + witnesses.length > MAX_SET)
    return 'There are too many nodes to play this cluster.';
  const hosts = new Hosts();
  for (const member of members)
    hosts.run(hosts.of(member), 'postgres', member.id, { serves: true, member: member.id });
  for (const member of members)
    hosts.run(hosts.of(member), 'repmgrd', `${member.id}/repmgrd`, { serves: false, member: member.id });
  for (const witness of witnesses)
    hosts.run(hosts.of(witness), 'witness', witness.id, { serves: false, member: witness.id });
  const nodes = members.map((member, i): RepmgrNode => {
    const own = member.settings.repmgr ?? cluster.settings.repmgr;
    const ms = (name: string, otherwise: number) => own?.number(name) ?? otherwise;
    const timeout = Number(
      readConninfo(own?.text('conninfo') ?? '')?.parts.get('connect_timeout')?.value ?? '2',
    );
    return {
      postgres: nodeOf(member, i, cluster),
      priority: ms('priority', 100),
      location: own?.text('location') ?? 'default',
      automatic: own?.text('failover') === 'automatic',
      attempts: Math.max(1, ms('reconnect_attempts', 6)),
      intervalMs: ms('reconnect_interval', 10_000),
      monitorMs: ms('monitor_interval_secs', 2_000),
      connectMs: (Number.isFinite(timeout) && timeout > 0 ? timeout : 2) * 1000,
      consensus: own?.flag('primary_visibility_consensus') === true,
      notificationMs: ms('primary_notification_timeout', 60_000),
      because: {
        attempts: because(member, 'repmgr', 'reconnect_attempts', 'reconnect_interval'),
        rules: because(member, 'repmgr', 'location', 'priority', 'primary_visibility_consensus'),
      },
    };
  });
  const leader = members.findIndex(member => member.leader === true);
  return {
    config: {
      nodes,
      leader: leader < 0 ? undefined : leader,
      witnesses: witnesses.map(({ settings }) => settings.repmgr?.text('location') ?? 'default'),
    },
    hosts,
  };
}
