import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { partitionSchedule, readGrouping } from '../../../../server/src/simulate/schedule/index.js';

function wrong(text: string, hosts?: readonly string[]): string[] {
  return readGrouping(text, hosts).problems.map(
    ({ message, span }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

describe('groupings', () => {
  it('are hosts between bars, parted by commas or spaces', () => {
    for (const text of ['n1 | n2,n3', 'n1|n2 n3', '  n1 |\tn2 ,  n3 ']) {
      assert.deepEqual(readGrouping(text), { groups: [['n1'], ['n2', 'n3']], problems: [] });
    }
    assert.deepEqual(readGrouping('@primary | @rest').groups, [['@primary'], ['@rest']]);
    assert.deepEqual(readGrouping('a|b|c d').groups, [['a'], ['b'], ['c', 'd']]);
  });

  it('know names that hold a space, and clients', () => {
    const { groups, problems } = readGrouping('sentinel n1, n1 | n2 c1', ['n1', 'n2', 'sentinel n1']);
    assert.deepEqual(groups, [
      ['sentinel n1', 'n1'],
      ['n2', 'c1'],
    ]);
    assert.deepEqual(problems, []);
  });

  it('say what is wrong where it stands', () => {
    assert.deepEqual(wrong('n1 | n2, n1'), ['n1: n1 stands in two groups.']);
    assert.deepEqual(readGrouping('n1 | n2, n1').problems[0]?.span, { start: 9, end: 11 });
    assert.deepEqual(wrong('n1 | n4', ['n1', 'n2', 'n3']), ['n4: There is no host n4. Did you mean `n1`?']);
    assert.deepEqual(wrong('n1 | @everyone'), [
      '@everyone: There is no `@everyone`; there are @primary, @rest, @replicas, @etcd, @nodes.',
    ]);
    assert.deepEqual(wrong('n1 || n2'), [': This group is empty.']);
    assert.deepEqual(wrong('n1 n2'), [
      'n1 n2: A partition has at least two groups, as in `n1 | n2,n3` or `n1 | @rest`.',
    ]);
    assert.deepEqual(wrong('n1, n1 | n2'), ['n1: n1 is named twice.']);
  });

  it('never throw, and place every problem within the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), text => {
        for (const { span } of readGrouping(text, ['n1']).problems) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
        }
      }),
    );
  });
});

describe('a partition without a file', () => {
  const groups = [['n1'], ['n2', 'n3']];

  it('heals at a time from the beginning', () => {
    const schedule = partitionSchedule(groups, 10_000, 60_000);
    assert.deepEqual(schedule.events, [
      { at: 10_000, fault: { kind: 'partition', groups } },
      { at: 60_000, fault: { kind: 'heal' } },
    ]);
    assert.equal(schedule.until, 105_000);
  });

  it('has a client beside each group, unless others are told', () => {
    const [c1, c2] = partitionSchedule(groups, 0).clients;
    assert.deepEqual([c1?.name, c1?.group, c2?.name, c2?.group], ['c1', ['n1'], 'c2', ['n2', 'n3']]);
    assert.deepEqual(partitionSchedule(groups, 0, 1, 2, []).clients, []);
    assert.equal(partitionSchedule(groups, 0, 1, 2).until, 2);
  });

  it('may last to the end', () => {
    const { events, until } = partitionSchedule(groups, 10_000);
    assert.equal(events.length, 1);
    assert.ok(until > 60_000);
  });
});
