import assert from 'node:assert/strict';
import { answerPanel } from '../../server/src/panel/answer.js';
import type {
  PlayAnswer,
  TopologyAnswer,
  TopologyQuestion,
} from '../../server/src/protocol/topology-panel.js';
import { eventually, saidBy } from './support/eventually.js';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';

/** Everything works on two cores that others use too. */
const PATIENCE = 120_000;

describe('the topology panel with the server behind it', function () {
  this.timeout(PATIENCE * 2);
  let panel: OpenPanel;
  before(async () => {
    panel = await openPanel({ kind: 'topology', folder: 'examples/fleet', file: 'shop/db1/my.cnf' });
    panel.page.setDefaultTimeout(PATIENCE);
    await panel.page.locator('.verdict:not(.unsettled)').waitFor();
  });
  after(async () => {
    await panel?.close();
    await closeBrowser();
  });

  it('shows what the server finds, figure by figure', async () => {
    const asked = await saidBy(
      panel.host,
      'ask',
      ({ question }) => (question as TopologyQuestion).kind === 'play',
    );
    const { playback } = (await ask(panel, asked.question as TopologyQuestion)) as PlayAnswer;
    const shown = await panel.page.locator('.verdict-value').allInnerTexts();
    assert.deepEqual(
      shown.map(text => text.replace(/\s+/g, ' ').trim()),
      playback.verdicts.map(({ value, detail }) => `${value} ${detail}`.trim()),
    );
    assert.equal(await panel.page.locator('.why p').first().innerText(), playback.verdicts[0]!.why);
    assert.deepEqual(panel.errors, []);
  });

  it('opens the line that is to blame', async () => {
    const { page, host } = panel;
    await page.locator('.because .link').first().click();
    const { place } = await saidBy(host, 'open');
    assert.match(place.uri, /my\.cnf$/);
    assert.ok(host.analyzer.text(place.uri)!.split('\n')[place.range.start.line]!.includes('='));
  });

  it('finds a failure, plays it, and goes to its steps', async () => {
    const { page, host } = panel;
    await page.keyboard.press('f');
    await page.locator('.search .sentence').first().waitFor();
    await page.locator('.search').getByRole('button', { name: 'Play', exact: true }).click();
    const play = await saidBy(host, 'ask', ({ question }) => {
      const { kind, sample } = question as Extract<TopologyQuestion, { kind: 'play' }>;
      return kind === 'play' && sample !== undefined;
    });
    const { schedule } = play.question as Extract<TopologyQuestion, { kind: 'play' }>;
    assert.ok((schedule?.events.length ?? 0) > 0);
    // The steps are those of the run, once it is there.
    await page.locator('.search button.step').first().waitFor();
    const last = page.locator('.search button.step').last();
    await last.click();
    const at = await last.locator('time').innerText();
    await eventually(async () => (await page.locator('.playhead-label').innerText()) === at);
    await panel.picture('topology-served');
    assert.deepEqual(panel.errors, []);
  });
});

async function ask({ host }: OpenPanel, question: TopologyQuestion): Promise<TopologyAnswer> {
  const answer = await answerPanel('topology', question, {
    analyzer: host.analyzer,
    cancelled: () => false,
    pause: () => new Promise(done => setImmediate(done)),
    part: () => {},
  });
  assert.ok('kind' in answer, 'why' in answer ? answer.why : '');
  return answer as TopologyAnswer;
}
