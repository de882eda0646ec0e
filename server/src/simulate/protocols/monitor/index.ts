import type { Family } from '../../family.js';
import { AutoFailover } from './auto-failover.js';
import { autoFailoverOf } from './auto-failover-config.js';
import { Repmgr } from './repmgr.js';
import { repmgrOf } from './repmgr-config.js';

const READ_LEVELS = [
  { name: 'read committed', linearizable: false },
  { name: 'read from the primary', linearizable: true },
] as const;

/** Daemons beside the servers that elect among themselves: repmgr. */
export const REPMGR: Family = {
  id: 'repmgr',
  title: 'Daemons that elect a standby',
  prepare(cluster) {
    if (cluster.system !== 'repmgr') return undefined;
    const model = repmgrOf(cluster);
    if (typeof model === 'string') return { why: model };
    const { config, hosts } = model;
    return {
      family: REPMGR.id,
      title: REPMGR.title,
      hosts: hosts.all,
      processes: hosts.processes,
      create: world => new Repmgr(world, config),
      searchUnitMs: Math.max(2_000, Math.round(config.nodes[0]!.intervalMs / 2)),
      readLevels: READ_LEVELS,
      limits: [
        'Commands of the files (promote_command, failover_validation_command, child_nodes_disconnect_command) are taken to do what their names say, and none fences the old primary.',
      ],
    };
  },
};

/** A monitor that decides alone: pg_auto_failover. */
export const AUTO_FAILOVER: Family = {
  id: 'pg_auto_failover',
  title: 'A monitor that names the primary',
  prepare(cluster) {
    if (cluster.system !== 'pg_auto_failover') return undefined;
    const model = autoFailoverOf(cluster);
    if (typeof model === 'string') return { why: model };
    const { config, hosts } = model;
    return {
      family: AUTO_FAILOVER.id,
      title: AUTO_FAILOVER.title,
      hosts: hosts.all,
      processes: hosts.processes,
      create: world => new AutoFailover(world, config),
      searchUnitMs: 5_000,
      readLevels: READ_LEVELS,
      limits: ['The servers of a formation are one group; the states of Citus are left out.'],
    };
  },
};
