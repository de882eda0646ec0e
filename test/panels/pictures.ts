// Takes the pictures that the README and the walkthrough show, of the panels as they are now.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from './support/eventually.js';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';
import { openSchema } from './support/schema-page.js';

const ROOT = resolve(__dirname, '../..');
const PICTURES = join(ROOT, 'media/pictures');
/** Pictures are part of what is installed. */
const MAX_BYTES = 150_000;
const SIZE = { width: 1100, height: 720 };
const PATIENCE = 120_000;

async function topology(): Promise<void> {
  const panel = await openPanel({
    kind: 'topology',
    folder: 'examples/failover',
    file: 'pay1/patroni.yml',
    theme: 'dark',
    size: SIZE,
    reducedMotion: true,
  });
  const { page } = panel;
  page.setDefaultTimeout(PATIENCE);
  await page.locator('.verdict:not(.unsettled)').waitFor();
  const instant = page.getByRole('slider', { name: 'Instant' });
  const says = async (): Promise<string> => (await instant.getAttribute('aria-valuetext')) ?? '';
  await eventually(async () => /\bleads\b/.test(await says()));
  const former = leaderIn(await says());
  await page.evaluate('document.activeElement?.blur()');
  // From event to event until somebody else leads, and some seconds more.
  for (let left = 40; left > 0; left--) {
    const leader = leaderIn(await says());
    if (leader !== undefined && leader !== former) break;
    const at = await instant.getAttribute('aria-valuenow');
    await page.keyboard.press(']');
    await eventually(async () => (await instant.getAttribute('aria-valuenow')) !== at);
  }
  const leader = leaderIn(await says());
  if (leader === undefined || leader === former) throw new Error(`nobody took over: ${await says()}`);
  await instant.focus();
  for (let left = 2; left > 0; left--) await page.keyboard.press('PageUp');
  await page.evaluate('document.activeElement?.blur()');
  await save(panel, 'topology');
}

async function schema(): Promise<void> {
  const panel = await openSchema({
    folder: 'examples/analytics',
    file: 'fact_sales.sql',
    theme: 'dark',
    size: SIZE,
    reducedMotion: true,
  });
  const sales = panel.card('mart.fact_sales');
  await panel.mode('Star');
  panel.host.send({ type: 'do', command: { name: 'star', argument: 'mart.fact_sales' } });
  await sales.click();
  await save(panel, 'schema');
}

function leaderIn(words: string): string | undefined {
  const [, leader] = /(\S+) leads\b/.exec(words) ?? [];
  return leader === 'nobody' ? undefined : leader;
}

async function save({ page, errors, close }: OpenPanel, name: string): Promise<void> {
  // What was asked for is drawn with the next frame.
  await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path });
  await close();
  if (errors.length > 0) throw new Error(`${name}: ${errors.join('; ')}`);
  tell(path);
}

/** The editor is pictured by the integration suite. */
function editor(): void {
  const from = join(ROOT, 'test/output/problems.png');
  if (!existsSync(from) || statSync(from).size > MAX_BYTES) {
    console.log('No new picture of the editor: the integration suite makes it.');
    return;
  }
  const path = join(PICTURES, 'editor.png');
  copyFileSync(from, path);
  tell(path);
}

function tell(path: string): void {
  const { size } = statSync(path);
  console.log(`${path}: ${Math.round(size / 1000)} kB`);
  if (size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES / 1000} kB`);
}

async function main(): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  try {
    await topology();
    await schema();
  } finally {
    await closeBrowser();
  }
  editor();
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
