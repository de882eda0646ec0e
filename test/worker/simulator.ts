import { joinFragments, MODULES, readSource, Source } from '../../server/src/cluster/index.js';
import { searchCluster } from '../../server/src/simulate/explore/verdict.js';
import { prepare } from '../../server/src/simulate/families.js';
import { isPrepared } from '../../server/src/simulate/family.js';
import { resultJson } from '../../server/src/simulate/report/json.js';
import { simulate } from '../../server/src/simulate/report/simulate.js';
import { run } from '../../server/src/simulate/run/run.js';
import type { Schedule } from '../../server/src/simulate/schedule/model.js';

/** What a machine makes of some clusters. Machines that make the same of them play and search alike. */
export interface Digest {
  readonly name: string;
  /** Operations of the run, and states of the search: none, and nothing was compared. */
  readonly operations: number;
  readonly states: number;
  readonly run: string;
  readonly simulation: string;
  readonly search: string;
}

/** The leader is cut off, one member freezes, and a link is slow and loses a third of what it carries. */
const SCHEDULE: Schedule = {
  until: 40_000,
  clients: ['c1', 'c2'].map((name, at) => ({
    name,
    group: [at === 0 ? '@primary' : '@replicas'],
    writesPerSecond: 10,
    readsPerSecond: 2,
    writeTimeoutMs: 1_000,
  })),
  events: [
    { at: 3_000, fault: { kind: 'slow', from: ['@primary'], to: ['@r1'], latencyMs: 40, loss: 0.3 } },
    { at: 6_000, fault: { kind: 'partition', groups: [['@primary'], ['@rest']] } },
    { at: 22_000, fault: { kind: 'heal' } },
    { at: 25_000, fault: { kind: 'pause', hosts: ['@r1'] } },
    { at: 31_000, fault: { kind: 'resume', hosts: ['@r1'] } },
  ],
};

/** Plays and searches the last cluster that can be played of each folder of files. */
export function digestsOf(folders: Readonly<Record<string, Readonly<Record<string, string>>>>): Digest[] {
  return Object.entries(folders).map(([name, files]) => {
    const fragments = Object.entries(files).flatMap(([path, text]) =>
      readSource(new Source(`file:///w/${path}`, text), MODULES),
    );
    const { clusters } = joinFragments(fragments, MODULES);
    // Those that serve others come before them.
    for (const cluster of [...clusters].reverse()) {
      const prepared = prepare(cluster, clusters);
      if (!isPrepared(prepared)) continue;
      const played = run(prepared, SCHEDULE, { seed: 11, history: true });
      const result = simulate(cluster, clusters, SCHEDULE, { seed: 5, runs: 4 });
      const search = searchCluster(prepared, { maxStates: 3_000, bounds: { faults: 1 } });
      return {
        name,
        operations: played.operations.length,
        states: search.explorations.reduce((sum, { states }) => sum + states, 0),
        run: digest(played),
        simulation: digest('why' in result ? result : resultJson(result)),
        search: digest(search),
      };
    }
    throw new Error(`${name} has no cluster that can be played`);
  });
}

/** FNV-1a of the data as JSON, and how long that is. */
function digest(data: unknown): string {
  const text = JSON.stringify(data);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(16)}/${text.length}`;
}
