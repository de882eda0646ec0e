/**
 * Compares our catalogs with what the engines themselves say: `npm run conformance [engine...]`. Each folder's
 * `index.ts` exports `run(): Promise<Result>`. Exits with 1 where anything differs.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Result } from './result.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const ENGINES = ['postgres', 'mariadb', 'sqlite', 'lab'];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  let passed = 0;
  let failed = 0;
  for (const engine of ENGINES) {
    if (wanted.length > 0 && !wanted.includes(engine)) continue;
    const module = join(HERE, engine, 'index.ts');
    if (!existsSync(module)) continue;
    const { run } = (await import(pathToFileURL(module).href)) as { run(): Promise<Result> };
    const result = await run();
    for (const line of result.lines) console.log(line);
    console.log(`${engine}: ${result.passed} passed, ${result.failed} failed`);
    passed += result.passed;
    failed += result.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  // A run that compared nothing has not shown anything.
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

void main();
