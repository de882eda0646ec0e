import assert from 'node:assert/strict';
import type { TopologyQuestion } from '../../server/src/protocol/topology-panel.js';
import { eventually, saidBy } from './support/eventually.js';
import { labSearch, labSnapshot } from './support/lab.js';
import { closeBrowser, type OpenPanel } from './support/page.js';
import { openLab, type StubOptions } from './support/stub.js';

type Lab = OpenPanel & { readonly asked: TopologyQuestion[] };

describe('verdicts and inspector of the topology panel', () => {
  let lab: Lab | undefined;
  const open = async (options?: StubOptions): Promise<Lab> => {
    lab = await openLab(options);
    await lab.page.locator('.lanes').waitFor();
    return lab;
  };
  afterEach(async () => {
    await lab?.close();
    assert.deepEqual(lab?.errors, []);
    lab = undefined;
  });
  after(closeBrowser);

  it('says the figure, why, and the settings that have a hand in it', async () => {
    const { page, host } = await open();
    await page
      .getByRole('tab', {
        selected: true,
        name: /^Lost writes \(RPO\) 697 of 2,955 acknowledged\s?\. Because pre-vote is off, etcd\.conf\.yml line 1, synchronous_mode is off, patroni\.yml line 13\.$/,
      })
      .waitFor();
    assert.match(await page.getByRole('tabpanel').innerText(), /n1 and n2 hold writes the other lacks/);
    await page.getByRole('button', { name: 'synchronous_mode off, patroni.yml:13' }).click();
    const { place } = await saidBy(host, 'open');
    assert.equal(place.range.start.line, 12);
  });

  it('is a lens: arrows choose a verdict, and its marks are lit', async () => {
    const { page } = await open();
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { selected: true, name: /^Recovery/ }).waitFor();
    assert.match(await page.getByRole('tabpanel').innerText(), /The lock has to run out/);
    await page.locator('.gap').waitFor({ state: 'attached' });
    await page.keyboard.press('End');
    assert.equal(await page.locator('.lanes-marks').getAttribute('data-lens'), 'leaders');
    await page.keyboard.press('Home');
    assert.equal(await page.locator('.lanes-marks').getAttribute('data-lens'), 'lost');
  });

  it('switches between outcomes', async () => {
    const { page, asked } = await open();
    await page.getByRole('button', { name: '2 of 3 outcomes lose' }).click();
    await page.getByRole('menuitemcheckbox', { name: /394 lost/ }).click();
    const last = await eventually(() => plays(asked)[1]);
    assert.deepEqual(last.sample, { seed: 18, lean: 'least' });
  });

  it('tries a parameter: verdict before and after at once, the file only on Apply', async () => {
    const { page, asked, host } = await open();
    const slider = page.getByRole('slider', { name: 'ttl' });
    await slider.focus();
    for (let index = 0; index < 10; index++) await page.keyboard.press('ArrowLeft');
    await eventually(async () => (await slider.getAttribute('aria-valuetext')) === '20 s');
    await eventually(() => plays(asked).at(-1)?.whatIf['patroni.ttl'] === 20);
    // Ten keys within an instant are one question or few.
    assert.ok(plays(asked).length <= 4, String(plays(asked).length));
    await eventually(async () =>
      (await page.locator('.verdict-cell').first().innerText()).includes('was 697'),
    );
    assert.match(
      await page.locator('.what-if .before-after').innerText(),
      /Lost writes \(RPO\)\s+697\s+→\s+none/,
    );
    assert.match(await page.locator('.apply .diff').innerText(), /− ttl: 30\s+\+ ttl: 20/);
    assert.ok(!host.said.some(({ type }) => type === 'apply'));
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    const { edits } = await saidBy(host, 'apply');
    assert.equal(edits[0]!.newText, 'ttl: 20');
  });

  it('resets what was tried', async () => {
    const { page, asked } = await open();
    await page.getByRole('radio', { name: 'strict' }).check();
    await eventually(() => plays(asked).at(-1)?.whatIf['patroni.synchronous_mode'] === 'strict');
    await page.getByRole('button', { name: 'reset' }).click();
    await eventually(() => plays(asked).length > 2 && Object.keys(plays(asked).at(-1)!.whatIf).length === 0);
    await eventually(async () => await page.getByRole('radio', { name: 'off' }).isChecked());
  });

  it('tries what is on or off', async () => {
    const { page, asked } = await open();
    await page.locator('vscode-checkbox').click();
    await eventually(() => plays(asked).at(-1)?.whatIf['etcd.pre-vote'] === true);
  });

  it('says how far a search is, and stops it', async () => {
    const { page, host } = await open({ search: { parts: [labSearch(false, false)] } });
    await page.getByRole('button', { name: 'Find shortest failure' }).click();
    await page.getByText('1.2 M states, 2 of 3 faults').waitFor();
    // What is looked for, and that it was not found so far.
    assert.match(await page.locator('.search .promises').innerText(), /No lost write with up to 3 faults/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await saidBy(host, 'cancel');
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  });

  it('shows counterexamples as cards and plays the one that is chosen', async () => {
    const { page, asked } = await open();
    await page.keyboard.press('f');
    const card = page.getByRole('region', { name: 'Shortest failure' });
    await card.getByText('A write that n2 acknowledged is lost').waitFor();
    assert.match(await card.innerText(), /1 of 2/);
    await card.getByRole('button', { name: 'Play', exact: true }).click();
    await eventually(() => plays(asked).at(-1)?.sample?.seed === 17);
    // The steps are those of the run now, and are gone to.
    await card.getByRole('button', { name: /31\.0/ }).click();
    assert.equal(await page.locator('.playhead-label').innerText(), '31.0');
    assert.equal(await card.locator('.number.past').count(), 2);
    await card.getByRole('button', { name: 'Next failure' }).click();
    await card.getByText('A write is lost when n1 loses power.').waitFor();
    await card.getByText('No run with real timing was found that shows it.').waitFor();
  });

  it('plays with a fix and shows before and after, then writes it', async () => {
    const { page, asked, host } = await open();
    await page.keyboard.press('f');
    const fix = page.getByRole('region', { name: 'Fix: Vote before standing' });
    assert.match(await fix.innerText(), /Fix, in 2 files/);
    await fix.getByText('Run patronictl edit-config').waitFor();
    await fix.getByRole('button', { name: 'Play with fix' }).click();
    await fix.locator('.before-after').waitFor();
    assert.match(await fix.locator('.before-after').innerText(), /Lost writes \(RPO\)\s+697\s+→\s+none/);
    const compared = asked.find(each => each.kind === 'compare');
    assert.ok(compared?.kind === 'compare' && compared.edits?.length === 1);
    assert.match(await page.locator('.verdict-cell').first().innerText(), /none\s+was 697/);
    await page
      .getByRole('button', {
        name: /compared with the files, without “Vote before standing”\s?: stop comparing/,
      })
      .click();
    await fix.getByRole('button', { name: 'Apply fix' }).click();
    const { label, edits } = await saidBy(host, 'apply');
    assert.equal(label, 'Vote before standing');
    assert.equal(edits.length, 1);
  });

  it('says that the files have changed since they were searched, and searches again', async () => {
    let version = 1;
    const { page, host, asked } = await open({
      replace: question =>
        question.kind === 'snapshot'
          ? labSnapshot(version)
          : question.kind === 'search'
            ? { ...labSearch(true), version }
            : undefined,
    });
    await page.keyboard.press('f');
    const apply = page.getByRole('button', { name: 'Apply fix' });
    await apply.and(page.locator(':not([disabled])')).waitFor();
    const changed = page.getByText('The files have changed since they were searched.');
    assert.equal(await changed.count(), 0);
    // Told of a change that leaves its files as they were, it stays as it is.
    host.send({ type: 'changed' });
    await eventually(() => asked.filter(({ kind }) => kind === 'snapshot').length === 2);
    version = 2;
    host.send({ type: 'changed' });
    await changed.waitFor();
    for (const name of ['Apply fix', 'Play with fix']) {
      const button = page.getByRole('button', { name });
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      await button.click({ force: true });
    }
    await page.getByRole('button', { name: 'Search again' }).click();
    await changed.waitFor({ state: 'detached' });
    assert.equal(await apply.getAttribute('aria-disabled'), 'false');
    assert.ok(!host.said.some(({ type }) => type === 'apply'));
    assert.ok(!asked.some(({ kind }) => kind === 'compare'));
  });

  it('writes no fix that is still being checked, says so, and leaves it to people once the search is stopped', async () => {
    const found = labSearch(false);
    const [card] = found.counterexamples;
    const { after: _, ...fix } = card!.fixes[0]!;
    const { page, host } = await open({
      search: { parts: [{ ...found, counterexamples: [{ ...card!, fixes: [fix] }] }] },
    });
    await page.keyboard.press('f');
    await page.getByText('Being checked: it can be applied once it is known to help.').waitFor();
    for (const name of ['Apply fix', 'Play with fix']) {
      const button = page.getByRole('button', { name });
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      assert.match((await button.getAttribute('title')) ?? '', /still being checked/);
      await button.click({ force: true });
    }
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('The search was stopped before it was known whether this helps.').waitFor();
    assert.ok(!host.said.some(({ type }) => type === 'apply'));
    await page.getByRole('button', { name: 'Apply fix' }).click();
    await saidBy(host, 'apply');
  });

  it('tells files of one name apart by their folders', async () => {
    const found = labSearch(true);
    const [card] = found.counterexamples;
    const of = (node: string) => `file:///lab/${node}/patroni.yml`;
    const fix = {
      ...card!.fixes[0]!,
      diff: ['n1', 'n2'].map(node => ({
        uri: of(node),
        line: 3,
        kind: 'added' as const,
        text: 'synchronous_mode: true',
      })),
    };
    const because = [{ name: 'ttl', value: '30 s', written: true, place: placeIn(of('n2')) }];
    const snapshot = labSnapshot();
    const { page } = await open({
      replace: question =>
        question.kind === 'snapshot'
          ? { ...snapshot, shown: { ...snapshot.shown!, sources: ['n1', 'n2', 'n3'].map(of) } }
          : undefined,
      search: {
        parts: [],
        last: { ...found, counterexamples: [{ ...card!, because, fixes: [fix] }] },
      },
    });
    await page.keyboard.press('f');
    await page.locator('.fix').waitFor();
    assert.deepEqual(await page.locator('.fix .diff-file').allInnerTexts(), [
      'n1/patroni.yml',
      'n2/patroni.yml',
    ]);
    await page.getByRole('button', { name: 'ttl 30 s, n2/patroni.yml:4' }).waitFor();
  });

  it('says that nothing was found, with its bounds, and searches deeper', async () => {
    const { page, asked } = await open({ search: { parts: [], last: labSearch(true, false) } });
    await page.keyboard.press('f');
    await page.getByText('No lost write with up to 3 faults and 2 writes.').waitFor();
    await page.getByText('Clocks that jump were not tried.').waitFor();
    await page.getByRole('button', { name: 'Search deeper' }).click();
    await eventually(() => asked.filter(each => each.kind === 'search').at(-1)?.faults === 4);
  });

  it('compares with another version of the files', async () => {
    const { page, host } = await open();
    host.send({ type: 'do', command: { name: 'compare', argument: { label: 'HEAD', texts: {} } } });
    await page.getByText('Compared with HEAD:').waitFor();
    await page.getByText('ttl was 20 and is 30.').waitFor();
    assert.match(await page.locator('.verdict-cell').first().innerText(), /697\s+was none/);
    await page.getByRole('button', { name: 'Stop comparing', exact: true }).click();
    await eventually(async () => !(await page.locator('.verdict-cell').first().innerText()).includes('was'));
  });

  it('says what the model leaves out', async () => {
    const { page } = await open();
    await page.getByText('What the model leaves out').click();
    await page.getByText('Disks do not fail.').waitFor();
  });

  it('shows another cluster of the file, pins it, and asks for a partition', async () => {
    const { page, asked, host } = await open();
    await page.getByRole('button', { name: /^Pin to/ }).click();
    assert.equal((await saidBy(host, 'pin')).pinned, true);
    await page.getByText('pinned to patroni.yml').waitFor();
    await page.keyboard.press('p');
    assert.equal((await saidBy(host, 'run')).command, 'faultline.simulatePartition');
    await page.getByRole('combobox', { name: 'Cluster' }).selectOption('lab2');
    await eventually(() => asked.some(each => each.kind === 'snapshot' && each.cluster === 'lab2'));
  });
});

