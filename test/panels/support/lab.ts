import type {
  PlayAnswer,
  Playback,
  SearchAnswer,
  TopologySnapshot,
} from '../../../server/src/protocol/topology-panel.js';

/**
 * A cluster of three with etcd whose leader is cut off for a minute: small enough to be written by hand, with every kind of
 * mark in its lanes. Its faults begin at 6 s.
 */
export const URI = 'file:///lab/patroni.yml';
const ETCD = 'file:///lab/etcd.conf.yml';
const NAMES = ['n1', 'n2', 'n3'] as const;
const AT = 6_000;

function place(uri: string, line: number) {
  return { uri, range: { start: { line, character: 0 }, end: { line, character: 12 } } };
}

const schedule = {
  until: AT + 82_000,
  clients: [
    { name: 'c1', group: ['n1'], writesPerSecond: 20, readsPerSecond: 4, writeTimeoutMs: 2_000 },
    { name: 'c2', group: ['n2'], writesPerSecond: 20, readsPerSecond: 4, writeTimeoutMs: 2_000 },
  ],
  events: [
    {
      at: AT,
      fault: {
        kind: 'partition',
        groups: [
          ['n1', 'c1'],
          ['n2', 'n3', 'c2'],
        ],
      },
    },
    { at: AT + 60_000, fault: { kind: 'heal' } },
  ],
};

export function labSnapshot(version = 1): TopologySnapshot {
  return {
    kind: 'snapshot',
    version,
    clusters: [
      { id: 'lab', title: 'lab' },
      { id: 'lab2', title: 'lab2' },
    ],
    shown: {
      id: 'lab',
      title: 'lab',
      subtitle: 'Patroni 3.0.2, PostgreSQL 15, etcd 3.4',
      nodes: NAMES.map((id, index) => ({
        id,
        shape: 'data' as const,
        title: id,
        lines: [index === 0 ? 'leader' : 'replica'],
        group: `zone ${'abc'[index]}`,
        host: id,
        leader: index === 0,
        absent: false,
        places: [place(URI, 10 + index)],
        box: { x: 40 + index * 240, y: 60, width: 176, height: 100 },
        findings: index === 0 ? 2 : 0,
      })),
      links: [
        { id: 'n1 n2', from: 'n1', to: 'n2', kind: 'async', label: 'async', places: [] },
        { id: 'n1 n3', from: 'n1', to: 'n3', kind: 'async', label: 'async', places: [] },
      ],
      groups: NAMES.map((_, index) => ({
        id: `zone ${'abc'[index]}`,
        title: `zone ${'abc'[index]}`,
        level: 'zone' as const,
        box: { x: 20 + index * 240, y: 20, width: 216, height: 180 },
      })),
      findings: { count: 2, worst: 'warning' },
      presets: [
        { id: 'isolate-leader', title: 'Isolate the leader', schedule },
        { id: 'crash-leader', title: 'Crash the leader', schedule: { ...schedule, events: [] } },
      ],
      whatIf: [
        {
          id: 'patroni.ttl',
          label: 'ttl',
          about: 'How long the leader may be silent before its lock runs out.',
          value: 30,
          written: true,
          control: { kind: 'range', min: 5, max: 120, step: 1, unit: 's' },
          place: place(URI, 3),
          appliable: true,
        },
        {
          id: 'link:n1:n2',
          label: 'link n1–n2',
          about: 'How long a message takes from one to the other.',
          value: 2,
          written: false,
          control: { kind: 'range', min: 0, max: 500, step: 1, unit: 'ms' },
          appliable: false,
        },
        {
          id: 'patroni.synchronous_mode',
          label: 'sync',
          about: 'Whether a commit waits for a replica.',
          value: 'off',
          written: true,
          control: {
            kind: 'choice',
            options: ['off', 'on', 'strict'].map(value => ({ value, label: value })),
          },
          place: place(URI, 12),
          appliable: true,
        },
        {
          id: 'etcd.pre-vote',
          label: 'pre-vote',
          about: 'Whether a member that comes back asks before it disturbs the others.',
          value: false,
          written: false,
          control: { kind: 'toggle' },
          place: place(ETCD, 0),
          appliable: true,
        },
      ],
      sources: [URI, ETCD],
      missing: [],
    },
  };
}

