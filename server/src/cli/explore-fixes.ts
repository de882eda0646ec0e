import { offeredFixes } from '../panel/topology/search/fix.js';
import { Trials } from '../panel/topology/search/trials.js';
import type { VerifiedFix } from '../simulate/explore/report/text.js';
import type { ExploreVerdict, VerdictOptions } from '../simulate/explore/verdict.js';
import type { OneCluster } from './one-cluster.js';

/** States of a search between two looks whether it is over. */
const AMOUNT = 512;

/**
 * What the fixes that findings on the cluster offer make of the promises that are broken, alone, and two at once where none
 * does alone: each is made on a copy of the files, the cluster is read anew, and searched again with the same bounds.
 */
export function verifyFixes(
  { cluster, all, analyzer }: OneCluster,
  before: ExploreVerdict,
  options: VerdictOptions,
): VerifiedFix[] {
  const [uri] = cluster.sources;
  if (uri === undefined || before.properties.every(({ verdict }) => verdict !== 'broken')) return [];
  const trials = new Trials(
    { analyzer, uri, cluster: cluster.id, before, options },
    offeredFixes(analyzer, { cluster, all }),
  );
  while (!trials.advance(AMOUNT));
  return trials.helping.flatMap(({ fix, mended }) =>
    mended.map(({ property, after }) => ({ title: fix.title, property, after })),
  );
}
