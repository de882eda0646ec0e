import { assembleAlternatives } from './alternatives.js';
import { withBroken } from './broken.js';
import { attachClaims } from './claims/attach.js';
import { folderOfUri, stepsBetween } from './folders.js';
import { hostOf } from './hosts.js';
import { withVersionsNear } from './images.js';
import type { Client, Cluster, FailoverRule, Missing, Router } from './model.js';
import type { Fragment, SystemModule } from './module.js';
import { applyOverlays } from './overlays.js';
import { withUntaken } from './placing/branches.js';
import { inForce } from './placing/in-force.js';
import { withoutLeftOut } from './placing/left-out.js';
import { withoutUnmounted } from './placing/unmounted.js';
import type { System } from './systems.js';
import { withTrials } from './trial.js';
import { withWalls } from './walls.js';

export { hostOf, hostPortOf } from './hosts.js';

/** All clusters of a project, and what could not be joined to any. */
export interface Landscape {
  readonly clusters: readonly Cluster[];
  readonly looseRouters: readonly Router[];
  readonly looseClients: readonly Client[];
}

/**
 * Puts clusters together from fragments, then joins them with each other: coordination services, routers and clients
 * are matched by host and port. A module that throws loses its own clusters and nothing else.
 */
export function joinFragments(
  fragments: readonly Fragment[],
  modules: readonly SystemModule[],
  log: (line: string) => void = () => {},
): Landscape {
  const { live, idle } = withoutUnmounted(withoutLeftOut(inForce(fragments)));
  const { clusters: all, routers, clients } = assembled(live, modules, log);
  const clusters = withBroken(
    withWalls(withTrials(withUntaken(withoutRepeats(all), fragments), live, fragments), fragments),
    live,
  );
  applyOverlays(
    live.filter(({ system }) => system === 'overlays'),
    clusters,
  );
  attachClaims(
    live.filter(({ system }) => system === 'claims'),
    clusters,
  );
  const index = new AddressIndex(clusters);
  for (const cluster of clusters) {
    const { coordination } = cluster;
    // A module that knows which one it is has said so.
    if (coordination === undefined || coordination.cluster !== undefined) continue;
    const isKind = (each: Cluster) => each.system === coordination.system;
    // Of several with such addresses, the one that stands in the same file.
    const found =
      index.find(
        coordination.addresses,
        each => isKind(each) && each.sources.some(uri => cluster.sources.includes(uri)),
      ) ?? index.find(coordination.addresses, isKind);
    if (found !== undefined) coordination.cluster = found.id;
  }
  const looseRouters = routers.filter(router => {
    const found = index.find(
      router.targets.map(target => target.text),
      takesRouters,
      router.origin.unit.uri,
    );
    if (found !== undefined) {
      found.routers.push(router);
      // Rules on the router ask for its system.
      (found.systems as Set<System>).add(router.system);
      if (router.failover !== undefined && found.failover.by === undefined)
        (found as { failover: FailoverRule }).failover =
          // What else promotes still does.
          found.failover.steps === true && router.failover.kind === 'manual'
            ? { ...router.failover, steps: true }
            : router.failover;
    }
    return found === undefined;
  });
  const looseClients = clients.filter(client => {
    const own = clusters.filter(({ systems }) => systems.has(client.system));
    const targets = client.targets.map(target => target.text);
    const found =
      index.find(targets, ({ systems }) => systems.has(client.system), client.origin.unit.uri) ??
      (own.length === 1 && (targets.length === 0 || own[0]!.open) ? own[0] : undefined);
    if (found !== undefined) found.clients.push(client);
    return found === undefined;
  });
  return { clusters: [...clusters, ...idleClusters(idle, modules, log)], looseRouters, looseClients };
}

