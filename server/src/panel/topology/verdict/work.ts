import type { Analyzer } from '../../../analyzer/types.js';
import { createAnalyzer } from '../../../analyzer.js';
import type { Host } from '../../../host.js';
import type { SearchAnswer } from '../../../protocol/topology-panel.js';
import { propertyNamed } from '../../../simulate/explore/properties.js';
import type { PanelContext } from '../../answer.js';
import { findCluster } from '../find.js';
import { searchTopology } from '../search.js';
import type { VerdictJob, VerdictReport } from './model.js';
import { reportOf } from './report.js';

/** Writes of a search: one that is lost is as bad as two. */
const WRITES = 1;
/** Counterexamples of one promise: where no run shows the first one, the next may do. */
const EXAMPLES = 2;
/** Fixes are tried with fewer states: there are many of them. */
const TRIAL_SHARE = 0.5;

/**
 * Searches a cluster for the shortest way to break each promise, and tries fixes.
 * @param tell Called whenever more is known. The last report is what is returned; undefined: it was cancelled.
 */
export async function workOut(
  analyzer: Analyzer,
  { uri, cluster, bounds }: Pick<VerdictJob, 'uri' | 'cluster' | 'bounds'>,
  { pause, cancelled }: Pick<PanelContext, 'pause' | 'cancelled'>,
  tell: (report: VerdictReport) => void,
): Promise<VerdictReport | undefined> {
  await analyzer.ready;
  if (cancelled()) return undefined;
  const found = findCluster({ analyzer }, uri, cluster);
  if (!('cluster' in found)) return nothing(found.why);
  if (found.prepared === undefined) return nothing(found.why ?? 'This cluster cannot be played.');
  const { prepared } = found;
  const report = (answer: SearchAnswer) => reportOf(analyzer, { ...found, prepared }, answer);
  const answer = await searchTopology(
    { kind: 'search', uri, cluster: found.cluster.id, faults: bounds.faults, writes: WRITES, whatIf: {} },
    {
      analyzer,
      pause,
      cancelled,
      part: part => {
        if (part.kind === 'search' && part.counterexamples.length > 0) tell(report(part));
      },
    },
    {
      maxStates: bounds.maxStates,
      maxTrialStates: Math.ceil(bounds.maxStates * TRIAL_SHARE),
      most: EXAMPLES,
      properties: bounds.promises.flatMap(name => propertyNamed(name) ?? []),
    },
  );
  if (cancelled()) return undefined;
  return 'why' in answer ? nothing(answer.why) : report(answer);
}

/** An analyzer that knows nothing but the files of a job. */
export async function analyzerFor({ folders, settings, files }: VerdictJob): Promise<Analyzer> {
  const analyzer = createAnalyzer(NOWHERE);
  analyzer.configure(settings);
  await analyzer.index(folders);
  for (const [uri, text] of files) analyzer.openBuffer(uri, text);
  await analyzer.settled();
  return analyzer;
}

const NOWHERE: Host = {
  log: () => undefined,
  readFile: async () => ({ kind: 'missing' }),
  findFiles: async function* () {},
};

function nothing(why: string): VerdictReport {
  return { findings: [], remarks: [why], done: true };
}
