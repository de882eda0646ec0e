import type { Cluster } from '../../../cluster/model.js';
import type { Origin } from '../../../sql/reading.js';
import type { ClusterContext } from '../../rule.js';
import { type HeldTable, tablesOf } from './crossing.js';
import { isBinlogReplication, mysqlNodes } from './mysql.js';

/** Servers that follow each other, all take writes, and hand out the same AUTO_INCREMENT numbers. */
export interface Collision {
  readonly kind: 'step' | 'offset';
  /** Where it is to be changed. */
  readonly origin: Origin;
  readonly names: string;
  readonly writers: number;
  readonly step: number;
  readonly offset: number;
}

/** How the writers of a ring come to give the same numbers; undefined where they do not, or nobody knows. */
export function numbersCollide(cluster: Cluster): Collision | undefined {
  if (!isBinlogReplication(cluster)) return undefined;
  // What promotes, or moves an address, lets one of them be written to at a time.
  if (cluster.failover.kind !== 'manual' || cluster.failover.steps === true) return undefined;
  const pairs = new Set(cluster.links.map(({ from, to }) => `${from}\0${to}`));
  const writers = mysqlNodes(cluster).filter(({ member, mysqld }) => {
    const both = cluster.links.some(({ from, to }) => to === member.id && pairs.has(`${member.id}\0${from}`));
    const ring = member.leader === true && cluster.links.some(({ to }) => to === member.id);
    const mayNotWrite = ['read_only', 'super_read_only'].some(
      name => mysqld.flag(name) === true || mysqld.isHidden(name),
    );
    return (both || ring) && !mayNotWrite;
  });
  if (writers.length < 2) return undefined;
  if (
    writers.some(
      ({ mysqld }) => mysqld.isHidden('auto_increment_increment') || mysqld.isHidden('auto_increment_offset'),
    )
  )
    return undefined;
  const steps = writers.map(({ mysqld }) => mysqld.number('auto_increment_increment') ?? 1);
  const offsets = writers.map(({ mysqld }) => mysqld.number('auto_increment_offset') ?? 1);
  const narrow = steps.findIndex(step => step < writers.length);
  const twin = offsets.findIndex((offset, i) => offsets.indexOf(offset) !== i);
  const [kind, at] = narrow !== -1 ? (['step', narrow] as const) : (['offset', twin] as const);
  const node = writers[at];
  if (node === undefined) return undefined;
  return {
    kind,
    origin:
      node.mysqld.given(`auto_increment_${kind === 'step' ? 'increment' : 'offset'}`)?.written.origin ??
      node.member.origin,
    names: writers.map(({ member }) => member.id).join(' and '),
    writers: writers.length,
    step: steps[at]!,
    offset: offsets[at]!,
  };
}

/** The tables with AUTO_INCREMENT that such servers hold, as far as files tell. */
export function countedTables(cluster: Cluster, context: ClusterContext): readonly HeldTable[] {
  return tablesOf(cluster, context, each => numbersCollide(each) !== undefined).filter(({ table }) =>
    table.columns.some(({ identity }) => identity === 'auto'),
  );
}
