import type { LeaseModel } from './from-cluster.js';

/**
 * Nodes that may change places, each with its agent and with the member of the lock's service on the same machine; none
 * where they differ in any setting or place. Where members of the service stand apart, those keep their places.
 */
export function alikeNodes({ config, hosts, members }: LeaseModel): readonly (readonly number[])[] {
  const { nodes } = config;
  const n = nodes.length;
  const places = nodes.map((_, i) => hosts.processes[i]!.host);
  if (new Set(places).size < n || config.localAgents !== undefined) return [];
  // The order of a list of standbys tells them apart.
  if (config.sync === 'on' && config.nodeCount > 1) return [];
  if (nodes.some(({ postgres }) => postgres.sync.method === 'first')) return [];
  const shapes = nodes.map(({ name: _, postgres, ...node }, i) => {
    const { process: __, because: ___, sync, ...server } = postgres;
    const { region, zone } = hosts.all[places[i]!]!;
    return JSON.stringify([node, server, sync.method, sync.count, sync.members.length, region, zone]);
  });
  if (new Set(shapes).size > 1) return [];
  const beside = places.map(place => members.filter(p => hosts.processes[p]!.host === place));
  const together = beside.every(own => own.length === 1);
  if (!together && beside.some(own => own.length > 0)) return [];
  if (together && members.length > n) return [];
  return nodes.map((_, i) => [i, i + n, ...beside[i]!]);
}