/** @param lost Writes that are lost at the end; 0: the run of a cluster that was mended. */
export function labPlayback(lost = 697, seed = 17): Playback {
  const at = (seconds: number): number => AT + seconds * 1000;
  const log = (steps: readonly (readonly [number, number, number, number])[]) =>
    steps.map(([time, held, only, doomed]) => ({ atMs: at(time), held, only, doomed, lagMs: 0 }));
  return {
    seed,
    lean: 'most',
    endMs: at(82),
    firstFaultMs: AT,
    schedule,
    processes: [
      {
        name: 'n1',
        host: 'n1',
        node: 'n1',
        zone: 'zone a',
        serves: true,
        coordination: false,
        roles: [
          { atMs: 0, role: 'leader', epoch: 1 },
          { atMs: at(20.4), role: 'stalled', epoch: 1 },
          { atMs: at(62), role: 'replica', epoch: 1 },
          { atMs: at(64.2), role: 'leader', epoch: 2 },
        ],
        log: log([
          [-6, 0, 0, 0],
          [0, 100, 0, 0],
          [1, 120, 20, 0],
          [20.4, 494, 394, 0],
          [64.2, 494, 0, 0],
        ]),
        stale: [],
      },
      {
        name: 'n2',
        host: 'n2',
        node: 'n2',
        zone: 'zone b',
        serves: true,
        coordination: false,
        roles: [
          { atMs: 0, role: 'replica', epoch: 1 },
          { atMs: at(28.7), role: 'candidate', epoch: 1 },
          { atMs: at(31), role: 'leader', epoch: 2 },
          { atMs: at(64.1), role: 'down', epoch: 2 },
          { atMs: at(66.8), role: 'replica', epoch: 2 },
        ],
        log: log([
          [-6, 0, 0, 0],
          [0, 100, 0, 0],
          [31.4, 110, 0, lost === 0 ? 0 : 10],
          [64, 797, 0, lost],
          [66.8, lost === 0 ? 797 : 494, 0, 0],
        ]),
        stale: [
          { fromMs: at(0), toMs: at(31), ageMs: 31_000 },
          { fromMs: at(66.8), toMs: at(82), ageMs: 15_000 },
        ],
      },
      {
        name: 'n3',
        host: 'n3',
        node: 'n3',
        zone: 'zone c',
        serves: true,
        coordination: false,
        roles: [{ atMs: 0, role: 'replica', epoch: 1 }],
        log: log([[-6, 0, 0, 0]]),
        stale: [{ fromMs: at(0), toMs: at(82), ageMs: 60_300 }],
      },
    ],
    faults: [
      {
        event: 0,
        ends: 1,
        fromMs: AT,
        toMs: at(60),
        lasting: false,
        kind: 'partition',
        title: 'partition n1 c1 | n2 n3 c2',
      },
    ],
    network: [
      { atMs: 0, groups: [['n1', 'n2', 'n3', 'c1', 'c2']], cuts: [], slow: [] },
      {
        atMs: AT,
        groups: [
          ['n1', 'c1'],
          ['n2', 'n3', 'c2'],
        ],
        cuts: [],
        slow: [],
      },
      { atMs: at(60), groups: [['n1', 'n2', 'n3', 'c1', 'c2']], cuts: [], slow: [] },
    ],
    clients: [
      {
        name: 'c1',
        beside: ['n1'],
        writes: true,
        spans: [
          { fromMs: 0, toMs: at(20.4), node: 'n1', result: 'acknowledged', count: 520 },
          {
            fromMs: at(20.4),
            toMs: at(20.5),
            node: 'n1',
            result: 'refused',
            count: 1,
            reason: 'n1 is read-only',
          },
          { fromMs: at(20.5), toMs: at(60.3), result: 'waiting', count: 1, reason: 'n1 refuses' },
          ...(lost === 0
            ? []
            : [{ fromMs: at(60.4), toMs: at(64.1), node: 'n2', result: 'lost' as const, count: lost - 629 }]),
          { fromMs: at(64.4), toMs: at(82), node: 'n1', result: 'acknowledged', count: 350 },
        ],
        stale: [{ fromMs: at(66.8), toMs: at(82), node: 'n2', ageMs: 15_000 }],
      },
      {
        name: 'c2',
        beside: ['n2', 'n3'],
        writes: true,
        spans: [
          { fromMs: 0, toMs: at(0), node: 'n1', result: 'acknowledged', count: 120 },
          { fromMs: at(0), toMs: at(31.4), result: 'waiting', count: 1, reason: 'n1 is out of reach' },
          {
            fromMs: at(31.4),
            toMs: at(64.1),
            node: 'n2',
            result: lost === 0 ? 'acknowledged' : 'lost',
            count: 629,
          },
          { fromMs: at(64.4), toMs: at(82), node: 'n1', result: 'acknowledged', count: 350 },
        ],
        stale: [
          { fromMs: at(0), toMs: at(31), node: 'n2', ageMs: 31_000 },
          { fromMs: at(0), toMs: at(82), node: 'n3', ageMs: 60_300 },
        ],
      },
    ],
    events: [
      { atMs: AT, kind: 'fault', text: 'n1 and c1 are cut off from n2, n3 and c2.', because: [] },
      {
        atMs: at(20.4),
        kind: 'demotion',
        process: 'n1',
        text: 'n1 stops, for its lock ran out.',
        because: [],
      },
      { atMs: at(28.7), kind: 'election', process: 'n2', text: 'n2 and n3 compare their logs.', because: [] },
      { atMs: at(31), kind: 'promotion', process: 'n2', text: 'n2 takes the lock and leads.', because: [] },
      { atMs: at(60), kind: 'fault', text: 'The network is whole again.', because: [] },
      { atMs: at(64.1), kind: 'demotion', process: 'n2', text: 'n2 stops.', because: [] },
      {
        atMs: at(64.2),
        kind: 'promotion',
        process: 'n1',
        text: 'n1 takes the lock back and leads.',
        because: [],
      },
      ...(lost === 0
        ? []
        : [
            {
              atMs: at(66.8),
              kind: 'rollback',
              process: 'n2',
              text: `n2 is rewound; ${lost} acknowledged writes are lost.`,
              because: [],
            },
          ]),
    ],
    lock: [
      { atMs: 0, holder: 'n1' },
      { atMs: at(30.9), holder: 'n2' },
      { atMs: at(64.2), holder: 'n1' },
    ],
    messages: [],
    verdicts: [
      {
        id: 'lost',
        title: 'Lost writes (RPO)',
        value: lost === 0 ? 'none' : String(lost),
        detail: lost === 0 ? '' : 'of 2,955 acknowledged',
        tone: lost === 0 ? 'good' : 'lost',
        verdict: lost === 0 ? 'impossible' : 'possible',
        why:
          lost === 0
            ? 'Every acknowledged write is on the node that wins.'
            : 'n1 and n2 hold writes the other lacks. Here n1 wins: 697 lost; if n2 wins, 394.',
        because:
          lost === 0
            ? []
            : [
                { name: 'pre-vote', value: 'off', written: false, place: place(ETCD, 0) },
                { name: 'synchronous_mode', value: 'off', written: true, place: place(URI, 12) },
              ],
      },
      {
        id: 'recovery',
        title: 'Recovery (RTO)',
        value: '30–35 s',
        detail: 'here 31.4',
        tone: 'good',
        verdict: 'certain',
        why: 'The lock has to run out before another node may lead.',
        because: [{ name: 'ttl', value: '30', written: true, place: place(URI, 3) }],
      },
      {
        id: 'blocked',
        title: 'Blocked',
        value: '40.0 s',
        detail: 'c1',
        tone: 'wait',
        verdict: 'certain',
        why: 'c1 reaches nobody who may take its writes.',
        because: [],
      },
      {
        id: 'stale',
        title: 'Stale reads',
        value: '2,234',
        detail: '≤ 60.3 s old',
        tone: 'good',
        verdict: 'certain',
        why: 'n3 answers from what it had.',
        because: [],
      },
      {
        id: 'leaders',
        title: 'Two leaders',
        value: '0 s',
        detail: 'never',
        tone: 'good',
        verdict: 'impossible',
        why: 'n1 stops before its lock runs out.',
        because: [],
      },
    ],
    outcomes:
      lost === 0
        ? [{ seed, lean: 'most', title: 'n2 leads at the end, none lost', lost: 0, share: 1 }]
        : [
            { seed, lean: 'most', title: 'n1 leads at the end, 697 lost', lost, share: 0.33 },
            { seed: 18, lean: 'least', title: 'n2 leads at the end, 394 lost', lost: 394, share: 0.33 },
            { seed: 19, lean: 'any', title: 'n2 leads at the end, none lost', lost: 0, share: 0.34 },
          ],
    runs: 3,
    limits: ['Disks do not fail.'],
    problems: [],
  };
}

