import type { Parameter } from '../../../parameter.js';

const SENTINEL = 'https://github.com/redis/redis/blob/unstable/sentinel.conf';

/** Parameters of sentinel.conf; those of one master are called without its name. */
export const WATCH: readonly Parameter[] = [
  {
    name: 'quorum',
    type: { kind: 'number', integer: true, min: 1 },
    meaning:
      'Sentinels that must find the master down before one of them tries a failover. To carry it out a majority of all Sentinels that are known has to elect one as well.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'down-after-milliseconds',
    type: { kind: 'duration', unit: 'ms', min: 1 },
    default: 30000,
    meaning:
      'Time without a valid answer after which a Sentinel takes the master, a replica or another Sentinel for down.',
    tradeOff: 'Short: pauses and full disks make failovers. Long: no writes for as long.',
    applies: 'runtime',
    related: ['failover-timeout'],
    source: SENTINEL,
  },
  {
    name: 'failover-timeout',
    type: { kind: 'duration', unit: 'ms', min: 1 },
    default: 180000,
    meaning:
      'How long a failover may take. The next try after one that failed starts after twice this time. The election of a Sentinel gives up after this time, at most 10 s.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'parallel-syncs',
    type: { kind: 'number', integer: true, min: 0 },
    default: 1,
    meaning:
      'Replicas that are sent to the new master at the same time. Each is out of service while it copies.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'auth-pass',
    type: { kind: 'text' },
    meaning: 'Password of the master and its replicas.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'auth-user',
    type: { kind: 'text' },
    since: '6.0',
    meaning: 'User at the master and its replicas.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'notification-script',
    type: { kind: 'text' },
    meaning: 'Program that is started at warnings.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'client-reconfig-script',
    type: { kind: 'text' },
    meaning: 'Program that is started when the master has changed.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'master-reboot-down-after-period',
    type: { kind: 'duration', unit: 'ms', never: [0] },
    default: 0,
    since: '7.0',
    meaning:
      'How long a master that has restarted may take to load its data before it counts as down; 0: it does not count as down for that.',
    applies: 'runtime',
    source: SENTINEL,
  },
  {
    name: 'primary-reboot-down-after-period',
    type: { kind: 'duration', unit: 'ms', never: [0] },
    renamedTo: 'master-reboot-down-after-period',
    meaning: 'What Valkey calls master-reboot-down-after-period.',
    source: SENTINEL,
  },
  {
    name: 'resolve-hostnames',
    type: { kind: 'boolean' },
    default: false,
    since: '6.2',
    meaning: 'Whether masters, replicas and Sentinels may be given by names.',
    applies: 'restart',
    related: ['announce-hostnames'],
    source: SENTINEL,
  },
  {
    name: 'announce-hostnames',
    type: { kind: 'boolean' },
    default: false,
    since: '6.2',
    meaning: 'Whether clients get names instead of addresses.',
    applies: 'restart',
    related: ['resolve-hostnames'],
    source: SENTINEL,
  },
  {
    name: 'announce-ip',
    type: { kind: 'text' },
    meaning: 'Address that the Sentinel tells the others: behind NAT and in containers.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'announce-port',
    type: { kind: 'number', integer: true, min: 0, max: 65535 },
    meaning: 'Port that the Sentinel tells the others.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'deny-scripts-reconfig',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Whether scripts cannot be changed while it runs.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'sentinel-pass',
    type: { kind: 'text' },
    since: '6.2',
    meaning: 'Password among Sentinels.',
    applies: 'restart',
    source: SENTINEL,
  },
  {
    name: 'sentinel-user',
    type: { kind: 'text' },
    since: '6.2',
    meaning: 'User among Sentinels.',
    applies: 'restart',
    source: SENTINEL,
  },
];
