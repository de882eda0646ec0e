/**
 * Writes what follows from the rules: their pages, the settings page, the README's table, the settings in
 * package.json, and the schemas of faultline.yaml, schedules and scenarios. `--check` writes nothing and fails where anything
 * differs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { scenarioSchema, scheduleSchema } from '../server/src/simulate/schedule/index.js';
import { clusterSchema } from './cluster-schema.js';
import { configuration, pages, withRuleTable, yamlSchema } from './generate-files.js';

const root = join(__dirname, '..');
const check = process.argv.includes('--check');
const differing: string[] = [];
const formatted: string[] = [];

function text(path: string, wanted: string): void {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full, 'utf8') === wanted) return;
  differing.push(path);
  if (check) return;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, wanted);
}

/** JSON is compared by value: how it is laid out is the formatter's. */
function json(path: string, change: (before: Record<string, unknown>) => Record<string, unknown>): void {
  const full = join(root, path);
  const before = existsSync(full) ? (JSON.parse(readFileSync(full, 'utf8')) as Record<string, unknown>) : {};
  const wanted = change(structuredClone(before));
  if (isDeepStrictEqual(before, wanted)) return;
  differing.push(path);
  if (check) return;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, `${JSON.stringify(wanted, undefined, 2)}\n`);
  formatted.push(full);
}

const wanted = pages();
for (const [path, content] of wanted) text(path, content);
for (const name of existsSync(join(root, 'docs/rules')) ? readdirSync(join(root, 'docs/rules')) : []) {
  if (wanted.has(`docs/rules/${name}`)) continue;
  differing.push(`docs/rules/${name}`);
  if (!check) unlinkSync(join(root, 'docs/rules', name));
}
text('README.md', withRuleTable(readFileSync(join(root, 'README.md'), 'utf8')));
json('docs/cluster.schema.json', () => JSON.parse(JSON.stringify(clusterSchema())));
json('docs/faultline-yaml.schema.json', () => JSON.parse(JSON.stringify(yamlSchema())));
json('schemas/schedule.schema.json', () => JSON.parse(JSON.stringify(scheduleSchema())));
json('schemas/scenario.schema.json', () => JSON.parse(JSON.stringify(scenarioSchema())));
json('package.json', before => ({
  ...before,
  contributes: {
    ...(before.contributes as Record<string, unknown> | undefined),
    configuration: JSON.parse(JSON.stringify(configuration())),
  },
}));
if (formatted.length > 0) {
  spawnSync(process.execPath, [
    join(root, 'node_modules/@biomejs/biome/bin/biome'),
    'format',
    '--write',
    ...formatted,
  ]);
}

if (differing.length === 0) console.log('Everything that is generated from the rules is up to date.');
else if (check) {
  console.error(
    `Not what the rules say, run \`npm run generate\`:\n${differing.map(path => `  ${path}`).join('\n')}`,
  );
  process.exitCode = 1;
} else console.log(`Written:\n${differing.map(path => `  ${path}`).join('\n')}`);
