import assert from 'node:assert/strict';
import { Enactment } from '../../../../server/src/simulate/explore/enact/enact.js';
import { showsBroken } from '../../../../server/src/simulate/explore/enact/shows.js';
import { telling } from '../../../../server/src/simulate/explore/kinds.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import {
  ClusterSearch,
  searchCluster,
  type VerdictOptions,
} from '../../../../server/src/simulate/explore/verdict.js';
import type { Family, Prepared } from '../../../../server/src/simulate/family.js';
import { LEASE } from '../../../../server/src/simulate/protocols/lease/index.js';
import { PRIMARY_BACKUP } from '../../../../server/src/simulate/protocols/primary-backup/index.js';
import { REDIS_SENTINEL } from '../../../../server/src/simulate/protocols/redis-sentinel/index.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import { readSchedule, scheduleYaml } from '../../../../server/src/simulate/schedule/index.js';
import type { FaultKind, Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { labFiles } from '../lab.js';
import { preparedFrom } from '../read-cluster.js';
import { register } from './register.js';

const LOST = propertyNamed('no-lost-write')!;

function lab(name: string, family: Family): Prepared {
  return preparedFrom(labFiles(name), family);
}

function optionsOf(property: string, kinds: readonly FaultKind[]): VerdictOptions {
  return {
    bounds: { faults: 1, writes: 1, kinds },
    properties: [propertyNamed(property)!],
    maxStates: 20_000,
    most: 1,
  };
}

/** The first counterexample as a schedule, and how many runs that took. */
function enacted(prepared: Prepared, property: string, kinds: readonly FaultKind[]) {
  const verdict = searchCluster(prepared, optionsOf(property, kinds));
  const [example] = verdict.properties[0]!.counterexamples;
  assert.ok(example !== undefined, 'the search finds something');
  const enactment = new Enactment(prepared, verdict.bounds, example);
  while (!enactment.advance(1));
  return { example, shown: enactment.found, runs: enactment.runs };
}

function isShown(
  prepared: Prepared,
  property: string,
  schedule: Schedule,
  seed: number,
  lean: 'least' | 'most' | 'any',
) {
  return showsBroken(property, run(prepared, schedule, { seed, lean }), undefined);
}

describe('counterexamples with real timing', () => {
  for (const [name, family, property, kinds] of [
    ['patroni-async', LEASE, 'no-lost-write', ['partition']],
    ['patroni-async', LEASE, 'no-lost-write', ['powerLoss']],
    ['redis-isolate', REDIS_SENTINEL, 'no-lost-write', ['partition']],
    ['redis-isolate', REDIS_SENTINEL, 'one-writer', ['partition']],
    ['pgsync-any1-on', PRIMARY_BACKUP, 'no-stale-read', ['crash']],
    ['pgsync-any1-on', PRIMARY_BACKUP, 'one-writer', ['promote']],
  ] as const) {
    it(`${name}: a run breaks ${property} by ${kinds.join()}, as the search says`, () => {
      const prepared = lab(name, family);
      const { example, shown, runs } = enacted(prepared, property, kinds);
      assert.ok(shown !== undefined, example.sentence);
      assert.ok(runs <= 200);
      const { schedule, seed, lean } = shown;
      assert.ok(isShown(prepared, property, schedule, seed, lean));
      // No other faults than those that count, what ends them, and links that make data late.
      const counted = schedule.events.filter(({ fault }) =>
        (kinds as readonly string[]).includes(fault.kind),
      );
      assert.equal(counted.length, example.faults);
    });
  }

  it('the file of a schedule plays the same', () => {
    const prepared = lab('redis-isolate', REDIS_SENTINEL);
    const { shown } = enacted(prepared, 'no-lost-write', ['partition']);
    const names = prepared.hosts.map(({ name }) => name);
    const { schedule, problems } = readSchedule(scheduleYaml(shown!.schedule), names);
    assert.deepEqual(problems, []);
    assert.ok(isShown(prepared, 'no-lost-write', schedule, shown!.seed, shown!.lean));
  });

  it('whatever is left out of a schedule is needed: without its repairs the promise is kept', () => {
    const prepared = lab('redis-isolate', REDIS_SENTINEL);
    const { shown } = enacted(prepared, 'one-writer', ['crash']);
    const { schedule, seed, lean } = shown!;
    const repairs = schedule.events.filter(({ fault }) => fault.kind === 'restart');
    assert.equal(repairs.length, 1, 'who comes back writes at the same time as the new one');
    const events = schedule.events.filter(event => !repairs.includes(event));
    assert.ok(!isShown(prepared, 'one-writer', { ...schedule, events }, seed, lean));
  });

  it('gives up where no run can show it', () => {
    const prepared = register({ copies: 1, nodes: 3 });
    const verdict = searchCluster(prepared, optionsOf('no-lost-write', ['powerLoss']));
    const [example] = verdict.properties[0]!.counterexamples;
    const enactment = new Enactment(prepared, verdict.bounds, { ...example!, property: 'protocol-safety' });
    assert.ok(enactment.advance(1));
    assert.equal(enactment.found, undefined);
    assert.equal(enactment.runs, 0);
  });

  it('the same counterexample gives the same schedule', () => {
    const prepared = lab('patroni-async', LEASE);
    assert.deepEqual(
      enacted(prepared, 'no-lost-write', ['partition']).shown,
      enacted(prepared, 'no-lost-write', ['partition']).shown,
    );
  });
});

describe('a search that is taken further bit by bit', () => {
  const prepared = register({ copies: 2, nodes: 3 });
  const options: VerdictOptions = {
    bounds: { faults: 2, writes: 1, kinds: ['powerLoss', 'partition'] },
    properties: [LOST],
  };

  it('says the same in the end, whatever the bits', () => {
    const whole = searchCluster(prepared, options);
    for (const amount of [1, 7, 100_000]) {
      const search = new ClusterSearch(prepared, options);
      while (!search.advance(amount));
      assert.deepEqual(search.verdict(), whole);
    }
  });

  it('knows more and more, and never less', () => {
    const search = new ClusterSearch(prepared, options);
    let before = { states: 0, examples: 0, faultsSeen: -1 };
    let bits = 0;
    while (!search.advance(20)) {
      bits++;
      const now = {
        states: search.present.allStates,
        examples: search.sofar().flatMap(({ counterexamples }) => counterexamples).length,
        faultsSeen: search.faultsSeen,
      };
      for (const key of ['states', 'examples', 'faultsSeen'] as const)
        assert.ok(now[key] >= before[key], key);
      before = now;
    }
    assert.ok(bits > 3);
    assert.equal(search.sofar()[0]!.verdict, 'broken');
  });

  it('ends where it is when nobody wants it any more, and keeps what it had found', () => {
    const search = new ClusterSearch(prepared, { ...options, most: 100 });
    while (search.sofar().length === 0) assert.ok(!search.advance(1));
    const { states } = search.present;
    search.cancel();
    assert.ok(search.done);
    assert.ok(search.advance(1_000));
    const { explorations, properties } = search.verdict();
    assert.equal(explorations[0]!.states, states);
    assert.equal(explorations[0]!.stopped, 'cancelled');
    assert.equal(properties[0]!.verdict, 'broken');
  });
});

describe('kinds of faults that tell', () => {
  it('an operator promotes where nobody takes over by himself', () => {
    assert.deepEqual(telling(lab('pgsync-any1-on', PRIMARY_BACKUP)).slice(-2), ['powerLoss', 'promote']);
    assert.ok(!telling(lab('patroni-async', LEASE)).includes('promote'));
    assert.ok(!telling(lab('redis-isolate', REDIS_SENTINEL)).includes('promote'));
  });
});
