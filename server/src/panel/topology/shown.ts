import type { Analyzer, LocatedFinding } from '../../analyzer/types.js';
import type { Cluster } from '../../cluster/model.js';
import { SYSTEMS, type System } from '../../cluster/systems.js';
import { printVersion } from '../../cluster/version.js';
import type { TopologyEdge, TopologyNode } from '../../diagram/topology/graph.js';
import { coordinationId } from '../../diagram/topology/ids.js';
import { layoutPanel, nodesOfProcesses, panelGraph } from '../../diagram/topology/index.js';
import type { PanelGroup, PanelLink, PanelNode, ShownCluster } from '../../protocol/topology-panel.js';
import type { PanelPlace } from '../../protocol/webview.js';
import { ruleById } from '../../rules/index.js';
import type { Prepared } from '../../simulate/family.js';
import { sourcesOf } from './clusters-of.js';
import type { FoundCluster } from './find.js';
import { isWithin, memberPlaces, type PlaceOf, settingOrigins } from './places.js';
import { presetsOf } from './presets.js';
import { whatIfsOf } from './what-if.js';

/**
 * A cluster as the panel draws it.
 * @param asKept False: it was read from other texts; of these there are no findings, and nothing can be tried on them.
 */
export async function shownCluster(
  analyzer: Analyzer,
  found: FoundCluster,
  asKept = true,
): Promise<ShownCluster> {
  const { cluster, all, prepared, why, placeOf } = found;
  const graph = panelGraph(cluster, all, prepared);
  const layout = await layoutPanel(graph);
  const sources = sourcesOf(cluster, all);
  const findings = asKept ? sources.flatMap(uri => clusterFindings(analyzer, uri)) : [];
  const places = placesOf(analyzer, cluster, all, placeOf);
  const nowhere = { x: 0, y: 0, width: 0, height: 0 };
  const machines = machinesOf(found);
  return {
    id: cluster.id,
    title: graph.title,
    subtitle: subtitleOf(cluster, all),
    nodes: graph.nodes.map(node => {
      const own = places.get(node.id) ?? node.origins.map(placeOf);
      const machine = machines.get(node.id);
      const shown = nodeOf(node, own, layout.nodes.get(node.id) ?? nowhere, findings);
      return machine === undefined ? shown : { ...shown, machine };
    }),
    links: graph.edges.map(edge => linkOf(edge, prepared, placeOf)),
    groups: graph.groups.map(
      ({ id, title, level, parent }): PanelGroup => ({
        id,
        title,
        level,
        ...(parent === undefined ? {} : { parent }),
        box: layout.groups.get(id) ?? nowhere,
      }),
    ),
    findings: countOf(findings),
    ...(why === undefined ? {} : { notPlayable: why }),
    presets: prepared === undefined ? [] : presetsOf(cluster, all, prepared),
    whatIf: asKept ? whatIfsOf(analyzer, cluster, all, prepared) : [],
    sources,
    missing: missingOf(cluster, all),
  };
}

/** Machines of nodes as schedules call them, where there is a model. */
function machinesOf({ cluster, all, prepared }: FoundCluster): ReadonlyMap<string, string> {
  const machines = new Map<string, string>();
  if (prepared === undefined) return machines;
  for (const [index, id] of nodesOfProcesses(cluster, all, prepared).entries()) {
    const host = prepared.hosts[prepared.processes[index]!.host];
    if (id !== undefined && host !== undefined && !machines.has(id)) machines.set(id, host.name);
  }
  return machines;
}

function nodeOf(
  { id, shape, title, lines, group, host, leader, absent }: TopologyNode,
  places: readonly PanelPlace[],
  box: PanelNode['box'],
  findings: readonly LocatedFinding[],
): PanelNode {
  return {
    id,
    shape,
    title,
    lines,
    ...(group === undefined ? {} : { group }),
    host,
    leader,
    absent,
    places,
    box,
    findings: findings.filter(finding => places.some(place => isWithin(finding, place))).length,
  };
}