export function labPlay(lost?: number, seed?: number): PlayAnswer {
  return { kind: 'play', version: 1, playback: labPlayback(lost, seed) };
}

export function labSearch(done: boolean, broken = true): SearchAnswer {
  const edits = [
    {
      uri: ETCD,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      newText: 'pre-vote: true\n',
    },
  ];
  return {
    kind: 'search',
    version: 1,
    progress: { states: 1_200_000, faultsSeen: done ? 3 : 2, faults: 3 },
    done,
    promises: [
      {
        name: 'durable',
        title: 'No lost write',
        verdict: broken ? 'broken' : done ? 'holds' : 'unknown',
        text: broken ? 'A write is lost with 2 faults.' : 'No lost write with up to 3 faults and 2 writes.',
      },
    ],
    counterexamples: broken
      ? [
          {
            id: 'durable 1',
            promise: 'durable',
            faults: 2,
            sentence: 'A write that n2 acknowledged is lost when n1 takes the lock back.',
            steps: [
              { atMs: 0, kind: 'fault', text: 'partition n1 c1 from the rest' },
              { atMs: 31_000, kind: 'promotion', text: 'n2 takes the lock, acks 697', node: 'n2' },
              { atMs: 60_000, kind: 'fault', text: 'heal' },
              { atMs: 64_200, kind: 'rollback', text: 'n1 retakes the lock, 697 lost', node: 'n1' },
            ],
            because: [{ name: 'pre-vote', value: 'off', written: false, place: place(ETCD, 0) }],
            play: { schedule, seed: 17, lean: 'most' },
            fixes: [
              {
                id: 'fix',
                title: 'Vote before standing',
                edits,
                diff: [
                  { uri: ETCD, line: 0, kind: 'added', text: 'pre-vote: true' },
                  { uri: URI, line: 12, kind: 'removed', text: 'synchronous_mode: false' },
                  { uri: URI, line: 12, kind: 'added', text: 'synchronous_mode: true' },
                ],
                after: {
                  verdict: 'holds',
                  text: 'No lost write with up to 3 faults and 2 writes; writes wait for a replica.',
                },
                notes: [
                  'Run patronictl edit-config, for a running cluster does not read bootstrap.dcs again.',
                ],
              },
            ],
          },
          {
            id: 'durable 2',
            promise: 'durable',
            faults: 3,
            sentence: 'A write is lost when n1 loses power.',
            steps: [{ atMs: 0, kind: 'fault', text: 'power loss of n1' }],
            because: [],
            fixes: [],
          },
        ]
      : [],
    limits: ['Clocks that jump were not tried.'],
  };
}
