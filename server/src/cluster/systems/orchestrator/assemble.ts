import { hostOf } from '../../join.js';
import type { Cluster, FailoverRule, Member } from '../../model.js';
import { Settings } from '../../settings.js';
import type { System } from '../../systems.js';
import { folderOf, type OrchestratorDraft } from '../mysql/data.js';
import { nodeFolder } from '../mysql/group.js';
import { ORCHESTRATOR_TABLE } from './parameters.js';

/** The orchestrators that configs show: alone, or as a group that agrees by Raft. */
export function orchestratorClusters(drafts: readonly OrchestratorDraft[]): readonly Cluster[] {
  const groups: OrchestratorDraft[][] = [];
  for (const draft of drafts) {
    const names = key(draft);
    const group = groups.find(
      ([first]) =>
        names !== '' &&
        key(first!) === names &&
        folderOf(nodeFolder(folderOf(first!.path))) === folderOf(nodeFolder(folderOf(draft.path))),
    );
    if (group === undefined) groups.push([draft]);
    else group.push(draft);
  }
  return groups.map(clusterOf);
}

function key({ raftNodes }: OrchestratorDraft): string {
  return raftNodes
    .map(({ text }) => text)
    .sort()
    .join(',');
}

function clusterOf(drafts: readonly OrchestratorDraft[]): Cluster {
  const [first] = drafts;
  const { path, origin, raftNodes } = first!;
  const settings = settingsOf(first!);
  const raft = settings.flag('RaftEnabled') === true;
  const member = (id: string, at: Member['origin']): Member => ({
    id,
    role: 'witness',
    votes: raft ? 1 : 0,
    eligible: true,
    site: {},
    addresses: [id, hostOf(id)],
    settings: { orchestrator: settings },
    origin: at,
    configured: true,
  });
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    id: `orchestrator:${name}@${folderOf(path)}`,
    name,
    system: 'orchestrator',
    systems: new Set<System>(['orchestrator']),
    versions: {},
    members: raft
      ? raftNodes.map(({ text, origin: at }) => member(text, at))
      : [member('orchestrator', origin)],
    links: [],
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    failover: failoverOf(settings),
    resources: [],
    routers: [],
    clients: [],
    settings: { orchestrator: settings },
    missing: [],
    open: raft && settings.isHidden('RaftNodes'),
    origin,
    sources: drafts.map(draft => draft.origin.unit.uri),
  };
}

export function settingsOf(draft: OrchestratorDraft): Settings {
  return new Settings(ORCHESTRATOR_TABLE, undefined, draft.written);
}

/** What it does for the servers that it watches. */
export function failoverOf(settings: Settings): FailoverRule {
  const filters = settings.get('RecoverMasterClusterFilters');
  const patterns = settings
    .list('RecoverMasterClusterFilters')
    .filter(pattern => pattern !== '_master_pattern_');
  const origin = filters?.written?.origin;
  if (patterns.length === 0 && !settings.isHidden('RecoverMasterClusterFilters'))
    return { kind: 'manual', by: 'orchestrator', ...(origin === undefined ? {} : { origin }) };
  const poll = settings.number('InstancePollSeconds') ?? 5000;
  return {
    kind: 'automatic',
    by: 'orchestrator',
    detectMs: [poll, poll * 4],
    ...(origin === undefined ? {} : { origin }),
  };
}
