import assert from 'node:assert/strict';
import type { TopologyQuestion } from '../../server/src/protocol/topology-panel.js';
import { eventually, saidBy } from './support/eventually.js';
import { ownFolder } from './support/five.js';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';

/** Everything works on two cores that others use too. */
const PATIENCE = 60_000;

/** Searched within a second: fixes of larger clusters take their time to be checked. */
const CARELESS = {
  'shop/my.cnf':
    '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n',
};

/** From a cluster to a fix in its files without a mouse, with a picture of each station. */
describe('the topology panel with the keyboard alone', function () {
  this.timeout(PATIENCE * 2);
  let panel: OpenPanel;
  before(async () => {
    panel = await openPanel({ kind: 'topology', folder: 'examples/failover', file: 'pay1/patroni.yml' });
    panel.page.setDefaultTimeout(PATIENCE);
    await panel.page.locator('.verdict:not(.unsettled)').waitFor();
  });
  after(async () => {
    await panel?.close();
    await closeBrowser();
  });

  it('walks from node to node, and says each of them', async () => {
    await toRegion(panel, 'canvas');
    const seen = new Set<string>();
    // The first key takes the first thing; then to each side.
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowRight']) {
      await press(panel, key);
      const name = await focusedName(panel);
      assert.match(name, /\.$|etcd/, 'a whole sentence, or a member of the service');
      seen.add(name);
    }
    assert.ok(seen.size >= 3, [...seen].join(' / '));
    await panel.picture('keyboard-1-walked');
  });

  it('breaks a node through its menu', async () => {
    await walkTo(panel, /^pay\d, leader/);
    const name = await focusedName(panel);
    await press(panel, 'Enter');
    await panel.page.getByRole('menu').waitFor();
    assert.equal(await focusedName(panel), 'Crash');
    await panel.picture('keyboard-2-menu');
    await press(panel, 'Enter');
    const { question } = await saidBy(
      panel.host,
      'ask',
      ({ question: asked }) => crashesOf(asked as TopologyQuestion).length > 0,
    );
    assert.deepEqual(crashesOf(question as TopologyQuestion), [name.slice(0, 4)]);
    // The run with the crash has a step more.
    await panel.page.locator('.verdict:not(.unsettled)').waitFor();
    await panel.page.locator('.rail .step', { hasText: /crash pay/ }).waitFor();
    assert.equal(await panel.page.getByRole('menu').count(), 0);
    assert.match(await focusedName(panel), /^pay\d/, 'the focus is where it was');
    await panel.picture('keyboard-3-broken');
  });

  it('runs, pauses, steps, and scrubs', async () => {
    const { page } = panel;
    const instant = async () => Number(await page.locator('.playhead-label').innerText());
    await press(panel, ' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    const begun = await instant();
    await eventually(async () => (await instant()) > begun);
    await press(panel, ' ');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    const paused = await instant();
    await press(panel, '.');
    await eventually(async () => (await instant()) > paused);
    await press(panel, ']');
    const event = await eventually(async () => (await instant()) > paused + 0.1 && instant());
    await toRegion(panel, 'timeline');
    await tabTo(panel, 'slider', /^Instant/);
    await press(panel, 'PageUp');
    await eventually(async () => (await instant()) > event);
    await press(panel, 'Home');
    await eventually(async () => (await instant()) <= 0);
    for (let times = 0; times < 6; times++) await press(panel, 'PageUp');
    await eventually(async () => (await instant()) > 20);
    await panel.picture('keyboard-4-scrubbed');
  });

  it('opens the line that a verdict names', async () => {
    await toRegion(panel, 'verdict');
    await press(panel, 'Home');
    await press(panel, 'ArrowRight');
    await tabTo(panel, 'button', /patroni\.yml:\d+$/);
    await panel.picture('keyboard-5-verdict');
    assert.deepEqual(panel.errors, []);
    await press(panel, 'Enter');
    const { place } = await saidBy(panel.host, 'open');
    const line = panel.host.analyzer.text(place.uri)!.split('\n')[place.range.start.line]!;
    assert.ok(/^\s*\w+: /.test(line), line);
  });

  it('finds the shortest failure, chooses another one, and applies a fix', async () => {
    const folder = ownFolder(CARELESS);
    const own = await openPanel({ kind: 'topology', ...folder });
    const { page, host } = own;
    try {
      await page.locator('.verdict:not(.unsettled)').waitFor();
      await press(own, 'f');
      const search = page.getByRole('region', { name: 'Shortest failure' });
      await search.locator('h2', { hasText: /of [2-9]/ }).waitFor();
      await toRegion(own, 'inspector');
      await tabTo(own, 'button', /^Next failure$/);
      const sentence = () => search.locator('.sentence').innerText();
      const first = await sentence();
      await press(own, 'Enter');
      await eventually(async () => (await sentence()) !== first);
      await own.picture('keyboard-6-found');
      await press(own, 'Enter');
      await eventually(async () => (await sentence()) === first);
      // One that was checked: what is being checked cannot be applied yet.
      await search.locator('.fix-after.holds').first().waitFor();
      await tabTo(own, 'button', /^Apply fix$/);
      await own.picture('keyboard-7-fix');
      await press(own, 'Enter');
      const { edits } = await saidBy(host, 'apply');
      assert.deepEqual(
        edits.map(({ newText }) => newText.trim()),
        ['sync_binlog = 1'],
      );
      assert.match(host.analyzer.text(edits[0]!.uri)!, /sync_binlog = 1\n/);
      // What was played is shown beside what is played now, and the search says that it is of other files.
      await page.getByText('The files have changed since they were searched.').waitFor();
      await page.getByRole('button', { name: /compared with before the fix/ }).waitFor();
      await page.locator('.verdict:not(.unsettled)').waitFor();
      await own.picture('keyboard-8-applied');
      assert.deepEqual(own.errors, []);
    } finally {
      await own.close();
      folder.remove();
    }
  });
});

