import { strict as assert } from 'node:assert';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import type { Origin } from '../../../server/src/sql/reading.js';
import { splitSql } from '../../../server/src/text/splitter.js';

/** The clusters of a workspace of files; CQL by its ending. Fails where a reader throws. */
export function clustersIn(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const beside = (uri: string) => (files[uri] === undefined ? undefined : new Source(uri, files[uri]));
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    uri.endsWith('.cql')
      ? splitSql(text, 'cql').flatMap(piece =>
          readStatement({ uri, dialect: 'cql', piece, readings: [] }, MODULES),
        )
      : readSource(new Source(uri, text), MODULES, say, beside),
  );
  const { clusters } = joinFragments(fragments, MODULES, say);
  assert.deepEqual(log, []);
  return clusters;
}

/** The only cluster of a workspace. */
export function clusterIn(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersIn(files);
  assert.equal(clusters.length, 1, clusters.map(({ id }) => id).join());
  return clusters[0]!;
}

/** The text that stands at a place. */
export function textAt({ unit, span }: Origin): string {
  return unit.piece.text.slice(span.start, span.end);
}
