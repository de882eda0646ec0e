import type { Origin } from '../../../sql/reading.js';
import type { Cluster } from '../../model.js';
import type { Written } from '../../settings.js';

/** Something wrong in a description, at its place. */
export interface Mistake {
  readonly origin: Origin;
  readonly message: string;
}

/** Of a list in a description: one of its maps. */
export interface Item {
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** What one description says. */
export interface NeutralData {
  readonly whole: readonly Written[];
  readonly nodes: readonly Item[];
  readonly links: readonly Item[];
  readonly clients: readonly Item[];
  /** Name of the file, for a cluster without a name. */
  readonly fileName: string;
  readonly mistakes: readonly Mistake[];
}

const mistakesOf = new WeakMap<Cluster, readonly Mistake[]>();

/** Keeps what is wrong in a cluster's description beside the cluster, for the rule that tells it. */
export function keepMistakes(cluster: Cluster, mistakes: readonly Mistake[]): void {
  mistakesOf.set(cluster, mistakes);
}

export function mistakesIn(cluster: Cluster): readonly Mistake[] {
  return mistakesOf.get(cluster) ?? [];
}
