import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleWorkspaces, fuzzConfigs } from './configs.js';
import { configFiles, corpusFiles, ownFiles } from './files.js';
import { type FuzzOptions, fuzz } from './run.js';
import { playableClusters } from './simulated-clusters.js';
import { fuzzSimulations } from './simulations.js';

/**
 * Long fuzzing of the analyzer: `npm run fuzz -- --edits 20000 --seed 7`. Exits with 1 and writes what failed to
 * `out/fuzz/` where something does; `current.json` there is the edit that was being made.
 *
 * `npm run fuzz -- --simulations 300 --seed 7` plays so many schedules at random on clusters of each family of the simulator
 * instead; with `--family raft --first 123 --simulations 1` one of them again.
 */
const FOLDER = join(__dirname, '../../out/fuzz');

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '5000' },
    seed: { type: 'string', default: `${Date.now() % 100_000}` },
    'max-length': { type: 'string', default: '120000' },
    simulations: { type: 'string' },
    family: { type: 'string' },
    first: { type: 'string', default: '0' },
  },
});

async function main(): Promise<void> {
  const maxLength = Number(values['max-length']);
  const corpus = corpusFiles(maxLength);
  if (corpus === undefined)
    process.stdout.write('Real schemas: skipped, neither ../shared/corpus nor $FAULTLINE_CORPUS is there\n');
  const files = [...ownFiles(maxLength), ...(corpus ?? [])];
  const seed = Number(values.seed);
  const edits = Number(values.edits);
  const started = Date.now();
  mkdirSync(FOLDER, { recursive: true });
  const onEdit: FuzzOptions['onEdit'] = about =>
    writeFileSync(join(FOLDER, 'current.json'), JSON.stringify(about));
  const compared = await fuzz({ files, edits, seed, onEdit });
  const held = await fuzz({ files, edits: Math.ceil(edits / 2), seed: seed + 1, keepLastGood: true, onEdit });
  const configs = fuzzConfigs([...exampleWorkspaces(), ...configFiles()], edits * 2, seed + 2, 20_000);
  process.stdout.write(
    `Configs: ${configs.rounds} broken workspaces, ${configs.failures.length} failures, slowest ${configs.slowest} ms\n`,
  );
  const failures = [...compared.failures, ...held.failures, ...configs.failures];
  process.stdout.write(
    `Seed ${seed}: ${compared.edits + held.edits} edits of ${files.length} files, ${compared.comparisons} times compared with a ` +
      `reading from scratch, ${failures.length} failures, slowest edit ${Math.round(Math.max(compared.slowest, held.slowest))} ms, ` +
      `${Math.round((Date.now() - started) / 1000)} s\n`,
  );
  if (failures.length === 0) return;
  for (const [index, failure] of failures.entries()) {
    writeFileSync(join(FOLDER, `failure-${index}.json`), JSON.stringify(failure, undefined, 2));
    const about =
      'file' in failure ? `${failure.file}, edit ${failure.step}` : Object.keys(failure.files).join(', ');
    process.stdout.write(`${about}: ${failure.what.slice(0, 1500)}\n\n`);
  }
  process.exitCode = 1;
}

function simulations(rounds: number, seed: number): void {
  let failed = 0;
  mkdirSync(FOLDER, { recursive: true });
  for (const [family, playables] of playableClusters()) {
    if (values.family !== undefined && values.family !== family) continue;
    if (playables.length === 0) {
      process.stdout.write(`${family.padEnd(18)} no cluster to play\n`);
      failed++;
      continue;
    }
    const started = Date.now();
    const { failures, slowest, acknowledged } = fuzzSimulations(
      playables,
      rounds,
      seed,
      Number(values.first),
    );
    process.stdout.write(
      `${family.padEnd(18)} ${rounds} schedules on ${playables.length} clusters, ${acknowledged} writes acknowledged, ${failures.length} failures, ` +
        `slowest ${Math.round(slowest[0])} ms (round ${slowest[1]}), ${Math.round((Date.now() - started) / 1000)} s\n`,
    );
    for (const failure of failures) {
      const file = join(FOLDER, `simulation-${family}-${failure.round}.json`);
      writeFileSync(file, JSON.stringify(failure, undefined, 2));
      process.stdout.write(`  round ${failure.round}, ${failure.from}: ${failure.what.slice(0, 600)}\n`);
    }
    failed += failures.length;
  }
  process.stdout.write(`Seed ${seed}: ${failed} failures\n`);
  if (failed > 0) process.exitCode = 1;
}

if (values.simulations === undefined) void main();
else simulations(Number(values.simulations), Number(values.seed));
