import type { Analyzer } from '../../../analyzer/types.js';
import type { WhatIfValue } from '../../../protocol/topology-panel.js';
import type { FoundCluster } from '../find.js';
import { landscapeWith } from '../landscape-with.js';
import { notesOf } from '../notes.js';
import { knobsOf } from '../what-if/setting.js';
import { shownValue } from '../what-if/value-text.js';

/** What the running cluster needs beside files that say something else: as for values that people try. */
export function fixNotes(
  analyzer: Analyzer,
  uri: string,
  { cluster, all }: Pick<FoundCluster, 'cluster' | 'all'>,
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const { clusters } = landscapeWith(analyzer, uri, texts);
  const after = clusters.find(({ id }) => id === cluster.id);
  if (after === undefined) return [];
  const before = new Map(
    knobsOf(cluster, all).map(turned => [turned.id, shownValue(turned.knob, turned.setting.effective)]),
  );
  const changed: Record<string, WhatIfValue> = {};
  for (const { id, knob, setting } of knobsOf(after, clusters)) {
    const value = shownValue(knob, setting.effective);
    if (value !== undefined && before.has(id) && value !== before.get(id)) changed[id] = value;
  }
  return Object.keys(changed).length === 0 ? [] : notesOf(after, clusters, changed);
}
