import type { Analyzer } from '../../analyzer/types.js';
import type { Cluster } from '../../cluster/model.js';
import { panelGraph } from '../../diagram/topology/index.js';
import type { WhatIf } from '../../protocol/topology-panel.js';
import type { Prepared } from '../../simulate/family.js';
import { siteLatency } from '../../simulate/world/places.js';
import { placeAt } from './places.js';
import { latencyId } from './tried.js';
import { planEdits } from './what-if/plan.js';
import { knobsOf, type Turned } from './what-if/setting.js';
import { controlOf, shownValue } from './what-if/value-text.js';

/** Latencies of more links than this are not offered one by one. */
const MAX_LINKS = 12;

/** The parameters of a cluster that can be tried in other values, its own system's first, then latencies of its links. */
export function whatIfsOf(
  analyzer: Analyzer,
  cluster: Cluster,
  all: readonly Cluster[],
  prepared: Prepared | undefined,
): readonly WhatIf[] {
  return [
    ...knobsOf(cluster, all).flatMap(turned => whatIfOf(analyzer, turned) ?? []),
    ...(prepared === undefined ? [] : latenciesOf(cluster, all, prepared)),
  ];
}

function whatIfOf(analyzer: Analyzer, turned: Turned): WhatIf | undefined {
  const { id, knob, setting } = turned;
  const { parameter, written } = setting;
  const value = shownValue(knob, setting.effective);
  if (value === undefined) return undefined;
  const control = controlOf(knob, parameter, value);
  if (control === undefined) return undefined;
  // Where no file shows a place for it, it cannot be tried either: trying is writing into a copy.
  if (planEdits(turned, value, uri => analyzer.text(uri)) === undefined) return undefined;
  return {
    id,
    label: parameter.name,
    about: parameter.meaning.replace(/(?<=\.)\s[\s\S]*$/, ''),
    value,
    written: written !== undefined,
    control,
    ...(written === undefined ? {} : { place: placeAt(analyzer, written.origin) }),
    appliable: true,
  };
}

/** One way, in ms: what files tell, else what the sites of the machines make one expect. */
function latenciesOf(cluster: Cluster, all: readonly Cluster[], prepared: Prepared): WhatIf[] {
  const { hosts, processes } = prepared;
  const latency = prepared.latency ?? siteLatency(hosts);
  const hostOf = (member: string) => processes.find(each => each.member === member)?.host;
  const seen = new Set<string>();
  // Equals that no file links talk to each other all the same.
  return panelGraph(cluster, all, prepared)
    .edges.filter(({ kind }) => kind !== 'coordination' && kind !== 'route')
    .flatMap(({ from, to, latencyMs }): WhatIf[] => {
      const [a, b] = [hostOf(from), hostOf(to)];
      const pair = [a, b].sort().join();
      if (a === undefined || b === undefined || a === b || seen.has(pair)) return [];
      seen.add(pair);
      return [
        {
          id: latencyId(from, to),
          label: `latency ${from}–${to}`,
          about: 'How long a message takes one way.',
          value: Math.round(latency(a, b)),
          written: latencyMs !== undefined,
          control: { kind: 'range', min: 0, max: 500, step: 1, unit: 'ms' },
          appliable: false,
        },
      ];
    })
    .slice(0, MAX_LINKS);
}
