import { MAX_CLIENTS, MAX_EVENTS, MAX_RATE, ROLE_NAMES } from './limits.js';
import {
  DEFAULT_READS_PER_SECOND,
  DEFAULT_WRITE_TIMEOUT_MS,
  DEFAULT_WRITES_PER_SECOND,
  type FaultKind,
} from './model.js';

type Json = Record<string, unknown>;

/** JSON schema (draft-07) of a schedule file, by which editors complete and check YAML and JSON. */
export function scheduleSchema(): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Schedule of faults',
    description: 'What happens to a cluster and when, for the simulator of Faultline.',
    type: 'object',
    additionalProperties: false,
    required: ['events'],
    properties: {
      until: time('When the run ends. Not told: some time after the last event.'),
      clients: {
        description:
          'Programs that write numbered operations and read. Not told: one beside each group of the first partition.',
        type: 'array',
        maxItems: MAX_CLIENTS,
        items: CLIENT,
      },
      events: { description: 'Faults in any order.', type: 'array', maxItems: MAX_EVENTS, items: EVENT },
    },
    definitions: {
      time: TIME,
      name: { type: ['string', 'number'] },
      host: {
        anyOf: [{ enum: ROLE_NAMES }, { $ref: '#/definitions/name' }],
        description: `A host by name, or what is one at that moment: ${ROLE_NAMES.join(', ')}.`,
      },
      hosts: {
        anyOf: [
          { $ref: '#/definitions/host' },
          { type: 'array', minItems: 1, uniqueItems: true, items: { $ref: '#/definitions/host' } },
        ],
      },
    },
  };
}

/** A number of seconds or a text with units. */
const TIME: Json = {
  anyOf: [
    { type: 'number', minimum: 0 },
    { type: 'string', pattern: '^\\s*\\+?([0-9]|P)' },
  ],
  description: 'Seconds, or a text with units: `10s`, `500ms`, `1min`.',
};

function time(description: string): Json {
  return { description: `${description} ${TIME.description}`, anyOf: TIME.anyOf };
}

const HOST: Json = { $ref: '#/definitions/host' };
const HOSTS: Json = { $ref: '#/definitions/hosts' };
const NAME: Json = { $ref: '#/definitions/name' };

function rate(what: string, normal: number): Json {
  return { description: what, type: 'number', minimum: 0, maximum: MAX_RATE, default: normal };
}

const CLIENT: Json = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { ...NAME, description: 'Groups of partitions may name it.' },
    group: { ...HOSTS, description: 'Hosts beside which it stands: it goes where the first of them goes.' },
    home: { ...HOSTS, description: 'The only hosts that it talks to. Not told: any that it reaches.' },
    writesPerSecond: rate('Writes it attempts while they are answered at once.', DEFAULT_WRITES_PER_SECOND),
    readsPerSecond: rate('Reads, from each host that it may talk to.', DEFAULT_READS_PER_SECOND),
    writeTimeout: {
      ...time('After how long without an answer it gives up a write.'),
      default: `${DEFAULT_WRITE_TIMEOUT_MS / 1000}s`,
    },
  },
};

const LOSS: Json = {
  description: 'Part of the messages that is lost: 0.2 or `20%`.',
  anyOf: [
    { type: 'number', minimum: 0, maximum: 1 },
    { type: 'string', pattern: '^[0-9.]+\\s*%?$' },
  ],
};

/** Each fault as it is written. */
const FAULT_SCHEMAS: Readonly<Record<FaultKind, Json>> = {
  partition: {
    description:
      'Only within a group does anything pass. Who is in no group is with those of the last one. As a text: `n1 | n2,n3`.',
    anyOf: [
      { type: 'string', pattern: '\\|' },
      { type: 'array', minItems: 2, items: HOSTS },
    ],
  },
  heal: {
    description: 'Everything passes again: partitions, cuts and slow links end. Crashed hosts stay down.',
    enum: [true, null],
  },
  cut: link('Nothing passes between two sets of hosts.', [], {
    oneWay: { description: 'What `to` sends still arrives at `from`.', type: 'boolean', default: false },
  }),
  slow: link('Messages between two sets of hosts take longer or are lost.', ['latency', 'loss'], {
    latency: time('Added one way.'),
    loss: LOSS,
  }),
  crash: {
    ...HOSTS,
    description: 'Kill -9: peers see closed connections. Without `process`: all that runs there.',
  },
  powerLoss: {
    ...HOSTS,
    description: 'The machine is gone: peers see silence, what was not flushed is lost.',
  },
  restart: { ...HOSTS, description: 'What is down starts again.' },
  pause: { ...HOSTS, description: 'SIGSTOP, a long garbage collection, a frozen virtual machine.' },
  resume: { ...HOSTS, description: 'What is paused goes on.' },
  clock: {
    description: 'Clocks jump.',
    type: 'object',
    additionalProperties: false,
    required: ['hosts', 'by'],
    properties: {
      hosts: HOSTS,
      by: {
        description: 'How far; negative: back. Seconds, or a text with units.',
        anyOf: [{ type: 'number' }, { type: 'string', pattern: '^\\s*[-+]?([0-9]|P)' }],
      },
    },
  },
  diskStall: {
    description: 'Writes to the disk take until the stall ends.',
    type: 'object',
    additionalProperties: false,
    required: ['hosts'],
    properties: { hosts: HOSTS, for: time('How long. Not told: until a restart.') },
  },
  promote: { ...HOST, description: 'An operator makes the host leader, come what may.' },
  cancelWaits: {
    ...HOST,
    description: 'Whoever waits for a commit there stops waiting: clients are told success.',
  },
  removeMember: { ...HOST, description: 'An operator takes the member out of the cluster.' },
  addMember: { ...HOST, description: 'An operator adds the member to the cluster.' },
  maintenance: {
    description: 'The failover manager keeps its hands off (true), or takes over again (false).',
    type: 'boolean',
  },
  siteLoss: { ...NAME, description: 'A region, zone or rack goes dark: its hosts lose power together.' },
};

function link(description: string, oneOf: readonly string[], properties: Json): Json {
  return {
    description,
    type: 'object',
    additionalProperties: false,
    required: ['from', 'to'],
    ...(oneOf.length === 0 ? {} : { anyOf: oneOf.map(key => ({ required: [key] })) }),
    properties: { from: HOSTS, to: HOSTS, ...properties },
  };
}

const EVENT: Json = {
  type: 'object',
  additionalProperties: false,
  required: ['at'],
  oneOf: Object.keys(FAULT_SCHEMAS).map(kind => ({ required: [kind] })),
  dependencies: {
    process: { anyOf: ['crash', 'restart', 'pause', 'resume'].map(kind => ({ required: [kind] })) },
  },
  properties: {
    at: time('When, from the beginning of the run.'),
    ...FAULT_SCHEMAS,
    process: { ...NAME, description: 'The one process that it is about: `patroni`, `postgres`, `etcd`.' },
  },
};
