import type { Cluster, Member } from '../../../cluster/model.js';
import type { Table } from '../../../schema/model.js';
import { isLogical, publicationsOf, publishes } from './crossing.js';

/** Two databases that take writes and replicate from each other; undefined: the cluster has no such two. */
export function twoWriters(cluster: Cluster): readonly [Member, Member] | undefined {
  return writersOfRing(cluster) ?? subscribersOfEachOther(cluster) ?? describedLeaders(cluster);
}

/** Clusters that the question can be asked of: PostgreSQL has several writers only by subscriptions. */
export function mayLeadTogether(cluster: Cluster): boolean {
  return cluster.systems.has('postgres') ? isLogical(cluster) : cluster.members.length > 1;
}

/** True where a table's rows go both ways: all of MySQL's do, those of PostgreSQL that are published. */
export function goesBothWays(cluster: Cluster, table: Table): boolean {
  if (!cluster.systems.has('postgres')) return true;
  return publicationsOf(cluster).filter(publication => publishes(publication, table)).length > 1;
}

/** What happens to replication when both have made a row with one key. */
export function stopsWith(cluster: Cluster): string {
  if (cluster.systems.has('postgres')) return 'the subscription stops (duplicate key)';
  return cluster.systems.has('neutral') ? 'one of the rows has to go' : 'replication stops (error 1062)';
}

/** Two nodes of a description that says they all lead. */
function describedLeaders({ settings, members }: Cluster): readonly [Member, Member] | undefined {
  if (settings.neutral?.text('protocol') !== 'multi-leader') return undefined;
  const [a, b] = members.filter(({ role }) => role === 'data');
  return a === undefined || b === undefined ? undefined : [a, b];
}

/** Two databases of PostgreSQL with a subscription each way. */
function subscribersOfEachOther(cluster: Cluster): readonly [Member, Member] | undefined {
  if (!cluster.systems.has('postgres')) return undefined;
  for (const { from, to, kind } of cluster.links) {
    if (kind !== 'logical' || from >= to) continue;
    if (!cluster.links.some(link => link.kind === 'logical' && link.from === to && link.to === from))
      continue;
    const [a, b] = [from, to].map(id => cluster.members.find(member => member.id === id));
    if (a !== undefined && b !== undefined) return [a, b];
  }
  return undefined;
}

/** Two configured servers that replicate from each other, neither of them read only. */
export function writersOfRing(cluster: Cluster): readonly [Member, Member] | undefined {
  if (cluster.systems.has('galera') || cluster.systems.has('group-replication')) return undefined;
  if (!cluster.systems.has('mysql') && !cluster.systems.has('mariadb')) return undefined;
  // What promotes, or moves an address, lets one of them be written to at a time.
  if (cluster.failover.kind !== 'manual' || cluster.failover.steps === true) return undefined;
  for (const { from, to } of cluster.links) {
    if (from >= to || !cluster.links.some(link => link.from === to && link.to === from)) continue;
    const [a, b] = [from, to].map(id => cluster.members.find(member => member.id === id));
    if (a?.configured !== true || b?.configured !== true || [a, b].some(mayBeReadOnly)) continue;
    return [a, b];
  }
  return undefined;
}

function mayBeReadOnly({ settings }: Member): boolean {
  const own = settings.mysql ?? settings.mariadb;
  return (
    own === undefined ||
    ['read_only', 'super_read_only'].some(name => own.flag(name) === true || own.isHidden(name))
  );
}
