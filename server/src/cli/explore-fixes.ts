import type { LocatedFinding, LocatedFix } from '../analyzer/types.js';
import { otherwiseWithin, saysWithin } from '../simulate/explore/properties.js';
import type { VerifiedFix } from '../simulate/explore/report/text.js';
import { type ExploreVerdict, searchCluster, type VerdictOptions } from '../simulate/explore/verdict.js';
import { prepare } from '../simulate/families.js';
import { isPrepared } from '../simulate/family.js';
import { applyEdits } from './fix.js';
import type { OneCluster } from './one-cluster.js';

/** As many fixes are tried: each is a search of its own. */
const MAX_FIXES = 8;

/**
 * What the fixes that findings on the cluster offer make of the promises that are broken: each is made on a copy of the
 * files, the cluster is read anew, and searched again with the same bounds.
 */
export function verifyFixes(
  found: OneCluster,
  before: ExploreVerdict,
  options: VerdictOptions,
): VerifiedFix[] {
  const broken = before.properties.filter(({ verdict }) => verdict === 'broken');
  if (broken.length === 0) return [];
  const verified: VerifiedFix[] = [];
  for (const { title, fix } of fixesOf(found)) {
    const after = withFix(found, fix, options);
    if (after === undefined) continue;
    for (const { property, faults = 0 } of broken) {
      const now = after.properties.find(each => each.property === property);
      if (now === undefined) continue;
      if (now.verdict === 'broken' && (now.faults ?? 0) <= faults) continue;
      const others = after.properties.filter(
        each =>
          each.verdict === 'broken' &&
          before.properties.find(same => same.property === each.property)?.verdict !== 'broken',
      );
      verified.push({
        title,
        property: property.name,
        after: [
          now.verdict === 'broken'
            ? `it takes ${now.faults} faults then, not ${faults}`
            : now.verdict === 'holds'
              ? `${saysWithin(property, after.bounds)} then (${now.searched})`
              : `none was found then (${now.searched})`,
          ...others.map(each => `instead ${otherwiseWithin(each.property, after.bounds)}`),
        ].join('; '),
      });
    }
  }
  return verified;
}

function fixesOf({ cluster, analyzer }: OneCluster): { readonly title: string; readonly fix: LocatedFix }[] {
  const found = new Map<string, { readonly title: string; readonly fix: LocatedFix }>();
  for (const uri of cluster.sources) {
    for (const finding of analyzer.findings(uri) as readonly LocatedFinding[]) {
      for (const fix of finding.fixes) {
        if (fix.edits.length === 0 || found.size >= MAX_FIXES) continue;
        found.set(`${finding.rule} ${fix.title}`, { title: `${fix.title} (${finding.rule})`, fix });
      }
    }
  }
  return [...found.values()];
}

function withFix(
  { cluster, analyzer }: OneCluster,
  fix: LocatedFix,
  options: VerdictOptions,
): ExploreVerdict | undefined {
  const texts = new Map<string, string>();
  for (const uri of new Set(fix.edits.map(each => each.uri))) {
    const text = analyzer.text(uri);
    if (text === undefined) return undefined;
    texts.set(uri, text);
  }
  try {
    for (const [uri, text] of texts) {
      const edits = fix.edits
        .filter(each => each.uri === uri)
        .map(({ range, newText }) => ({
          start: analyzer.offsetAt(uri, range.start),
          end: analyzer.offsetAt(uri, range.end),
          newText,
        }));
      analyzer.openBuffer(uri, applyEdits(text, edits));
    }
    const all = [...analyzer.landscapes().values()].flatMap(({ clusters }) => clusters);
    const same = all.find(({ id }) => id === cluster.id);
    const prepared = same === undefined ? undefined : prepare(same, all);
    return prepared !== undefined && isPrepared(prepared) ? searchCluster(prepared, options) : undefined;
  } finally {
    for (const [uri, text] of texts) analyzer.openBuffer(uri, text);
  }
}
