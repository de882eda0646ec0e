/**
 * How many defects are found: puts them into real schemas and looks whether a rule says so.
 *
 *   npm run recall -- [folder] [--count 500] [--seed 1] [--kind TEXT] [--verbose]
 *
 * The folder holds one folder per dialect and in it one per schema. Prints the share found for each kind of defect, and
 * what was missed. Exits with 1 where less than the bound is found.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Dialect, isDialect } from '../../server/src/sql/dialect.js';
import { ready } from '../unit/rules/harness.js';
import { inject, KINDS, type Outcome, readSites } from './inject.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  await ready;
  const folder = positionals[0] ?? process.env.FAULTLINE_CORPUS ?? '../shared/corpus';
  const sites = readSites(schemasOf(folder));
  const kinds = KINDS.filter(kind => kind.id.includes(values.kind));
  const outcomes = inject(sites, kinds, Number(values.count), Number(values.seed));
  for (const kind of kinds) {
    const own = outcomes.filter(outcome => outcome.kind === kind.id);
    const found = own.filter(outcome => outcome.found).length;
    console.log(`${kind.id.padEnd(52)} ${String(found).padStart(4)} of ${String(own.length).padStart(4)}`);
  }
  const missed = outcomes.filter(outcome => !outcome.found);
  for (const outcome of values.verbose ? missed : missed.slice(0, 40)) console.log(`\n${explain(outcome)}`);
  const found = outcomes.length - missed.length;
  console.log(
    `\n${sites.length} schemas, ${kinds.length} kinds, ${outcomes.length} defects, ${found} found (${((100 * found) / outcomes.length).toFixed(1)} %)`,
  );
}

function explain({ kind, site, what, said }: Outcome): string {
  return `missed: ${kind} in ${site}\n  ${what.replace(/\n/g, '\n  ').slice(0, 600)}\n  new findings: ${said.join(' | ').slice(0, 400) || 'none'}`;
}

function schemasOf(root: string): { name: string; dialect: Dialect; files: Record<string, string> }[] {
  return readdirSync(root)
    .filter(isDialect)
    .flatMap(dialect =>
      readdirSync(join(root, dialect)).map(project => {
        const paths = sqlFiles(join(root, dialect, project));
        const files = Object.fromEntries(
          paths.map(path => [relative(root, path), readFileSync(path, 'utf8')]),
        );
        return { name: `${dialect}/${project}`, dialect, files };
      }),
    );
}

function sqlFiles(path: string): string[] {
  if (statSync(path).isFile()) return /\.(sql|cql|ddl)$/i.test(path) ? [path] : [];
  return readdirSync(path).flatMap(name => sqlFiles(join(path, name)));
}

void main();
