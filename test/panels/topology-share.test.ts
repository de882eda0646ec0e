import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually, saidBy } from './support/eventually.js';
import { closeBrowser, type OpenPanel } from './support/page.js';
import { openLab } from './support/stub.js';

const OUTPUT = resolve(__dirname, '../output/panels');

describe('what can be taken along from the topology panel', () => {
  let lab: Awaited<ReturnType<typeof openLab>>;
  beforeEach(async () => {
    lab = await openLab();
    await lab.page.locator('.lanes').waitFor();
  });
  afterEach(async () => {
    await lab.close();
    assert.deepEqual(lab.errors, []);
  });
  after(closeBrowser);

  it('copies a link to the scenario', async () => {
    await choose(lab, 'Copy link to this scenario');
    const run = await saidBy(lab.host, 'run');
    assert.equal(run.command, 'faultline.copyScenarioLink');
    assert.deepEqual(run.arguments, ['# scenario']);
  });

  it('saves the scenario, and diagrams that others read', async () => {
    await choose(lab, 'Save scenario…');
    assert.equal((await saidBy(lab.host, 'save')).name, 'lab.scenario');
    const asked = lab.asked.find(each => each.kind === 'export');
    assert.ok(asked?.kind === 'export' && asked.schedule.events.length === 2);
    await choose(lab, 'Copy sequence diagram (Mermaid)');
    assert.equal((await saidBy(lab.host, 'copy')).text, '# mermaid');
  });

  it('saves what breaks real systems alike', async () => {
    await lab.page.getByRole('button', { name: 'Share' }).click();
    await lab.page.getByRole('menuitem', { name: 'Break a real system alike' }).press('ArrowRight');
    await lab.page.getByRole('menuitem', { name: 'Toxiproxy…' }).click();
    assert.equal((await saidBy(lab.host, 'save')).name, 'lab.toxiproxy');
  });

  it('opens when the editor asks for it', async () => {
    lab.host.send({ type: 'do', command: { name: 'export' } });
    await lab.page.getByRole('menu', { name: 'Share' }).waitFor();
  });

  it('saves the picture as SVG that stands alone', async () => {
    await choose(lab, 'Save picture as SVG…');
    const { name, content } = await saidBy(lab.host, 'save');
    assert.equal(name, 'lab-partition.svg');
    assert.ok(content.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'));
    assert.ok(!/var\(|class=|--vscode|<!--/.test(content), 'refers to style sheets of the page');
    for (const words of ['leader  TL 1', '629 acknowledged, then lost', '>lab<'])
      assert.ok(content.includes(words), words);
    const used = new Set([...content.matchAll(/url\((?:&quot;|")?#([\w-]+)/g)].map(([, id]) => id));
    for (const id of used) assert.ok(content.includes(`id="${id}"`), `nothing defines ${id}`);
    assert.ok(used.has('hatch-lost'));
    save('topology-export.svg', content);
    // It is well-formed, and looks the same to whoever has no page around it.
    await lab.page.goto('about:blank');
    const problem = await lab.page.evaluate<string>(
      `new DOMParser().parseFromString(${JSON.stringify(content)}, 'image/svg+xml').querySelector('parsererror')?.textContent ?? ''`,
    );
    assert.equal(problem, '');
  });

  it('saves the picture as PNG', async () => {
    await choose(lab, 'Save picture as PNG…');
    const { name, content, base64 } = await saidBy(lab.host, 'save');
    assert.equal(name, 'lab-partition.png');
    assert.equal(base64, true);
    const bytes = Buffer.from(content, 'base64');
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.readUInt32BE(16) >= 2000 && bytes.readUInt32BE(20) > 400);
    save('topology-export.png', bytes);
  });

  it('saves a page that plays alone, under a policy of its own', async () => {
    await choose(lab, 'Save animated page…');
    const { name, content } = await saidBy(lab.host, 'save');
    assert.equal(name, 'lab-partition.html');
    save('topology-export.html', content);
    console.log(`      ${(content.length / 1024).toFixed(0)} kB`);
    assert.match(content, /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    const { page, errors } = await alone(lab, content);
    await page.locator('.lanes').waitFor();
    await eventually(async () => Number(await page.locator('.playhead-label').innerText()) > 0.2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.keyboard.press('2');
    assert.equal(await page.locator('.playhead-label').innerText(), '31.0');
    assert.equal(
      await page.getByRole('tab').first().locator('.verdict-value').innerText(),
      '697\nof 2,955 acknowledged',
    );
    // Nothing that only an editor can do.
    for (const button of ['Fork from here', 'Share', 'Find shortest failure', '2 of 3 outcomes lose'])
      assert.equal(await page.getByRole('button', { name: button }).count(), 0, button);
    assert.equal(await page.getByRole('slider', { name: /partition/i }).count(), 0);
    await page.screenshot({ path: join(OUTPUT, 'topology-player.png') });
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('lets a saved page stand still for those who want that', async () => {
    await choose(lab, 'Save animated page…');
    const { content } = await saidBy(lab.host, 'save');
    const { page } = await alone(lab, content, true);
    await page.locator('.lanes').waitFor();
    assert.equal(await page.locator('.playhead-label').innerText(), '0.0');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    await page.context().close();
  });

  it('says why something could not be taken along', async () => {
    await lab.close();
    lab = await openLab({
      replace: question =>
        question.kind === 'export' ? { why: 'A clock jump has no counterpart there.' } : undefined,
    });
    await lab.page.locator('.lanes').waitFor();
    await choose(lab, 'Save scenario…');
    await lab.page
      .getByRole('status')
      .filter({ hasText: 'A clock jump has no counterpart there.' })
      .first()
      .waitFor();
  });
});

async function choose({ page }: OpenPanel, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

function save(name: string, content: string | Buffer): void {
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(join(OUTPUT, name), content);
}

/** A file as a browser shows it that knows nothing else. */
async function alone(
  { page }: OpenPanel,
  content: string,
  still = false,
): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const browser = page.context().browser()!;
  const context = await browser.newContext({
    viewport: { width: 1100, height: 700 },
    reducedMotion: still ? 'reduce' : 'no-preference',
  });
  const opened = await context.newPage();
  const errors: string[] = [];
  opened.on('pageerror', error => errors.push(String(error)));
  opened.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  opened.on('request', request => {
    if (!request.url().startsWith('http://recording/')) errors.push(`asked for ${request.url()}`);
  });
  await opened.route('http://recording/', route =>
    route.fulfill({ contentType: 'text/html', body: content }),
  );
  await opened.goto('http://recording/');
  return { page: opened, errors };
}
