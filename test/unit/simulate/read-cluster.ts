import assert from 'node:assert/strict';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import type { Family, Prepared } from '../../../server/src/simulate/family.js';
import { isPrepared } from '../../../server/src/simulate/family.js';
import type { Schedule, ScheduledEvent } from '../../../server/src/simulate/schedule/model.js';

/** The clusters that some files come to. */
export function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const fragments = Object.entries(files).flatMap(([path, text]) =>
    readSource(new Source(`file:///w/${path}`, text), MODULES),
  );
  return joinFragments(fragments, MODULES).clusters;
}

/** The first of the clusters that a family can play, made ready. */
export function preparedFrom(files: Readonly<Record<string, string>>, family: Family): Prepared {
  const clusters = clustersOf(files);
  for (const cluster of clusters) {
    const found = family.prepare(cluster, clusters);
    if (isPrepared(found)) return found;
  }
  return assert.fail(`No cluster of ${family.id}: ${clusters.map(({ id }) => id).join(', ')}`);
}

/** Faults with their times in s, and two clients that write 20 times a second. The first fault comes after 10 s. */
export function scheduleOf(
  untilS: number,
  events: readonly (readonly [atS: number, fault: ScheduledEvent['fault']])[],
  sides: readonly (readonly string[])[] = [],
): Schedule {
  return {
    until: untilS * 1000,
    clients: ['c1', 'c2'].map((name, i) => ({
      name,
      ...(sides[i] === undefined ? {} : { group: sides[i] }),
      writesPerSecond: 20,
      readsPerSecond: 5,
      writeTimeoutMs: 1000,
    })),
    events: events.map(([atS, fault]) => ({ at: atS * 1000, fault })),
  };
}
