import assert from 'node:assert/strict';
import { debounced } from '../../../../media/topology/inspector/debounced.js';
import {
  deeper,
  isPlayed,
  progressWords,
  promiseParts,
  sentenceParts,
  short,
} from '../../../../media/topology/inspector/search-words.js';
import { valueWords } from '../../../../media/topology/inspector/values.js';
import { alike, barsOf, withMoved, withoutFault } from '../../../../media/topology/timeline/faults.js';
import { changedBy, outcomeWords } from '../../../../media/topology/verdict/words.js';
import { labPlayback, labSearch } from '../../../panels/support/lab.js';

const playback = labPlayback();

describe('words of the topology panel', () => {
  it('says how far a search is', () => {
    assert.equal(progressWords(labSearch(false)), '1.2 M states, 2 of 3 faults');
    const { progress, ...answer } = labSearch(false);
    assert.equal(
      progressWords({ ...answer, progress: { ...progress, faultsSeenAtRest: 3 } }),
      '1.2 M states, 2 of 3 faults (3 at rest)',
    );
    assert.equal(short(950), '950');
    assert.equal(short(12_345), '12.3 k');
    assert.deepEqual(deeper(labSearch(true)), { faults: 4, writes: 3 });
  });

  it('parts what is said from its bounds', () => {
    assert.deepEqual(promiseParts('A write is lost: every schedule of up to 2 faults.'), {
      head: 'A write is lost.',
      bounds: 'Every schedule of up to 2 faults.',
    });
    assert.deepEqual(promiseParts('No lost write.'), { head: 'No lost write.' });
    assert.deepEqual(sentenceParts('n1 dies: n2 leads: a write is lost.'), {
      story: 'n1 dies: n2 leads: ',
      end: 'a write is lost.',
    });
  });

  it('knows the run of a counterexample again', () => {
    const [card] = labSearch(true).counterexamples;
    assert.equal(isPlayed(card!, playback), true);
    assert.equal(isPlayed(card!, { ...playback, seed: 3 }), false);
    assert.equal(isPlayed(card!, { ...playback, schedule: { ...playback.schedule, events: [] } }), false);
  });

  it('counts the outcomes that lose', () => {
    assert.equal(outcomeWords(playback.outcomes), '2 of 3 outcomes lose');
    assert.equal(outcomeWords(playback.outcomes.slice(1)), '1 of 2 outcomes loses');
    assert.equal(outcomeWords(playback.outcomes.slice(0, 1)), undefined);
    assert.equal(outcomeWords([playback.outcomes[2]!, playback.outcomes[2]!]), '2 outcomes');
  });

  it('says what a verdict was, where it is another now', () => {
    const [lost, recovery] = playback.verdicts;
    const was = { label: 'as the file says', playback: labPlayback(0) };
    assert.equal(changedBy(lost!, was), 'none');
    assert.equal(changedBy(recovery!, was), undefined);
    assert.equal(changedBy(lost!, { ...was, label: 'before' }), undefined);
  });

  it('writes values with their unit', () => {
    assert.equal(valueWords(30, { kind: 'range', min: 0, max: 60, step: 1, unit: 's' }), '30 s');
    assert.equal(valueWords(2_000, { kind: 'range', min: 0, max: 9_000, step: 1, unit: 'count' }), '2,000');
    assert.equal(valueWords(true, { kind: 'toggle' }), 'on');
    assert.equal(valueWords(1, { kind: 'choice', options: [{ value: 1, label: 'any' }] }), 'any');
  });

  it('calls once for many changes of one thing', async () => {
    const called: string[] = [];
    await new Promise<void>(done => {
      const { later, settle } = debounced((key, value: number) => {
        called.push(`${key} ${value}`);
        if (key === 'b') done();
      }, 1);
      later('gone', 1);
      settle();
      later('a', 1);
      later('a', 2);
      later('b', 3);
    });
    assert.deepEqual(called, ['a 2', 'b 3']);
  });
});

describe('faults of the timeline', () => {
  const { schedule } = playback;

  it('stand where the changed schedule says, before it is played', () => {
    const moved = withMoved(schedule, new Map([[1, 50_000]]));
    assert.deepEqual(
      barsOf(playback, moved).map(({ fromMs, toMs, line }) => [fromMs, toMs, line]),
      [[6_000, 50_000, 0]],
    );
    // Of another schedule the indices say nothing.
    const other = { ...schedule, events: schedule.events.slice(0, 1) };
    assert.equal(barsOf(playback, other)[0]!.toMs, 66_000);
  });

  it('stay within the run, and in the order of time', () => {
    const swapped = withMoved(schedule, new Map([[0, 70_000]]));
    assert.deepEqual(
      swapped.events.map(({ at, fault }) => [at, fault.kind]),
      [
        [66_000, 'heal'],
        [70_000, 'partition'],
      ],
    );
    assert.equal(alike(schedule, swapped), false);
    assert.equal(withMoved(schedule, new Map([[1, 1e9]])).events[1]!.at, schedule.until);
    assert.equal(withMoved(schedule, new Map([[0, -5]])).events[0]!.at, 0);
  });

  it('are taken away with what ends them, unless that ends others too', () => {
    const [fault] = playback.faults;
    assert.deepEqual(withoutFault(schedule, fault!, playback.faults).events, []);
    const both = [fault!, { ...fault!, event: 5 }];
    assert.deepEqual(
      withoutFault(schedule, fault!, both).events.map(each => each.fault.kind),
      ['heal'],
    );
  });

  it('stand below each other where they overlap', () => {
    const [fault] = playback.faults;
    const faults = [fault!, { ...fault!, title: 'crash n3', fromMs: 10_000, toMs: 20_000 }];
    const played = { ...playback, faults, schedule: { ...schedule, events: [] } };
    assert.deepEqual(
      barsOf(played, schedule).map(({ key, line }) => `${key}: ${line}`),
      ['partition n1 c1 | n2 n3 c2 1: 0', 'crash n3 1: 1'],
    );
  });
});
