import type { FaultData } from '../../../server/src/protocol/topology-panel.js';
import { playback, shown } from '../store.js';
import { hostOfNode } from './things.js';

/** Parts some hosts from all others; clients go with the host that they stand beside. */
export function partition(hosts: readonly string[]): FaultData {
  const run = playback.peek();
  const all = [
    ...new Set((shown.peek()?.nodes ?? []).map(({ id }) => hostOfNode(id, run))),
    ...(run?.clients ?? []).map(({ name }) => name),
  ];
  const named = new Set(hosts);
  const near = (run?.clients ?? [])
    .filter(({ name, beside }) => !named.has(name) && beside[0] !== undefined && named.has(beside[0]))
    .map(({ name }) => name);
  const own = [...hosts, ...near];
  return { kind: 'partition', groups: [own, all.filter(name => !own.includes(name))] };
}
