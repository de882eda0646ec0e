import assert from 'node:assert/strict';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../../server/src/cluster/index.js';
import { type Family, isPrepared, type Prepared } from '../../../../server/src/simulate/family.js';
import { splitSql } from '../../../../server/src/text/splitter.js';
import { ready, unitsOf } from '../../rules/harness.js';

export { ready };

/** What files of any kind come to, statements among them. @param dialect Of `.sql`. */
export function preparedIn(
  files: Readonly<Record<string, string>>,
  family: Family,
  dialect: 'mysql' | 'postgres' = 'postgres',
): Prepared {
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    uri.endsWith('.cql')
      ? splitSql(text, 'cql').flatMap(piece =>
          readStatement({ uri, dialect: 'cql', piece, readings: [] }, MODULES),
        )
      : uri.endsWith('.sql')
        ? unitsOf(uri, text, dialect).flatMap(unit => readStatement(unit, MODULES))
        : readSource(new Source(uri, text), MODULES),
  );
  const { clusters } = joinFragments(fragments, MODULES);
  for (const cluster of clusters) {
    const found = family.prepare(cluster, clusters);
    if (isPrepared(found)) return found;
  }
  return assert.fail(`Nothing to play: ${clusters.map(({ id }) => id).join(', ')}`);
}
