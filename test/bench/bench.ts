import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Timings } from './measure.js';

/**
 * How fast it is: `npm run bench`. Measures bundles, as people run them, each figure in a process of its own, on a
 * generated dump of 500 kB and on one ten times as long.
 */

const root = join(__dirname, '../..');
const bundle = `${root}/out/bench/measure.cjs`;
const simulator = `${root}/out/bench/simulate.cjs`;
const server = `${root}/dist/server.js`;
const SIZE = 500_000;
const EDITS = 240;
const PROCESSES = 7;

interface Cold {
  readonly cold: number;
  readonly warm: number;
}
interface Served {
  readonly activation: number;
  readonly whole: number;
  readonly timings: Timings;
}

void main();

async function main(): Promise<void> {
  await bundleMeasurements();
  const split = measure<Cold>('split', SIZE);
  // A first run is one figure per process: several processes, the raw parse in turn with ours.
  const colds = Array.from({ length: PROCESSES }, () => ({
    raw: measure<{ cold: number; chars: number; statements: number }>('raw', SIZE),
    ours: measure<{ cold: number }>('cold', SIZE),
  }));
  const { raw } = colds[0]!;
  const cold = median(colds.map(({ ours }) => ours.cold));
  const coldRaw = median(colds.map(each => each.raw.cold));
  const first = measure<{ warm: number; raw: number; ratio: number; findings: number }>('first', SIZE);
  const edits = measure<Timings>('edits', SIZE, EDITS);
  const all = measure<Timings>('edits-all', SIZE, EDITS);
  const long = measure<Timings>('edits', SIZE * 10, EDITS);

  line(`File: ${raw.chars} characters in ${raw.statements} pieces, ${first.findings} findings`);
  line('');
  line('Whole file, ms                          first      warm');
  row('Split', split.cold, split.warm);
  row('Raw libpg-query parse', coldRaw, first.raw);
  row('Analyzer: text to findings', cold, first.warm);
  row('  times the raw parse', median(colds.map(each => each.ours.cold / each.raw.cold)), first.ratio);
  line('');
  line(`Keystroke to findings, ms (${EDITS} edits)   median       p95`);
  summary('Analyzer', edits);
  for (const kind of new Set(edits.map(edit => edit.kind))) {
    summary(
      `  ${kind}`,
      edits.filter(edit => edit.kind === kind),
    );
  }
  summary('Analyzer, all rules switched on', all);
  summary('Analyzer, file ten times as long', long);
  compare(long, edits);
  line('');
  line(`Keystroke in a config, ms (${EDITS})   median       p95  findings`);
  const configs = measure<Record<string, { lines: number; times: number[]; findings: number }>>(
    'config',
    SIZE,
    EDITS,
  );
  for (const [name, { lines, times, findings }] of Object.entries(configs)) {
    const sorted = [...times].sort((a, b) => a - b);
    row(`${name}, ${lines} lines`, median(times), sorted[Math.floor(sorted.length * 0.95)]!, findings);
  }
  line('');
  if (existsSync(server)) {
    const served = measure<Served>('lsp', SIZE, EDITS);
    const servedLong = measure<Served>('lsp', SIZE * 10, EDITS);
    summary('Server over stdio', served.timings);
    summary('Server, file ten times as long', servedLong.timings);
    compare(servedLong.timings, served.timings);
    line('');
    line('Server, ms');
    row('Start to initialized', served.activation);
    row('First diagnostics of the file', served.whole);
    row('First, file ten times as long', servedLong.whole);
  } else {
    line('Server over stdio: not measured, dist/server.js is missing (npm run build)');
  }
  line('');
  execFileSync(process.execPath, [simulator, root], { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function bundleMeasurements(): Promise<void> {
  await mkdir(`${root}/out/bench`, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/measure.ts', 'test/bench/simulate.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    outdir: `${root}/out/bench`,
    outExtension: { '.js': '.cjs' },
    logLevel: 'error',
  });
  await copyFile(
    `${root}/node_modules/libpg-query/wasm/libpg-query.wasm`,
    `${root}/out/bench/libpg-query.wasm`,
  );
}

function measure<T>(name: string, size: number, count = 0): T {
  const output = execFileSync(process.execPath, [bundle, name, `${size}`, `${count}`, server], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as T;
}

function summary(label: string, timings: Timings): void {
  row(label, quantile(timings, 0.5), quantile(timings, 0.95));
}

function compare(long: Timings, short: Timings): void {
  const times = (fraction: number) => quantile(long, fraction) / quantile(short, fraction);
  row('  times as long', times(0.5), times(0.95));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function quantile(timings: Timings, fraction: number): number {
  const sorted = timings.map(timing => timing.ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))]!;
}

function row(label: string, ...values: readonly number[]): void {
  line(label.padEnd(34) + values.map(value => value.toFixed(2).padStart(10)).join(''));
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}
