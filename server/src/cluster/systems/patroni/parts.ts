import { hostOf } from '../../join.js';
import { syncOf } from '../../kit/commit-links.js';
import type { CommitRule, Coordination, Link, Member, Missing } from '../../model.js';
import type { Settings } from '../../settings.js';
import { isStandbyCluster } from './effective.js';
import { DCS_SYSTEMS, type PatroniData, type PatroniFragment } from './fragment.js';

/** Every standby streams from the first node that may lead, or from the one that its tag names. */
export function linksOf(members: readonly Member[], commit: CommitRule): Link[] {
  const leader = members.find(({ eligible }) => eligible) ?? members[0];
  if (leader === undefined) return [];
  return members.flatMap((member): Link[] => {
    if (member === leader) return [];
    const from = member.settings.patroni?.given('tags.replicatefrom');
    const upstream = members.find(({ id }) => id === from?.effective);
    return [
      {
        from: (upstream ?? leader).id,
        to: member.id,
        kind: 'physical',
        sync: upstream === undefined ? syncOf(commit, leader.id, member.id) : 'async',
        origin: from?.written.origin ?? member.origin,
      },
    ];
  });
}

export function coordinationOf(nodes: readonly PatroniData[]): Coordination | undefined {
  const first = nodes.find(({ dcs }) => dcs !== undefined)?.dcs;
  if (first === undefined || first.kind === 'raft') return undefined;
  const same = nodes.flatMap(({ dcs }) => (dcs?.kind === first.kind ? dcs.addresses : []));
  return {
    system: DCS_SYSTEMS[first.kind],
    interface: first.kind,
    addresses: [...new Set(same.map(({ text }) => text))],
    origin: first.origin,
  };
}

export function missingOf(nodes: readonly PatroniFragment[], patroni: Settings, open: boolean): Missing[] {
  const missing: Missing[] = [];
  const [first] = nodes;
  if (open && first !== undefined) {
    missing.push({ what: 'the other nodes of the cluster', origin: first.data.origin });
  }
  const sites = nodes
    .flatMap(({ data }) => data.local)
    .find(({ key }) => key.startsWith('multisite.') && key !== 'multisite.name');
  if (sites !== undefined)
    missing.push({ what: 'the other sites of the multisite section', origin: sites.keyOrigin });
  const raft = nodes.find(({ data }) => data.dcs?.kind === 'raft')?.data.dcs;
  const known = new Set(nodes.flatMap(({ data }) => data.addresses.map(hostOf)));
  for (const { text, origin } of raft?.addresses ?? []) {
    if (!known.has(hostOf(text))) missing.push({ what: `the Raft member ${text}`, origin });
  }
  const remote = patroni.given('standby_cluster.host');
  if (remote !== undefined && isStandbyCluster(patroni)) {
    missing.push({
      what: `the remote primary ${String(remote.value ?? '')}`.trim(),
      origin: remote.written.origin,
    });
  }
  return missing;
}
