import assert from 'node:assert/strict';
import { summarize } from '../../../../server/src/simulate/report/summarize.js';
import { FAULT_MS, failover, PREPARED, runOf, schedule, type Told } from './hand-made.js';

function summary(...told: readonly Told[]) {
  const played = told.map((each, at) => ({ run: runOf({ seed: at + 1, ...each }), lean: 'any' as const }));
  return summarize(PREPARED, schedule(), played, {
    cluster: 'shop',
    seed: 1,
    explain: ({ name }) =>
      name === 'unheard-of'
        ? undefined
        : {
            name,
            value: '30 s',
            written: name === 'ttl',
            ...(name === 'ttl'
              ? {
                  source: {
                    file: 'patroni.yml',
                    range: { start: { line: 4, character: 2 }, end: { line: 4, character: 4 } },
                  },
                }
              : {}),
          },
  });
}

describe('the summary of several runs', () => {
  it('gives least and most of each time', () => {
    const result = summary(failover(4_000, 9_000), failover(6_000, 12_000), failover(5_000, 10_000));
    assert.deepEqual(result.oldLeaderLastAck, [3_900, 5_900]);
    assert.deepEqual(result.newLeaderFirstAck, [9_100, 12_100]);
    assert.equal(result.failover, 'certain');
    assert.deepEqual(result.leaders, [
      { node: 'n1', from: [-10_000, -10_000], to: [4_000, 6_000], share: 1, open: 0 },
      { node: 'n2', from: [9_000, 12_000], share: 1, open: 1 },
    ]);
    assert.deepEqual(result.clients[1]!.gaps, [
      { from: [-100, -100], to: [9_100, 12_100], share: 1, open: 0 },
    ]);
  });

  it('parts what never, sometimes and always happens', () => {
    const lossy = failover(4_000, 9_000);
    const lost: Told = {
      ...lossy,
      writes: [...lossy.writes!, { client: 0, node: 'n1', from: 0, to: 300, lost: true }],
    };
    const verdicts = (...told: readonly Told[]) => {
      const { ackedLost } = summary(...told);
      return [ackedLost.verdict, ackedLost.bySide.c1!.verdict, ackedLost.bySide.c2!.verdict];
    };
    assert.deepEqual(verdicts(lossy, lossy), ['impossible', 'impossible', 'impossible']);
    assert.deepEqual(verdicts(lossy, lost), ['possible', 'possible', 'impossible']);
    assert.deepEqual(verdicts(lost, lost), ['certain', 'certain', 'impossible']);
    const { ackedLost } = summary(lossy, lost);
    assert.deepEqual(ackedLost.writes, [0, 4]);
    assert.deepEqual(ackedLost.ms, [300, 300]);
  });

  it('says that two wrote at once, and for how long', () => {
    const { dualWriters } = summary(failover(12_000, 9_000), failover(4_000, 9_000));
    assert.deepEqual(dualWriters, { verdict: 'possible', ms: [2_800, 2_800] });
  });

  it('shows the run with the worst outcome', () => {
    const worst = failover(4_000, 9_000);
    const lost: Told = {
      ...worst,
      writes: [...worst.writes!, { client: 0, node: 'n1', from: 0, to: 300, lost: true }],
    };
    const { sample } = summary(worst, failover(14_000, 9_000), lost, worst);
    assert.equal(sample.seed, 3);
    assert.deepEqual(sample.serving, ['n1', 'n2', 'n3']);
    assert.equal(sample.clients.c1!.at(-1)!.result, 'lost');
    assert.equal(sample.clients.c1!.at(-1)!.count, 4);
  });

  it('tells how often who leads in the end', () => {
    const { finalLeaders } = summary(
      failover(1_000, 2_000),
      failover(1_000, 2_000, { finalLeaders: [0] }),
      failover(1_000, 2_000, { finalLeaders: [] }),
      failover(1_000, 2_000),
    );
    assert.deepEqual(finalLeaders, [
      { nodes: ['n2'], share: 0.5 },
      { nodes: [], share: 0.25 },
      { nodes: ['n1'], share: 0.25 },
    ]);
  });

  it('calls stale reads certain only where they are older than replication takes', () => {
    const verdict = (...ages: readonly number[]) =>
      summary(...ages.map((n2): Told => (n2 === 0 ? {} : { stale: { n2 } }))).staleReads;
    assert.equal(verdict(0, 0).verdict, 'impossible');
    assert.equal(verdict(20, 30).verdict, 'possible');
    assert.equal(verdict(0, 3_000).verdict, 'possible');
    const certain = verdict(2_000, 3_000);
    assert.equal(certain.verdict, 'certain');
    assert.deepEqual(certain.maxAge, [2_000, 3_000]);
    assert.deepEqual(certain.byNode.n2, { verdict: 'certain', maxAge: [2_000, 3_000] });
    assert.equal(certain.byNode.n1!.verdict, 'impossible');
  });

  it('names each setting that made something happen once, with its line', () => {
    const event = (atMs: number, kind: 'demotion' | 'promotion', text: string, name: string) => ({
      atMs: FAULT_MS + atMs,
      node: 'n1',
      kind,
      text,
      because: [{ system: 'patroni', name }],
    });
    const { reasons } = summary(
      failover(4_000, 9_000, {
        events: [
          event(-500, 'promotion', 'Before the fault.', 'ttl'),
          event(4_000, 'demotion', 'n1 steps down.', 'ttl'),
          event(5_000, 'demotion', 'n1 steps down again.', 'ttl'),
          event(9_000, 'promotion', 'n2 takes over.', 'loop_wait'),
        ],
      }),
    );
    assert.deepEqual(
      reasons.map(({ text }) => text),
      ['n1 steps down.', 'n2 takes over.'],
    );
    assert.deepEqual(reasons[0]!.source, {
      file: 'patroni.yml',
      range: { start: { line: 4, character: 2 }, end: { line: 4, character: 4 } },
    });
    assert.equal(reasons[1]!.source, undefined);
    assert.deepEqual(reasons[1]!.values, [{ name: 'loop_wait', value: '30 s', written: false }]);
  });

  it('names its bounds', () => {
    const { bounds } = summary(failover(1_000, 2_000), failover(1_000, 2_000));
    assert.match(
      bounds.note,
      /Over 2 runs: 2 with timers anywhere between; each client writes 10 times a second/,
    );
    assert.deepEqual(bounds.limits, ['Disks never fill.']);
  });
});