/** Every key goes through here: nothing is clicked. */
function press({ page }: OpenPanel, key: string): Promise<void> {
  return page.keyboard.press(key);
}

/** What has the focus, as it is said. */
function focusedName({ page }: OpenPanel): Promise<string> {
  return page.evaluate<string>(
    `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.querySelector('.menu-label')?.textContent ?? document.activeElement.textContent).trim()`,
  );
}

async function toRegion(panel: OpenPanel, name: string): Promise<void> {
  for (let times = 0; times < 8; times++) {
    const now = await panel.page.evaluate<string>(
      `document.activeElement.closest('[data-region]')?.dataset.region ?? ''`,
    );
    if (now === name) return;
    await press(panel, 'F6');
  }
  assert.fail(`no way to the ${name} by F6`);
}

/** Tabs on until a control has the focus. */
async function tabTo(panel: OpenPanel, role: string, name: RegExp): Promise<void> {
  for (let times = 0; times < 60; times++) {
    const now = await panel.page.evaluate<string>(
      `document.activeElement.getAttribute('role') ?? (document.activeElement.tagName === 'VSCODE-BUTTON' ? 'button' : document.activeElement.tagName.toLowerCase())`,
    );
    if (now === role && name.test(await focusedName(panel))) return;
    await press(panel, 'Tab');
  }
  assert.fail(`no ${role} ${name} by Tab`);
}

/** From thing to thing of the picture until one is reached. */
async function walkTo(panel: OpenPanel, name: RegExp): Promise<void> {
  for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'])
    for (let times = 0; times < 4; times++) {
      if (name.test(await focusedName(panel))) return;
      await press(panel, key);
    }
  assert.fail(`no ${name} by arrows`);
}

function crashesOf(question: TopologyQuestion): readonly string[] {
  if (question.kind !== 'play') return [];
  return (question.schedule?.events ?? []).flatMap(({ fault }) =>
    fault.kind === 'crash' ? (fault.hosts as string[]) : [],
  );
}
