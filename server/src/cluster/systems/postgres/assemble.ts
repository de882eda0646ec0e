import type { Assembled, Fragment } from '../../module.js';
import type { PostgresData } from './data.js';
import { groupNodes } from './groups.js';
import { nodesOf } from './nodes.js';
import { physicalCluster } from './physical.js';

/** Clusters from what configs, statements and services say of PostgreSQL and of what manages it. */
export function assemble(fragments: readonly Fragment<PostgresData>[]): Assembled {
  const clusters = groupNodes(nodesOf(fragments)).map(physicalCluster);
  return { clusters };
}