/** Clusters of files that nothing puts in place: to be looked at, joined with nothing. */
function idleClusters(
  idle: readonly Fragment[],
  modules: readonly SystemModule[],
  log: (line: string) => void,
): readonly Cluster[] {
  if (idle.length === 0) return [];
  return assembled(idle, modules, log).clusters.map(cluster => {
    const note: Missing = {
      what: 'Nothing in the project puts these files in place.',
      origin: cluster.origin,
    };
    return { ...cluster, id: `${cluster.id}#idle`, idle: true, missing: [...cluster.missing, note] };
  });
}

/** What each system makes of its own fragments. */
function assembled(
  fragments: readonly Fragment[],
  modules: readonly SystemModule[],
  log: (line: string) => void,
): { readonly clusters: Cluster[]; readonly routers: Router[]; readonly clients: Client[] } {
  const clusters: Cluster[] = [];
  const routers: Router[] = [];
  const clients: Client[] = [];
  for (const module of modules) {
    const own = fragments.filter(
      ({ system }) => system === module.system || module.also?.some(each => each === system),
    );
    if (own.length === 0) continue;
    try {
      const { fragments: versioned, doubtful } = withVersionsNear(own, module, fragments);
      const found = assembleAlternatives(versioned, all => module.assemble(all));
      clusters.push(
        ...found.clusters.map(cluster =>
          cluster.versions[module.system] === undefined && cluster.sources.some(uri => doubtful.has(uri))
            ? { ...cluster, severalVersions: true as const }
            : cluster,
        ),
      );
      routers.push(...(found.routers ?? []));
      clients.push(...(found.clients ?? []));
    } catch (error) {
      log(
        `Reading ${module.system} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  return { clusters, routers, clients };
}

/** Clusters that are known only from what points at them, where nothing else speaks of their members. */
function withoutRepeats(clusters: readonly Cluster[]): readonly Cluster[] {
  if (!clusters.some(({ implied }) => implied)) return clusters;
  const index = new AddressIndex(clusters.filter(({ implied }) => !implied));
  return clusters.filter(
    ({ implied, members }) =>
      !implied ||
      index.find(
        members.flatMap(({ addresses }) => addresses),
        takesRouters,
      ) === undefined,
  );
}

/** Routers of databases do not stand before the services that databases are coordinated by. */
function takesRouters({ system }: Cluster): boolean {
  return system !== 'etcd' && system !== 'consul' && system !== 'zookeeper';
}

/** Finds the cluster that a list of addresses speaks of: the one with the most members among them. */
class AddressIndex {
  private readonly byAddress = new Map<string, Set<Cluster>>();

  constructor(clusters: readonly Cluster[]) {
    for (const cluster of clusters) {
      for (const member of cluster.members) {
        for (const address of [member.id, ...member.addresses]) {
          for (const key of [address.toLowerCase(), hostOf(address)]) {
            const known = this.byAddress.get(key);
            if (known === undefined) this.byAddress.set(key, new Set([cluster]));
            else known.add(cluster);
          }
        }
      }
    }
  }

  /** @param near A file: of several that fit as well, the one whose files are the nearest to it. */
  find(
    addresses: readonly string[],
    wanted: (cluster: Cluster) => boolean,
    near?: string,
  ): Cluster | undefined {
    const votes = new Map<Cluster, number>();
    for (const address of addresses) {
      const exact = this.byAddress.get(address.toLowerCase()) ?? new Set<Cluster>();
      const byHost = this.byAddress.get(hostOf(address)) ?? new Set<Cluster>();
      for (const cluster of new Set([...exact, ...byHost])) {
        if (!wanted(cluster)) continue;
        votes.set(cluster, (votes.get(cluster) ?? 0) + (exact.has(cluster) ? 1.5 : 1));
      }
    }
    const most = Math.max(...votes.values());
    const best = [...votes].flatMap(([cluster, count]) => (count === most ? [cluster] : []));
    if (near === undefined || best.length < 2) return best[0];
    const folder = folderOfUri(near);
    const steps = ({ sources }: Cluster) =>
      Math.min(...sources.map(uri => stepsBetween(folder, folderOfUri(uri))));
    return best.reduce((nearest, each) => (steps(each) < steps(nearest) ? each : nearest));
  }
}
