import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { FromPanel } from '../../server/src/protocol/webview.js';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';

const ROOT = resolve(__dirname, '../..');
const LAB = {
  kind: 'topology',
  folder: 'test/fixtures/clusters/lab/patroni-async',
  file: 'n1/patroni.yml',
} as const;

describe('the picture of a cluster, by hand', () => {
  after(closeBrowser);

  it('chooses what is clicked, and opens the line of what is double-clicked', () =>
    lab(async panel => {
      const { page, host } = panel;
      const n2 = node(panel, 'n2');
      await n2.click();
      await page.locator('[data-thing="node:n2"].selected').waitFor();
      await n2.dblclick();
      await until(() => host.said.some(({ type }) => type === 'open'));
      const opened = host.said.find((message): message is Said<'open'> => message.type === 'open')!;
      assert.match(opened.place.uri, /\/n2\/patroni\.yml$/);
    }));

  it('breaks a node by its menu: the schedule has the fault and another run is played', () =>
    lab(async panel => {
      const { page, host } = panel;
      await node(panel, 'n1').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Crash', exact: true }).click();
      const schedule = await lastSchedule(panel);
      assert.ok(schedule.events.some(({ fault }) => fault.kind === 'crash' && String(fault.hosts) === 'n1'));
      await until(() => host.said.filter(({ type }) => type === 'ask').length >= 3);
    }));

  it('cuts a link one way by its menu', () =>
    lab(async panel => {
      const { page } = panel;
      // Who streams from whom is a matter of the run: any line between two nodes will do.
      const line = page.locator('[data-thing^="link:n"]').first();
      const [, from, to] = /^link:(n\d)>(n\d)/.exec((await line.getAttribute('data-thing')) ?? '')!;
      await line.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: `Cut from ${from} to ${to} only` }).click();
      const { events } = await lastSchedule(panel);
      assert.ok(
        events.some(
          ({ fault }) =>
            fault.kind === 'cut' &&
            fault.oneWay === true &&
            String(fault.from) === from &&
            String(fault.to) === to,
        ),
      );
    }));

  it('parts what a lasso is drawn around from the rest, clients with their hosts', () =>
    lab(async panel => {
      const { page } = panel;
      // Another run may be shown until all are played, and other nodes stand elsewhere in it.
      await page.locator('.verdict:not(.unsettled)').waitFor();
      await page.getByRole('button', { name: /^Lasso/ }).click();
      const box = (await node(panel, 'n3').boundingBox())!;
      const corners = [
        [box.x - 12, box.y - 12],
        [box.x + box.width + 12, box.y - 12],
        [box.x + box.width + 12, box.y + box.height + 12],
        [box.x - 12, box.y + box.height + 12],
        [box.x - 12, box.y - 10],
      ] as const;
      await page.mouse.move(...corners[0]);
      await page.mouse.down();
      for (const corner of corners.slice(1)) await page.mouse.move(...corner, { steps: 4 });
      await page.mouse.up();
      const { events } = await lastSchedule(panel);
      const fault = events
        .map(each => each.fault)
        .find(each => each.kind === 'partition' && String((each.groups as string[][])[0]) === 'n3');
      assert.ok(fault, JSON.stringify(events));
      assert.deepEqual((fault.groups as string[][])[1]!.filter(name => /^n/.test(name)).sort(), ['n1', 'n2']);
    }));

  it('keeps where a node was put, and puts everything back', () =>
    lab(async panel => {
      const { page, host } = panel;
      await page.locator('.verdict:not(.unsettled)').waitFor();
      const before = (await node(panel, 'n2').boundingBox())!;
      await page.mouse.move(before.x + 20, before.y + 60);
      await page.mouse.down();
      await page.mouse.move(before.x + 30, before.y + 90, { steps: 6 });
      await page.mouse.up();
      await until(() => host.memory.layout !== undefined);
      const layout = host.memory.layout as Record<string, { x: number; y: number }>;
      assert.ok('n2' in layout, JSON.stringify(layout));
      await page.locator('.canvas').focus();
      await page.keyboard.press('x');
      await page.getByRole('menuitem', { name: 'Put everything back' }).click();
      await until(() => Object.keys(host.memory.layout as object).length === 0);
    }));

  it('is walked through by arrows, and broken without a mouse', () =>
    lab(async panel => {
      const { page } = panel;
      await page.locator('.canvas').focus();
      await page.keyboard.press('ArrowRight');
      const first = await focusedThing(panel);
      assert.match(first, /^node:/);
      const seen = new Set([first]);
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
        await page.keyboard.press(key);
        seen.add(await focusedThing(panel));
      }
      assert.ok(seen.size >= 3, [...seen].join(', '));
      await node(panel, 'n3').focus();
      await page.keyboard.press('x');
      await page.getByRole('menu').waitFor();
      await page.keyboard.type('iso');
      await page.keyboard.press('Enter');
      const { events } = await lastSchedule(panel);
      assert.ok(events.some(({ fault }) => fault.kind === 'partition'));
    }));

  it('lights up where the cursor of the editor stands', () =>
    lab(async panel => {
      const { page, host } = panel;
      host.send({ type: 'cursor', uri: host.uriOf('n3/patroni.yml'), position: { line: 1, character: 3 } });
      await page.locator('[data-thing="node:n3"].lit').waitFor();
      assert.equal(await page.locator('[data-thing="node:n1"].lit').count(), 0);
    }));

  it('lights up where the cursor stood before the picture came', () =>
    lab(async panel => {
      const { page, host } = panel;
      // Another file of the cluster: it is drawn anew, after it was told where the cursor stands.
      host.uri = host.uriOf('n2/patroni.yml');
      host.sendTarget();
      host.send({ type: 'cursor', uri: host.uri, position: { line: 2, character: 3 } });
      await page.locator('[data-thing="node:n2"].lit').waitFor();
      assert.equal(await page.locator('[data-thing^="node:"].lit').count(), 1);
    }));

  it('comes back where it was after the page was loaded again', () =>
    lab(async panel => {
      const { page } = panel;
      await page.getByRole('tab', { name: /^Stale reads/ }).click();
      await page.keyboard.press(']');
      await page.keyboard.press(']');
      const label = await page.locator('.playhead').innerText();
      // What is kept follows what is seen after a moment.
      const seconds = Number(label);
      await page.waitForFunction(
        wanted => {
          const { page: kept } = JSON.parse(sessionStorage.getItem('state') ?? '{}') as {
            page?: { instant: number; lens?: string };
          };
          return kept?.lens === 'stale' && Math.abs(kept.instant - wanted) < 100;
        },
        10_000 + seconds * 1000,
      );
      await page.reload();
      await page.locator('[data-thing="client:c1"]').waitFor();
      assert.equal(await page.locator('.playhead').innerText(), label);
      assert.equal(
        await page.getByRole('tab', { name: /^Stale reads/ }).getAttribute('aria-selected'),
        'true',
      );
    }));

  it('draws a hundred nodes, and a map of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-hundred-'));
    const nodes = Array.from({ length: 100 }, (_, n) => `  - { name: n${n}, zone: z${n % 5} }`).join('\n');
    writeFileSync(
      join(folder, 'big.faultline.yaml'),
      `name: big\nprotocol: leaderless\nreplication_factor: 3\nnodes:\n${nodes}\n`,
    );
    const panel = await openPanel({
      kind: 'topology',
      folder: relative(ROOT, folder),
      file: 'big.faultline.yaml',
    });
    try {
      await panel.page.locator('[data-thing="node:n99"]').waitFor();
      await panel.page.locator('.minimap').waitFor();
      await panel.picture('canvas-100');
      assert.deepEqual(panel.errors, []);
    } finally {
      await panel.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

type Said<T extends FromPanel['type']> = Extract<FromPanel, { type: T }>;

function node({ page }: OpenPanel, id: string) {
  return page.locator(`[data-thing="node:${id}"]`);
}

async function lab(work: (panel: OpenPanel) => Promise<void>): Promise<void> {
  const panel = await openPanel({ ...LAB, reducedMotion: true });
  try {
    await node(panel, 'n1').waitFor();
    // The first run is there: whatever follows is another.
    await panel.page.locator('[data-thing="client:c1"]').waitFor();
    await work(panel);
    assert.deepEqual(panel.errors, []);
  } finally {
    await panel.close();
  }
}

interface Asked {
  readonly schedule?: {
    readonly events: readonly {
      readonly at: number;
      readonly fault: Record<string, unknown> & { readonly kind: string };
    }[];
  };
}

/** The schedule of the last question to play one that somebody made. */
async function lastSchedule({ host }: OpenPanel): Promise<NonNullable<Asked['schedule']>> {
  const asked = () =>
    host.said
      .filter((message): message is Said<'ask'> => message.type === 'ask')
      .map(({ question }) => question as { readonly kind: string } & Asked)
      .filter(({ kind, schedule }) => kind === 'play' && schedule !== undefined);
  await until(() => asked().length > 0);
  return asked().at(-1)!.schedule!;
}

async function focusedThing({ page }: OpenPanel): Promise<string> {
  return page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.thing ?? '');
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return;
    await new Promise(done => setTimeout(done, 50));
  }
  assert.fail('it never came about');
}
