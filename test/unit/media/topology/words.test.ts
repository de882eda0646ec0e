import assert from 'node:assert/strict';
import { latest, momentsOf, spanAt, stretchOf } from '../../../../media/topology/at.js';
import { stepsOf, storyOf } from '../../../../media/topology/story.js';
import { eventsBetween } from '../../../../media/topology/transport/telling.js';
import {
  count,
  instantSentence,
  listed,
  networkSentence,
  processWords,
  seconds,
} from '../../../../media/topology/words.js';
import { labPlayback, labSearch } from '../../../panels/support/lab.js';

const playback = labPlayback();

describe('an instant in words', () => {
  it('says who leads, who is stopped and whose writes wait', () => {
    assert.equal(instantSentence(playback, 44_000), '38.0 seconds: n2 leads, n1 stopped, c1 blocked');
    assert.equal(
      instantSentence(playback, 30_000),
      '24.0 seconds: nobody leads, n1 stopped, c1 blocked, c2 blocked',
    );
    assert.equal(instantSentence(playback, 5_000), '-1.0 seconds: n1 leads');
  });

  it('names both of two leaders', () => {
    const [n1, ...others] = playback.processes;
    const both = {
      ...playback,
      processes: [{ ...n1!, roles: [{ atMs: 0, role: 'leader' as const, epoch: 1 }] }, ...others],
    };
    assert.match(instantSentence(both, 44_000), /^38\.0 seconds: n1 and n2 lead,/);
  });

  it('speaks of coordination only where it is all there is', () => {
    const alone = {
      ...playback,
      clients: [],
      processes: playback.processes.map(each => ({ ...each, serves: false, coordination: true })),
    };
    assert.equal(instantSentence(alone, 44_000), '38.0 seconds: n2 leads, n1 stopped');
  });

  it('says who is cut off from whom, the smaller side first', () => {
    assert.equal(networkSentence(playback, 0), undefined);
    assert.equal(
      networkSentence(playback, 20_000),
      'Partition since 0.0 s. n1 and c1 are cut off from n2, n3 and c2.',
    );
    assert.equal(networkSentence(playback, 70_000), undefined);
  });

  it('says what a process is and how old its reads are', () => {
    assert.equal(processWords(playback.processes[1]!, 10_000), 'replica, reads up to 31.0 s old');
    assert.equal(processWords(playback.processes[1]!, 44_000), 'leader, term 2');
  });

  it('says of what serves nothing that it runs, and of equals that they take writes', () => {
    const [process] = playback.processes;
    const peer = { ...process!, roles: [{ atMs: 0, role: 'peer' as const, epoch: 0 }], stale: [] };
    assert.equal(processWords(peer, 0), 'takes writes');
    assert.equal(processWords({ ...peer, serves: false }, 0), 'runs');
  });

  it('writes numbers as people do', () => {
    assert.equal(count(2955), '2,955');
    assert.equal(seconds(5_999, 6_000), '0.0');
    assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
    assert.equal(listed([]), '');
  });
});

describe('moments of a run', () => {
  it('finds what was last', () => {
    const list = [0, 10, 20].map(atMs => ({ atMs }));
    assert.equal(latest(list, -1), undefined);
    assert.equal(latest(list, 10)?.atMs, 10);
    assert.equal(latest(list, 19)?.atMs, 10);
    assert.equal(latest(list, 99)?.atMs, 20);
  });

  it('finds what becomes of a write, also between two', () => {
    const [c1] = playback.clients;
    assert.equal(spanAt(c1!, 40_000)?.result, 'waiting');
    assert.equal(spanAt(c1!, 66_350), undefined);
    const waiting = { fromMs: 0, toMs: 10_000, result: 'waiting' as const, count: 0 };
    const unknown = { fromMs: 100, toMs: 2_000, result: 'unknown' as const, count: 1 };
    const client = { name: 'c', beside: [], writes: true, spans: [waiting, unknown], stale: [] };
    assert.equal(spanAt(client, 1_000)?.result, 'waiting');
    assert.equal(spanAt(client, 5_000)?.result, 'waiting');
    assert.equal(spanAt({ ...client, spans: [unknown] }, 1_000)?.result, 'unknown');
  });

  it('goes from one event to the next, each once', () => {
    const moments = momentsOf(playback);
    assert.deepEqual(
      moments,
      [...new Set(moments)].sort((a, b) => a - b),
    );
    for (const at of [6_000, 26_400, 37_000, 66_000, 70_200]) assert.ok(moments.includes(at), String(at));
  });

  it('begins a little before the first fault', () => {
    const { fromMs, toMs } = stretchOf(playback);
    assert.ok(fromMs > 0 && fromMs < 6_000);
    assert.equal(toMs, playback.endMs);
    assert.equal(stretchOf({ ...playback, firstFaultMs: 500 }).fromMs, 0);
  });
});

describe('the story of a run', () => {
  it('numbers faults, promotions and what is taken back by time', () => {
    assert.deepEqual(
      storyOf(playback).map(
        ({ number, atMs, text, bad }) => `${number} ${seconds(atMs, 6000)} ${text}${bad ? ' !' : ''}`,
      ),
      [
        '1 0.0 partition n1 c1 | n2 n3 c2',
        '2 31.0 n2 takes the lock and leads.',
        '3 60.0 heal',
        '4 64.2 n1 takes the lock back and leads.',
        '5 66.8 n2 is rewound; 697 acknowledged writes are lost. !',
      ],
    );
  });

  it('says that something is lost only where it was acknowledged', () => {
    const [n1, n2, n3] = playback.processes;
    const unharmed = {
      ...playback,
      processes: [n1!, { ...n2!, log: n2!.log.map(each => ({ ...each, doomed: 0 })) }, n3!],
    };
    assert.deepEqual(
      [playback, unharmed].map(run => storyOf(run).filter(({ bad }) => bad).length),
      [1, 0],
    );
    assert.deepEqual(
      [playback, unharmed].map(run => eventsBetween(run, 70_300, 80_000).map(({ urgent }) => urgent)),
      [[true], [false]],
    );
  });

  it('takes the steps of a counterexample as the search tells them', () => {
    const steps = stepsOf(labSearch(true).counterexamples[0]!, true);
    assert.deepEqual(
      steps.map(({ number, bad }) => [number, bad]),
      [
        [1, false],
        [2, false],
        [3, false],
        [4, true],
      ],
    );
  });
});
