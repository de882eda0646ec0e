import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { inject, KINDS, readSites } from '../../recall/inject.js';
import { ready } from './harness.js';

const EXAMPLES = join(__dirname, '../../../examples');

/** Schemas in which nothing is wrong, until something is put into them. */
const SCHEMAS: readonly (readonly [folder: string, dialect: Dialect, files: RegExp])[] = [
  ['shop-fixed', 'postgres', /\.sql$/],
  ['analytics-fixed', 'postgres', /(dimensions|fact_\w+)\.sql$/],
  ['events-fixed', 'cql', /\.cql$/],
  ['recommendations-fixed', 'postgres', /\.sql$/],
  ['dialects-fixed', 'mysql', /mysql\.sql$/],
  ['dialects-fixed', 'sqlite', /sqlite\.sql$/],
  ['dialects-fixed', 'tsql', /sqlserver\.sql$/],
];

describe('recall', () => {
  before(() => ready);

  it('finds nine of ten defects that are put into the corrected examples', function () {
    this.timeout(180_000);
    const sites = readSites(
      SCHEMAS.map(([folder, dialect, wanted]) => ({
        name: `${folder} (${dialect})`,
        dialect,
        files: Object.fromEntries(
          sqlFiles(join(EXAMPLES, folder))
            .filter(path => wanted.test(path))
            .map(path => [relative(EXAMPLES, path), readFileSync(path, 'utf8')]),
        ),
      })),
    );
    const outcomes = inject(sites, KINDS, 120, 1);
    const missed = outcomes.filter(outcome => !outcome.found);
    assert.ok(new Set(outcomes.map(outcome => outcome.kind)).size >= 40);
    assert.ok(
      missed.length <= outcomes.length / 10,
      missed.map(({ kind, site, what }) => `${kind} in ${site}: ${what.slice(0, 200)}`).join('\n'),
    );
  });
});

function sqlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(sql|cql)$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