function linkOf(
  { id, from, to, kind, label, latencyMs, bothWays, origins }: TopologyEdge,
  prepared: Prepared | undefined,
  placeOf: PlaceOf,
): PanelLink {
  const latency = latencyMs ?? modelLatency(prepared, from, to);
  return {
    id,
    from,
    to,
    kind,
    label,
    ...(latency === undefined ? {} : { latencyMs: latency }),
    ...(bothWays ? { bothWays } : {}),
    places: origins.map(placeOf),
  };
}

/** One way between the machines of two members, where the model is told it. */
function modelLatency(prepared: Prepared | undefined, from: string, to: string): number | undefined {
  if (prepared?.latency === undefined) return undefined;
  const hostOf = (id: string) => prepared.processes.find(({ member }) => member === id)?.host;
  const [a, b] = [hostOf(from), hostOf(to)];
  return a === undefined || b === undefined || a === b ? undefined : prepared.latency(a, b);
}

/** What the rules on clusters say in a file: those on its tables are told elsewhere. */
function clusterFindings(analyzer: Analyzer, uri: string): readonly LocatedFinding[] {
  return analyzer.findings(uri).filter(({ rule }) => ruleById(rule)?.on === 'cluster');
}

const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

function countOf(findings: readonly LocatedFinding[]): ShownCluster['findings'] {
  const worst = SEVERITIES.find(each => findings.some(({ severity }) => severity === each));
  return { count: findings.length, ...(worst === undefined ? {} : { worst }) };
}

/** Where each node is written, by its id. */
function placesOf(
  analyzer: Analyzer,
  cluster: Cluster,
  all: readonly Cluster[],
  placeOf: PlaceOf,
): ReadonlyMap<string, readonly PanelPlace[]> {
  const found = new Map<string, readonly PanelPlace[]>(memberPlaces(analyzer, cluster, placeOf));
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  if (service !== undefined)
    for (const [id, places] of memberPlaces(analyzer, service, placeOf))
      found.set(coordinationId(service, id), places);
  for (const [shape, list] of [
    ['router', cluster.routers],
    ['client', cluster.clients],
  ] as const)
    for (const { id, origin, settings } of list)
      found.set(`${shape}/${id}`, [origin, ...settingOrigins(settings).slice(0, 20)].map(placeOf));
  return found;
}

/** The systems that it is made of, each with its version where a file tells it. */
function subtitleOf(cluster: Cluster, all: readonly Cluster[]): string {
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  const kept = cluster.coordination?.system;
  const routers = new Set(cluster.routers.map(({ system }) => system));
  const own = [...cluster.systems].filter(system => system !== cluster.system && !routers.has(system));
  const named = (system: System, version = cluster.versions[system]?.version) =>
    version === undefined ? titleOf(system) : `${titleOf(system)} ${printVersion(version)}`;
  return [
    named(cluster.system),
    ...own.filter(system => system !== kept).map(system => named(system)),
    ...(service === undefined
      ? kept === undefined || kept === 'kubernetes'
        ? []
        : [named(kept)]
      : [named(service.system, service.versions[service.system]?.version)]),
    ...[...routers].map(system => named(system)),
  ].join(', ');
}

function titleOf(system: System): string {
  return system === 'neutral' ? 'Described by hand' : SYSTEMS[system];
}

function missingOf(cluster: Cluster, all: readonly Cluster[]): readonly string[] {
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  const told = [...cluster.missing, ...(service?.missing ?? [])].map(
    ({ what }) =>
      `The files do not show ${what
        .replace(/^[A-Z]/, first => first.toLowerCase())
        .replace(/^every /, 'any ')
        .replace(/\.$/, '')}.`,
  );
  const absent = cluster.members.filter(({ configured }) => !configured).map(({ id }) => id);
  const some =
    absent.length > 5 ? `${absent.slice(0, 5).join(', ')} and ${absent.length - 5} more` : absent.join(', ');
  return [
    ...new Set(told),
    ...(absent.length > 0 && told.length === 0 ? [`No config of ${some} was found.`] : []),
    ...(cluster.open ? ['There may be more members than the files show.'] : []),
  ];
}
