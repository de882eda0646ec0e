import { hostOf } from '../../cluster/join.js';
import type { Cluster } from '../../cluster/model.js';
import type { Prepared } from '../../simulate/family.js';
import { coordinationId } from './ids.js';

/**
 * Which node of the picture each process of the model is, by its id; undefined: it is not drawn. An agent beside a server
 * (`n1/patroni`) is that server's node; what keeps the lock and stands in no file is a node of its own.
 */
export function nodesOfProcesses(
  cluster: Cluster,
  all: readonly Cluster[],
  { processes, hosts }: Prepared,
): readonly (string | undefined)[] {
  const own = new Set(cluster.members.map(({ id }) => id));
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  return processes.map(({ name, member, host, program }) => {
    if (member !== undefined && own.has(member)) return member;
    const bare = name.endsWith(`/${program}`) ? name.slice(0, -program.length - 1) : name;
    const { aliases } = hosts[host]!;
    const voter =
      service?.members.find(({ id }) => id === member || id === name) ??
      service?.members.find(({ id }) => id === bare) ??
      service?.members.find(each => each.addresses.some(address => aliases.includes(hostOf(address))));
    if (service !== undefined && voter !== undefined) return coordinationId(service, voter.id);
    if (own.has(name)) return name;
    if (own.has(bare)) return bare;
    return service === undefined ? coordinationId(undefined, name) : undefined;
  });
}
