import { strict as assert } from 'node:assert';
import Ajv from 'ajv';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { readSchedule, readTime, scheduleSchema } from '../../../../server/src/simulate/schedule/index.js';
import type { Fault } from '../../../../server/src/simulate/schedule/model.js';

const valid = new Ajv({ allowUnionTypes: true }).compile(scheduleSchema());

/** The schedule of a text that is in order, for the reader and by the schema. */
function read(text: string, hosts?: readonly string[]) {
  const { schedule, problems } = readSchedule(text, hosts);
  assert.deepEqual(problems, []);
  const data: unknown = parseDocument(text).toJS();
  assert.ok(valid(data), JSON.stringify(valid.errors));
  return schedule;
}

/** What is wrong with a text, as `what stands there: message`. */
function wrong(text: string, hosts?: readonly string[]): string[] {
  return readSchedule(text, hosts).problems.map(
    ({ message, span }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

/** What is wrong with an event, beside a time. */
function wrongEvent(fault: string, hosts?: readonly string[]): string[] {
  return wrong(`events:\n  - at: 10\n    ${fault}\n`, hosts);
}

function fault(text: string): Fault {
  const [event] = read(`events: [{ at: 10, ${text} }]`).events;
  return event!.fault;
}

describe('schedule files', () => {
  it('are read whole', () => {
    const schedule = read(`
until: 105
clients:
  - { name: c1, group: n1, writesPerSecond: 20 }
  - name: c2
    home: [n2, n3]
    writesPerSecond: 5
    readsPerSecond: 0
    writeTimeout: 500ms
events:
  - { at: 10s, partition: [[n1, c1], [n2, n3, c2]] }
  - at: 1min
    heal:
`);
    assert.deepEqual(schedule, {
      until: 105_000,
      clients: [
        { name: 'c1', group: ['n1'], writesPerSecond: 20, readsPerSecond: 4, writeTimeoutMs: 2000 },
        { name: 'c2', home: ['n2', 'n3'], writesPerSecond: 5, readsPerSecond: 0, writeTimeoutMs: 500 },
      ],
      events: [
        {
          at: 10_000,
          fault: {
            kind: 'partition',
            groups: [
              ['n1', 'c1'],
              ['n2', 'n3', 'c2'],
            ],
          },
        },
        { at: 60_000, fault: { kind: 'heal' } },
      ],
    });
  });

  it('are read as JSON as well', () => {
    const text = '{\n\t"until": 30,\n\t"clients": [],\n\t"events": [{"at": 1.5, "heal": null}]\n}';
    assert.deepEqual(read(text), {
      until: 30_000,
      clients: [],
      events: [{ at: 1500, fault: { kind: 'heal' } }],
    });
  });

  it('hold every fault', () => {
    assert.deepEqual(fault('partition: "@primary | @rest"'), {
      kind: 'partition',
      groups: [['@primary'], ['@rest']],
    });
    assert.deepEqual(fault('heal'), { kind: 'heal' });
    assert.deepEqual(fault('heal: true'), { kind: 'heal' });
    assert.deepEqual(fault('cut: { from: n1, to: [n2, n3] }'), {
      kind: 'cut',
      from: ['n1'],
      to: ['n2', 'n3'],
      oneWay: false,
    });
    assert.deepEqual(fault('cut: { from: n1, to: n2, oneWay: true }'), {
      kind: 'cut',
      from: ['n1'],
      to: ['n2'],
      oneWay: true,
    });
    assert.deepEqual(fault('slow: { from: n1, to: n2, latency: 200ms, loss: 20% }'), {
      kind: 'slow',
      from: ['n1'],
      to: ['n2'],
      latencyMs: 200,
      loss: 0.2,
    });
    assert.deepEqual(fault('slow: { from: n1, to: n2, loss: 0.5 }'), {
      kind: 'slow',
      from: ['n1'],
      to: ['n2'],
      latencyMs: 0,
      loss: 0.5,
    });
    for (const kind of ['crash', 'restart', 'pause', 'resume'] as const) {
      assert.deepEqual(fault(`${kind}: [n1, n2]`), { kind, hosts: ['n1', 'n2'] });
      assert.deepEqual(fault(`${kind}: n1, process: patroni`), { kind, hosts: ['n1'], process: 'patroni' });
    }
    assert.deepEqual(fault('powerLoss: n1'), { kind: 'powerLoss', hosts: ['n1'] });
    assert.deepEqual(fault('clock: { hosts: n1, by: -2 }'), { kind: 'clock', hosts: ['n1'], byMs: -2000 });
    assert.deepEqual(fault('clock: { hosts: n1, by: "-2" }'), { kind: 'clock', hosts: ['n1'], byMs: -2000 });
    assert.deepEqual(fault('clock: { hosts: n1, by: 1min }'), { kind: 'clock', hosts: ['n1'], byMs: 60_000 });
    assert.deepEqual(fault('diskStall: { hosts: n1 }'), { kind: 'diskStall', hosts: ['n1'] });
    assert.deepEqual(fault('diskStall: { hosts: [n1], for: 8 }'), {
      kind: 'diskStall',
      hosts: ['n1'],
      forMs: 8000,
    });
    for (const kind of ['promote', 'cancelWaits', 'removeMember', 'addMember'] as const) {
      assert.deepEqual(fault(`${kind}: n3`), { kind, host: 'n3' });
    }
    assert.deepEqual(fault('maintenance: false'), { kind: 'maintenance', on: false });
    assert.deepEqual(fault('siteLoss: eu-west-1a'), { kind: 'siteLoss', site: 'eu-west-1a' });
  });

  it('are put in the order of times; events of one time keep theirs', () => {
    const schedule = read(`events:
  - { at: 20, heal }
  - { at: 10, crash: b }
  - { at: 10s, crash: a }
  - { at: 0, crash: c }`);
    assert.deepEqual(
      schedule.events.map(({ at, fault: each }) => [at, each.kind === 'crash' ? each.hosts[0] : each.kind]),
      [
        [0, 'c'],
        [10_000, 'b'],
        [10_000, 'a'],
        [20_000, 'heal'],
      ],
    );
  });

  it('may leave out clients and the end', () => {
    const parted = read('events: [{ at: 10, partition: "n1 | n2 n3" }, { at: 60, heal }]');
    assert.equal(parted.until, 105_000);
    assert.deepEqual(
      parted.clients.map(({ name, group }) => [name, group]),
      [
        ['c1', ['n1']],
        ['c2', ['n2', 'n3']],
      ],
    );
    const named = read('events: [{ at: 10, partition: "n1 c1 | n2 c2" }]', ['n1', 'n2']);
    assert.deepEqual(
      named.clients.map(({ name, group }) => [name, group]),
      [
        ['c1', undefined],
        ['c2', undefined],
      ],
    );
    const hosts = read('events: [{ at: 10, partition: "c1 | c2" }]', ['c1', 'c2']);
    assert.deepEqual(
      hosts.clients.map(({ name, group }) => [name, group]),
      [
        ['c3', ['c1']],
        ['c4', ['c2']],
      ],
    );
    assert.deepEqual(
      read('events: [{ at: 10, crash: n1 }]').clients.map(({ name, group }) => [name, group]),
      [['c1', undefined]],
    );
  });

  it('may name hosts by numbers and by roles without quotes', () => {
    assert.deepEqual(fault('crash: [1, 2.50]'), { kind: 'crash', hosts: ['1', '2.50'] });
    assert.deepEqual(fault('crash: @primary'), { kind: 'crash', hosts: ['@primary'] });
  });

  it('say where a host is that nobody knows', () => {
    const hosts = ['n1', 'n2', 'n3'];
    assert.deepEqual(wrongEvent('partition: "n1 | n2,nx3"', hosts), [
      'nx3: There is no host nx3. Did you mean `n3`?',
    ]);
    assert.deepEqual(wrongEvent('partition: [[n1], [n2, other]]', hosts), [
      'other: There is no host other. Hosts are n1, n2, n3, c1, c2, c3, c4, c5, c6, c7, c8, c9 ….',
    ]);
    assert.deepEqual(wrongEvent('crash: [n1, "@leader"]', hosts), [
      '"@leader": There is no `@leader`; there are @primary, @rest, @replicas, @etcd, @nodes.',
    ]);
    const clients = 'clients: [{ name: c1 }]\nevents: [{ at: 1, partition: "n1 c1 | n2 c2" }]';
    assert.deepEqual(wrong(clients, ['n1', 'n2']), ['c2: There is no host c2. Did you mean `n2`?']);
  });

  it('say what is wrong with groups', () => {
    assert.deepEqual(wrongEvent('partition: n1 | n2,n1'), ['n1: n1 stands in two groups.']);
    assert.deepEqual(wrongEvent('partition: [[n1, n1], [n2]]'), ['n1: n1 is named twice.']);
    assert.deepEqual(wrongEvent('partition: [[n1], []]'), ['[]: This group is empty.']);
    assert.deepEqual(wrongEvent('partition: [[n1, n2]]'), [
      '[[n1, n2]]: A partition has at least two groups, as in `n1 | n2,n3` or `n1 | @rest`.',
    ]);
    assert.deepEqual(wrongEvent('partition: 7'), [
      '7: `partition` is a list of groups, or a text such as `n1 | n2,n3`.',
    ]);
  });

  it('say what is wrong with times', () => {
    const time = 'is a time: a number of seconds, or `10s`, `500ms`, `1min`.';
    assert.deepEqual(wrong('events: [{ at: -1, heal }]'), ['-1: `at` cannot be negative.']);
    assert.deepEqual(wrong('events: [{ at: "-500ms", heal }]'), ['"-500ms": `at` cannot be negative.']);
    assert.deepEqual(wrong('events: [{ at: soon, heal }]'), [`soon: \`at\` ${time}`]);
    assert.deepEqual(wrong('events: [{ at: .inf, heal }]'), [`.inf: \`at\` ${time}`]);
    assert.deepEqual(wrong('events: [{ at: [1], heal }]'), [`[1]: \`at\` ${time}`]);
    assert.deepEqual(wrong('until: 25h\nevents: []'), ['25h: `until` is at most 86400s.']);
    assert.deepEqual(wrong('until: 0\nevents: []'), ['0: `until` is at least 1ms.']);
    assert.deepEqual(wrong('until: 5\nevents: [{ at: 6, heal }]'), [
      '5: The run ends before the last event: `until` is too early.',
    ]);
    assert.deepEqual(wrong('events: [{ heal }]'), ['heal: An event needs `at`: seconds from the beginning.']);
    assert.deepEqual(wrongEvent('diskStall: { hosts: n1, for: 0 }'), ['0: `for` is at least 1ms.']);
  });

  it('have times with and without units', () => {
    const times = [
      '10',
      ' 10s ',
      '1.5',
      '500ms',
      '1min',
      '1m30s',
      '1h',
      'PT5S',
      '-2',
      '-500ms',
      '',
      's',
      '1:30',
      '9'.repeat(400),
    ];
    assert.deepEqual(times.map(readTime), [
      10_000,
      10_000,
      1500,
      500,
      60_000,
      90_000,
      3_600_000,
      5000,
      -2000,
      -500,
      ...Array(4).fill(undefined),
    ]);
    assert.equal(read('events: [{ at: 0.0004, heal }, { at: 1.2345, heal }]').events[1]?.at, 1235);
  });

  it('may begin with a mark of byte order and end lines as Windows does', () => {
    const text = '\ufeffuntil: 5\r\nevents:\r\n  - { at: 1, crash: n1 }\r\n  - { at: x, heal }\r\n';
    assert.equal(readSchedule(text).schedule.until, 5000);
    assert.deepEqual(wrong(text), ['x: `at` is a time: a number of seconds, or `10s`, `500ms`, `1min`.']);
  });

  it('say what is wrong with faults', () => {
    assert.deepEqual(wrongEvent('heel:'), ['heel: There is no fault `heel`. Did you mean `heal`?']);
    assert.deepEqual(wrong('events: [{ at: 1 }]'), ['at: An event needs a fault.']);
    assert.deepEqual(wrongEvent('crash: n1\n    restart: n2'), [
      'restart: An event holds one fault: write another event of the same time.',
    ]);
    assert.deepEqual(wrongEvent('powerLoss: n1\n    process: etcd'), [
      'process: `powerLoss` is about hosts: it takes no `process`.',
    ]);
    assert.deepEqual(wrongEvent('heal: false'), [
      'false: `heal` takes nothing: it ends everything that parts the network.',
    ]);
    assert.deepEqual(wrongEvent('cut: { from: n1 }'), ['from: `cut` needs `to`.']);
    assert.deepEqual(wrongEvent('cut: { from: n1, to: [n2, n1] }'), [
      '[n2, n1]: A link has different hosts at its ends.',
    ]);
    assert.deepEqual(wrongEvent('cut: { from: n1, to: n2, oneway: true }'), [
      'oneway: `cut` has no `oneway`. Did you mean `oneWay`?',
    ]);
    assert.deepEqual(wrongEvent('slow: { from: n1, to: n2 }'), [
      '{ from: n1, to: n2 }: `slow` needs `latency` or `loss`.',
    ]);
    assert.deepEqual(wrongEvent('slow: { from: n1, to: n2, loss: 20 }'), [
      '20: `loss` is a number from 0 to 1.',
    ]);
    assert.deepEqual(wrongEvent('crash: []'), ['[]: `crash` names at least one host.']);
    assert.deepEqual(wrongEvent('crash: [n1, n1]'), ['n1: n1 is named twice.']);
    assert.deepEqual(wrongEvent('promote: [n1, n2]'), ['[n1, n2]: `promote` is a name.']);
    assert.deepEqual(wrongEvent('crash: true'), ['true: `crash` is a name.']);
    assert.deepEqual(wrongEvent('maintenance: maybe'), ['maybe: `maintenance` is `true` or `false`.']);
    assert.deepEqual(wrong('events: [boom]'), [
      'boom: An event is a map of `at` and one fault, as in `{at: 10, heal: true}`.',
    ]);
  });

  it('say what is wrong with clients', () => {
    const clients = (list: string) => wrong(`clients: ${list}\nevents: []`);
    assert.deepEqual(clients('[{ writesPerSecond: 1 }]'), ['writesPerSecond: A client needs `name`.']);
    assert.deepEqual(clients('[{ name: a }, { name: a }]'), ['name: Two clients are named a.']);
    assert.deepEqual(clients('[{ name: "@a" }]'), ['"@a": The name of a client begins with no `@`.']);
    assert.deepEqual(clients('[{ name: a, writesPerSecond: -1 }]'), [
      '-1: `writesPerSecond` is a number from 0 to 10000.',
    ]);
    assert.deepEqual(clients('[{ name: a, writepersecond: 1 }]'), [
      'writepersecond: A client has no `writepersecond`. Did you mean `writesPerSecond`?',
    ]);
    assert.deepEqual(clients('7'), ['7: `clients` is a list.']);
    const many = Array.from({ length: 17 }, (_, i) => `{ name: k${i} }`).join(', ');
    assert.deepEqual(clients(`[${many}]`), ['{ name: k16 }: A schedule has at most 16 clients.']);
  });

  it('say what is wrong with the file', () => {
    assert.deepEqual(wrong(''), [': A schedule has `events`.']);
    assert.deepEqual(wrong('until: 5'), ['until: A schedule has `events`.']);
    assert.deepEqual(wrong('- 1'), ['- 1: A schedule is a map of `until`, `clients` and `events`.']);
    assert.deepEqual(wrong('events: []\nevent: []'), [
      'event: A schedule has no `event`. Did you mean `events`?',
    ]);
    assert.deepEqual(wrong('events: []\n---\nevents: []'), ['events: []: A schedule is one document.']);
    const [broken] = wrong('events: [{ at: 1, heal }');
    assert.match(broken!, /This is not valid YAML/);
    const [twice] = wrong('until: 1\nuntil: 2\nevents: []');
    assert.match(twice!, /This is not valid YAML: Map keys must be unique/);
  });

  it('hold at most a thousand events', () => {
    const events = (count: number) =>
      `events:\n${Array.from({ length: count }, (_, i) => `- { at: ${i}, heal }\n`).join('')}`;
    assert.equal(read(events(1000)).events.length, 1000);
    assert.deepEqual(wrong(events(1001)), ['{ at: 1000, heal }: A schedule has at most 1000 events.']);
  });

  it('never make the reader throw', () => {
    for (const deep of ['[', '- ', '{a: ', '? ', '[\n']) {
      assert.deepEqual(wrong(deep.repeat(20_000)).length, 1, deep);
    }
    const word = fc.constantFrom(
      ...[
        'events',
        'clients',
        'until',
        'at',
        'heal',
        'partition',
        'cut',
        'slow',
        'from',
        'to',
        'name',
        '@primary',
      ],
      ...[
        ': ',
        ' | ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '\n',
        '\n  ',
        '"',
        "'",
        '&a ',
        '*a',
        '!x ',
        '1',
        '-1',
        '10s',
      ],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), words => {
        const text = words.join('');
        for (const { span, message } of readSchedule(text, ['n1']).problems) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, message);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
