import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { panelOptions } from '../../scripts/lib/panels.mjs';
import { closeBrowser, openPanel } from '../panels/support/page.js';

/**
 * How long people wait for the topology panel, in a plain page of a real browser with the real server behind it: part of
 * `npm run bench`. Alone: `npx tsx test/bench/panels.ts`.
 */

const FIVE = { folder: 'test/fixtures/clusters/lab/etcd5-kill2', file: 'n1/etcd.conf.yml' };
const ROUNDS = 5;

void main();

async function main(): Promise<void> {
  await sizes();
  const drawn: number[] = [];
  const first: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const panel = await openPanel({ kind: 'topology', ...FIVE, reducedMotion: true });
    const { page, host } = panel;
    await page.locator('[data-thing="client:c1"]').waitFor();
    await page.waitForFunction('document.querySelector(".progress") === null');
    // The page is there and the files are read: another config is opened.
    const uri = host.uri;
    host.uri = undefined;
    host.sendTarget();
    await page.locator('[data-thing^="node:"]').first().waitFor({ state: 'detached' });
    host.uri = uri;
    drawn.push(
      await took(async () => {
        host.sendTarget();
        await page.locator('[data-thing^="node:"]').nth(4).waitFor();
      }),
    );
    await page.locator('[data-thing="client:c1"]').waitFor();
    await page.waitForFunction('document.querySelector(".progress") === null');
    const answers = host.sent.length;
    const started = performance.now();
    await page.locator('.presets button').nth(1).click();
    const played = (final: boolean) => () =>
      host.sent
        .slice(answers)
        .some(
          each =>
            each.type === 'answer' &&
            (each.answer as { kind: string }).kind === 'play' &&
            (!final || each.final),
        );
    await until(played(false));
    first.push(performance.now() - started);
    await until(played(true));
    whole.push(performance.now() - started);
    await panel.close();
  }
  await closeBrowser();
  console.log(`Topology panel, five nodes of etcd, ms (${ROUNDS} times)`);
  print('  config opened to picture, warm', drawn);
  print('  preset clicked to first verdict', first);
  print('  preset clicked to last verdict', whole);
}

async function sizes(): Promise<void> {
  const { outputFiles } = await esbuild.build({ ...panelOptions(true), write: false });
  console.log('Panels as they are shipped, kB (compressed)');
  for (const { path, contents } of outputFiles) {
    const name = path.replace(/^.*[/\\]/, '').padEnd(18);
    console.log(`  ${name} ${kB(contents.length)} (${kB(gzipSync(contents).length)})`);
  }
}

async function took(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(done => setTimeout(done, 2));
}

function print(what: string, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(`${what.padEnd(36)} ${Math.round(median)} median, ${Math.round(sorted.at(-1)!)} most`);
}

function kB(bytes: number): string {
  return (bytes / 1024).toFixed(0).padStart(5);
}
