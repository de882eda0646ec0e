import { BOOLEAN, COUNT, LIST, MS, oneOf, type Row, rowsOf, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';
import { isSystem, SYSTEMS } from '../../systems.js';

/** How writes come to all copies. */
export const PROTOCOLS = ['raft', 'paxos', 'primary-backup', 'chain', 'leaderless', 'multi-leader'] as const;

const DOCUMENTATION = 'https://github.com/faultline/faultline/blob/main/docs/clusters.md';
const STORES = [...Object.keys(SYSTEMS).filter(isSystem), 'kubernetes'];

const WHOLE: readonly Row[] = [
  ['name', TEXT, undefined, 'What the cluster is called in messages and pictures.'],
  ['description', TEXT, undefined, 'For people; nothing follows from it.'],
  [
    'protocol',
    oneOf(...PROTOCOLS),
    undefined,
    'How writes come to all copies: by a majority that votes (raft, paxos), from a primary to the others (primary-backup), from one to the next (chain), to any copies (leaderless), or between several that take writes (multi-leader).',
  ],
  ['copies', COUNT, undefined, 'How many nodes hold each item. Without it: every node with data.'],
  [
    'conflicts',
    oneOf('latest', 'siblings', 'merge', 'custom'),
    undefined,
    'Where any node or several take writes: what becomes of two writes to one item that did not know of each other. latest: the later one stays. siblings: both are kept until a program decides. merge: both count, as in counters and sets. custom: a function of yours makes one of them. Without it: latest.',
  ],
];

const NODES: readonly Row[] = [
  ['nodes.name', TEXT, undefined, 'Name of the node, unique here.'],
  [
    'nodes.role',
    oneOf('data', 'witness', 'learner', 'router', 'spare'),
    'data',
    'data: holds a copy. witness: votes and holds none. learner: holds one and has no vote. router: sends clients on. spare: idle.',
  ],
  ['nodes.region', TEXT, undefined, 'Region that it stands in.'],
  ['nodes.zone', TEXT, undefined, 'Zone or data centre: nodes of one zone fail together.'],
  ['nodes.rack', TEXT, undefined, 'Rack within the zone.'],
  ['nodes.host', TEXT, undefined, 'The machine: nodes that share it fail together.'],
  ['nodes.address', TEXT, undefined, 'host:port under which others reach it.'],
  [
    'nodes.votes',
    COUNT,
    undefined,
    'Votes in elections and for quorums. Without it: 1 for data and witness, else 0.',
  ],
  ['nodes.priority', COUNT, undefined, 'Who is preferred as leader: higher first, 0: never.'],
  ['nodes.leader', BOOLEAN, false, 'True for the one that takes writes at the beginning.'],
];

const LINKS: readonly Row[] = [
  ['links.from', TEXT, undefined, 'Name of a node, zone or region.'],
  ['links.to', TEXT, undefined, 'Name of a node, zone or region.'],
  ['links.latency', MS, undefined, 'How long a message takes, one way.'],
  ['links.loss', TEXT, undefined, 'Part of the messages that is lost: `0.1%`.'],
  [
    'links.sync',
    oneOf('async', 'received', 'durable', 'applied', 'quorum'),
    undefined,
    'What an acknowledgement waits for on this way. Without it: what `commit` says.',
  ],
  ['links.delay', MS, 0, 'How long the receiver holds back on purpose what it has.'],
];

const COMMIT: readonly Row[] = [
  [
    'commit.copies',
    TEXT,
    undefined,
    'How many copies hold a write when it is acknowledged, the first one included: a number, `majority` or `all`. Without it: what the protocol does.',
  ],
  [
    'commit.of',
    LIST,
    undefined,
    'The nodes whose confirmation counts, beside the first. Without it: any with data.',
  ],
  [
    'commit.level',
    oneOf('received', 'durable', 'applied'),
    'durable',
    'What they have done with it by then: taken it, put it on disk, or made it readable.',
  ],
  [
    'commit.degrades',
    BOOLEAN,
    false,
    'True where writes go on with fewer copies when some are away.',
    { tradeOff: 'What is written then is on fewer copies than asked for.' },
  ],
  ['commit.degradesAfter', MS, undefined, 'How long a write waits before it goes on with fewer.'],
];

const FAILOVER: readonly Row[] = [
  [
    'failover.kind',
    oneOf('automatic', 'manual', 'none needed'),
    undefined,
    'Who makes another node the leader. Without it: by itself where the protocol votes, else people.',
  ],
  ['failover.by', oneOf(...STORES), undefined, 'The program that decides, where it is none of the nodes.'],
  ['failover.detection', MS, undefined, 'How long until the loss of the leader is noticed.'],
  ['failover.takeover', MS, undefined, 'How long from then until another one takes writes.'],
  ['coordination.system', oneOf(...STORES), undefined, 'What keeps the lock or the metadata.'],
  ['coordination.addresses', LIST, undefined, 'host:port of each of its members.'],
];

const USE: readonly Row[] = [
  ['clients.name', TEXT, undefined, 'What the program is called.'],
  ['clients.region', TEXT, undefined, 'Region that it stands in.'],
  ['clients.zone', TEXT, undefined, 'Zone that it stands in.'],
  [
    'clients.reads',
    oneOf('leader', 'followers', 'nearest', 'quorum', 'any'),
    'leader',
    'Which copies its reads go to.',
  ],
  ['clients.writes', oneOf('leader', 'nearest', 'any', 'quorum'), 'leader', 'Which copies its writes go to.'],
  ['clients.readCopies', COUNT, undefined, 'Of leaderless stores: how many copies a read asks (R).'],
  ['clients.writeCopies', COUNT, undefined, 'Of leaderless stores: how many copies confirm a write (W).'],
  [
    'clients.readsOwnWrites',
    BOOLEAN,
    false,
    'True where the program counts on seeing what it has just written.',
  ],
  ['clients.staleness', MS, undefined, 'Oldest that its reads may be.'],
  ['workload.writes', TEXT, undefined, 'Writes at busy times: `500/s`.'],
  ['workload.reads', TEXT, undefined, 'Reads at busy times: `5000/s`.'],
  ['workload.lag', MS, undefined, 'How far copies that nobody waits for are behind, on average.'],
];

const OBJECTIVES: readonly Row[] = [
  ['objectives.rpo', MS, undefined, 'Most that may be lost, in time of writes: `5s`, 0 for nothing.'],
  ['objectives.rto', MS, undefined, 'Longest time without writes after a failure: `1min`.'],
  ['objectives.staleness', MS, undefined, 'Oldest that a read may be: `2s`.'],
  ['objectives.availability', TEXT, undefined, 'Part of the time in which writes are taken: `99.95%`.'],
];

/** Everything that a description of a cluster may say. */
export const NEUTRAL_PARAMETERS = parameterTable(
  'neutral',
  [WHOLE, NODES, LINKS, COMMIT, FAILOVER, USE, OBJECTIVES].flatMap(rows =>
    rowsOf({ source: DOCUMENTATION }, rows),
  ),
);

/** Sections that hold a list of maps. */
export const LISTS = ['nodes', 'links', 'clients'] as const;
/** Sections that hold a map. */
export const SECTIONS = ['commit', 'failover', 'coordination', 'workload', 'objectives'] as const;
