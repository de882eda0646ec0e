import type { Cluster } from '../../../cluster/model.js';
import { followsAnother } from '../../../cluster/systems/cloudnativepg/assemble.js';
import { synchronous } from '../../../cluster/systems/cloudnativepg/sync.js';
import { isAtLeast } from '../../../cluster/version.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import { Hosts } from '../lease/hosts.js';
import { nodeOf } from '../lease/postgres-node.js';
import type { CnpgConfig, CnpgSync } from './config.js';

/** What a cluster of CloudNativePG amounts to; a text says why it cannot be played. */
export function cnpgOf(cluster: Cluster): { readonly config: CnpgConfig; readonly hosts: Hosts } | string {
  const settings = cluster.settings.cloudnativepg;
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (settings === undefined || members.length === 0) return 'The manifest does not tell its instances.';
  if (followsAnother(settings, cluster.name)) return 'A replica cluster takes no writes of its own.';
  if (members.length + 1 > MAX_SET) return 'There are too many instances to play this cluster.';
  const hosts = new Hosts();
  for (const member of members)
    hosts.run(hosts.of(member), 'postgres', member.id, { serves: true, member: member.id });
  hosts.run(hosts.at('kubernetes', []), 'operator', 'operator', { serves: false });
  const version = cluster.versions.cloudnativepg?.version;
  const ref = (...names: string[]) => because(cluster, 'cloudnativepg', ...names);
  const timeout = settings.number('livenessProbeTimeout') ?? 30_000;
  const isolates =
    isAtLeast(version, '1.27') && settings.flag('probes.liveness.isolationCheck.enabled') !== false;
  const config: CnpgConfig = {
    nodes: members.map((member, i) => nodeOf(member, i, cluster)),
    sync: syncOf(cluster),
    failoverQuorum:
      synchronous(settings) &&
      isAtLeast(version, '1.27') &&
      settings.flag('postgresql.synchronous.failoverQuorum') === true,
    failoverDelayMs: settings.number('failoverDelay') ?? 0,
    lease: isAtLeast(version, '1.30')
      ? {
          durationMs: settings.number('primaryLease.leaseDurationSeconds') ?? 15_000,
          retryMs: settings.number('primaryLease.retryPeriodSeconds') ?? 2_000,
        }
      : undefined,
    // Three probes in a row, 10 s apart by default, and the time until the container has ended.
    isolationMs: isolates ? [Math.round((timeout * 2) / 3), timeout + 5_000] : undefined,
    because: {
      sync: ref('postgresql.synchronous.number'),
      durability: ref('postgresql.synchronous.dataDurability'),
      quorum: ref('postgresql.synchronous.failoverQuorum'),
      delay: ref('failoverDelay'),
      lease: ref('primaryLease.leaseDurationSeconds'),
      isolation: ref('probes.liveness.isolationCheck.enabled', 'livenessProbeTimeout'),
    },
  };
  return { config, hosts };
}

function syncOf({ commit, settings }: Cluster): CnpgSync | undefined {
  const own = settings.cloudnativepg!;
  if (commit.count === 0 || (commit.method !== 'first' && commit.method !== 'any')) return undefined;
  const preferred = !synchronous(own) || own.text('postgresql.synchronous.dataDurability') === 'preferred';
  return { method: commit.method, number: commit.count, preferred };
}
