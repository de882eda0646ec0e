import type { Analyzer } from '../../analyzer/types.js';
import type { Landscape } from '../../cluster/index.js';
import type { Cluster } from '../../cluster/model.js';
import type { WhatIfValue } from '../../protocol/topology-panel.js';
import type { Prepared } from '../../simulate/family.js';
import { siteLatency } from '../../simulate/world/places.js';
import { landscapeWith } from './landscape-with.js';
import { planEdits, type TextEdit } from './what-if/plan.js';
import { knobOf } from './what-if/setting.js';
import { hasValue } from './what-if/value-text.js';

/** A cluster as it were if parameters had other values. */
export interface Tried {
  readonly landscape: Landscape;
  readonly cluster: Cluster;
  /** The files that say so, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the system makes of a value, where it is not what was tried; whole sentences. */
  readonly remarks: readonly string[];
}

/** Prefix of the ids of links whose latency is tried. */
export const LINK = 'link:';

/**
 * Tries values by writing them into copies of the files, one after the other, and reading the clusters anew.
 * @param whatIf By id; latencies of links stand in no file and are left out.
 * @param texts Of files that differ already: `landscape` was read from them.
 */
export function tryValues(
  analyzer: Analyzer,
  uri: string,
  landscape: Landscape,
  cluster: Cluster,
  whatIf: Readonly<Record<string, WhatIfValue>>,
  texts: ReadonlyMap<string, string> = new Map(),
): Tried | { readonly why: string } {
  let tried: Tried = { landscape, cluster, texts, remarks: [] };
  for (const [id, value] of Object.entries(whatIf)) {
    if (id.startsWith(LINK)) continue;
    const next = tryOne(analyzer, uri, tried, id, value);
    if ('why' in next) return next;
    tried = next;
  }
  return tried;
}

function tryOne(
  analyzer: Analyzer,
  uri: string,
  before: Tried,
  id: string,
  value: WhatIfValue,
): Tried | { readonly why: string } {
  const turned = knobOf(before.cluster, before.landscape.clusters, id);
  if (turned === undefined) return { why: `${id} is no parameter of this cluster that can be tried.` };
  const { knob, setting } = turned;
  if (hasValue(knob, setting.value, value) && setting.written !== undefined) return before;
  const textOf = (file: string) => before.texts.get(file) ?? analyzer.text(file);
  const edits = planEdits(turned, value, textOf);
  if (edits === undefined) return { why: `No file shows where ${knob.name} would be written.` };
  const texts = new Map(before.texts);
  for (const file of new Set(edits.map(each => each.uri)))
    texts.set(
      file,
      edited(
        textOf(file) ?? '',
        edits.filter(each => each.uri === file),
      ),
    );
  const landscape = landscapeWith(analyzer, uri, texts);
  const cluster = sameCluster(landscape, before);
  const now = cluster && knobOf(cluster, landscape.clusters, id);
  if (cluster === undefined || now === undefined || !hasValue(knob, now.setting.value, value))
    return { why: `${knob.name} cannot be tried as ${String(value)}: the files would not be read that way.` };
  const { effective, because } = now.setting;
  const differs = !hasValue(knob, effective, value) && because !== undefined;
  return { landscape, cluster, texts, remarks: [...before.remarks, ...(differs ? [because] : [])] };
}

/** The same by its id, else by its place in the list. */
function sameCluster({ clusters }: Landscape, { cluster, landscape }: Tried): Cluster | undefined {
  return (
    clusters.find(({ id }) => id === cluster.id) ??
    (clusters.length === landscape.clusters.length
      ? clusters[landscape.clusters.indexOf(cluster)]
      : undefined)
  );
}

/** A text with edits made; those of one place in their order. */
export function edited(text: string, edits: readonly Omit<TextEdit, 'uri'>[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + newText;
    at = Math.max(at, end);
  }
  return result + text.slice(at);
}

/** The model with other latencies of links, by `link:from:to`. */
export function withLatencies(prepared: Prepared, whatIf: Readonly<Record<string, WhatIfValue>>): Prepared {
  const slow = new Map<string, number>();
  const { hosts, processes } = prepared;
  const hostsOf = new Map(
    processes.flatMap(({ member, host }) => (member === undefined ? [] : [[member, host]])),
  );
  for (const [a, from] of hostsOf)
    for (const [b, to] of hostsOf) {
      const value = whatIf[latencyId(a, b)];
      if (typeof value !== 'number' || value < 0) continue;
      slow.set(`${from} ${to}`, value);
      slow.set(`${to} ${from}`, value);
    }
  if (slow.size === 0) return prepared;
  const plain = prepared.latency ?? siteLatency(hosts);
  return { ...prepared, latency: (from, to) => slow.get(`${from} ${to}`) ?? plain(from, to) };
}

export function latencyId(from: string, to: string): string {
  return `${LINK}${from}:${to}`;
}