describe('states of the topology panel', () => {
  after(closeBrowser);

  it('offers an example where no cluster is', async () => {
    const lab = await openLab({ replace: () => ({ kind: 'snapshot', version: 1, clusters: [] }) });
    await lab.page.getByText('No cluster was recognised in patroni.yml.').waitFor();
    await lab.page.getByRole('button', { name: 'Open an example' }).click();
    assert.equal((await saidBy(lab.host, 'run')).command, 'faultline.openExample');
    await lab.picture('topology-empty');
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('keeps the last good picture while the file is broken, and says so', async () => {
    let broken = false;
    const lab = await openLab({
      replace: question =>
        broken && question.kind === 'snapshot' ? { kind: 'snapshot', version: 2, clusters: [] } : undefined,
    });
    await lab.page.locator('.lanes').waitFor();
    broken = true;
    lab.host.send({ type: 'changed' });
    const banner = lab.page.getByRole('alert').filter({ hasText: 'The last good picture is shown.' });
    await banner.waitFor();
    assert.equal(await lab.page.locator('.lanes').count(), 1);
    broken = false;
    await banner.getByRole('button', { name: 'Try again' }).click();
    await banner.waitFor({ state: 'detached' });
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('keeps where it is seen from once, though the picture is fitted and glides', async () => {
    const lab = await openLab();
    await lab.page.locator('.lanes').waitFor();
    const { transform } = (await saidBy(lab.host, 'remember', ({ key }) => key === 'view')) && {
      transform: await lab.page.locator('.canvas-picture > g').getAttribute('transform'),
    };
    const views = () => lab.host.said.filter(each => each.type === 'remember' && each.key === 'view');
    const { x, y, k } = lab.host.memory.view as Record<string, number>;
    assert.equal(transform, `translate(${x} ${y}) scale(${k})`);
    assert.ok(views().length <= 2, `${views().length} times`);
    await lab.close();
  });

  it('is settled again where a run could not be played', async () => {
    let broken = false;
    const lab = await openLab({
      replace: question =>
        broken && question.kind === 'play' ? { why: 'The schedule cannot be played.' } : undefined,
    });
    await lab.page.locator('.verdict:not(.unsettled)').waitFor();
    broken = true;
    lab.host.send({ type: 'changed' });
    await lab.page.getByRole('alert').filter({ hasText: 'The schedule cannot be played.' }).waitFor();
    assert.equal(await lab.page.locator('.verdict.unsettled').count(), 0);
    await lab.close();
  });

  it('shows a bar while it works, and says why something cannot be played', async () => {
    const lab = await openLab({
      replace: question => {
        if (question.kind !== 'snapshot') return undefined;
        const snapshot = labSnapshot();
        return { ...snapshot, shown: { ...snapshot.shown!, notPlayable: 'Kafka is drawn, not played.' } };
      },
    });
    await lab.page.getByText('Kafka is drawn, not played.').waitFor();
    assert.equal(await lab.page.locator('.lanes').count(), 0);
    await lab.close();
    const slow = await openLab({ search: { parts: [] } });
    await slow.page.locator('.lanes').waitFor();
    await slow.page.keyboard.press('f');
    await slow.page.getByRole('progressbar', { name: 'Working' }).waitFor();
    assert.deepEqual(slow.errors, []);
    await slow.close();
  });
});

function placeIn(uri: string) {
  return { uri, range: { start: { line: 3, character: 0 }, end: { line: 3, character: 7 } } };
}

function plays(asked: readonly TopologyQuestion[]): Extract<TopologyQuestion, { kind: 'play' }>[] {
  return asked.filter((each): each is Extract<TopologyQuestion, { kind: 'play' }> => each.kind === 'play');
}
