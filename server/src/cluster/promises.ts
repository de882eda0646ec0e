import type { Cluster, Guarantee } from './model.js';
import type { SystemModule } from './module.js';

/** What operations on a cluster get, as its system's module says; nothing where none knows. Never throws. */
export function guaranteesOf(cluster: Cluster, modules: readonly SystemModule[]): readonly Guarantee[] {
  try {
    return (
      modules
        .find(({ system, also }) => system === cluster.system || also?.includes(cluster.system))
        ?.guarantees?.(cluster) ?? []
    );
  } catch {
    return [];
  }
}
