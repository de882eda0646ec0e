import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import type { Origin } from '../../../server/src/sql/reading.js';
import { clustersIn } from '../support/clusters.js';
import { printCluster } from '../support/print-cluster.js';

/**
 * The config files of real clusters, a folder per host, as they ran when they were tested with faults. Beside each
 * scenario stands what is to be read from it. Written anew with UPDATE_GOLDEN=1; then read the diff.
 */
const LAB = resolve(__dirname, '../../fixtures/clusters/lab');

const scenarios = readdirSync(LAB, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function filesOf(scenario: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(LAB, scenario), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map(path => [
        `file:///real/${path.slice(LAB.length + 1).replaceAll('\\', '/')}`,
        readFileSync(path, 'utf8'),
      ]),
  );
}

function placeOf({ unit, span }: Origin): string {
  const [host, file] = unit.uri.split('/').slice(-2);
  return `${host}/${file}:${unit.piece.text.slice(0, span.start).split('\n').length}`;
}

function readingOf(scenario: string): string {
  const clusters = clustersIn(filesOf(scenario));
  const rules = clusterRules({ rules: {} });
  const log: string[] = [];
  const findings = clusters.flatMap(cluster =>
    checkCluster(cluster, rules, { clusters, schemas: [], objectives: {} }, line => void log.push(line)),
  );
  assert.deepEqual(log, []);
  return [
    ...clusters.flatMap(cluster => printCluster(cluster, placeOf)),
    ...findings.map(({ rule, severity, origin }) => `${severity} ${rule} ${placeOf(origin)}`),
    '',
  ].join('\n');
}

describe('configs of real clusters', () => {
  it('are all there', () => assert.equal(scenarios.length, 53));

  for (const scenario of scenarios) {
    it(`${scenario} is read as it was`, () => {
      const golden = join(LAB, `${scenario}.txt`);
      const found = readingOf(scenario);
      if (process.env.UPDATE_GOLDEN) writeFileSync(golden, found);
      assert.ok(existsSync(golden), golden);
      assert.equal(found, readFileSync(golden, 'utf8'));
    });
  }
});
