import type { Parameter } from '../../../parameter.js';

const REPLICATION = 'https://cloudnative-pg.io/documentation/current/replication/';
const SCHEDULING = 'https://cloudnative-pg.io/documentation/current/scheduling/';
const API = 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/';

/** Instances, where they stand, slots, and replica clusters. */
export const CLUSTER_SHAPE: readonly Parameter[] = [
  {
    name: 'instances',
    type: { kind: 'number', min: 1, integer: true },
    default: 1,
    meaning: 'How many instances: one primary, and standbys.',
    source: API,
  },
  {
    name: 'imageName',
    type: { kind: 'text' },
    meaning: 'Image of PostgreSQL; its tag tells the version.',
    source: API,
  },
  {
    name: 'postgresql.enableAlterSystem',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'Whether ALTER SYSTEM may be used: what it sets is not in the manifest.',
    source: API,
  },
  {
    name: 'replicationSlots.highAvailability.enabled',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'The primary keeps a slot for each standby, and standbys keep them up to date.',
    source: REPLICATION,
  },
  {
    name: 'replicationSlots.highAvailability.synchronizeLogicalDecoding',
    type: { kind: 'boolean' },
    default: false,
    since: '1.27',
    meaning: 'Logical slots are kept on standbys as well, so that subscribers survive a failover.',
    source: REPLICATION,
  },
  {
    name: 'replicationSlots.synchronizeReplicas.enabled',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Slots that users made are kept on standbys as well.',
    source: REPLICATION,
  },
  {
    name: 'replicationSlots.updateInterval',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 30_000,
    meaning: 'How often standbys bring their slots up to date.',
    source: REPLICATION,
  },
  {
    name: 'replica.enabled',
    type: { kind: 'boolean' },
    meaning: 'The cluster follows another one and takes no writes.',
    source: 'https://cloudnative-pg.io/documentation/current/replica_cluster/',
  },
  {
    name: 'replica.primary',
    type: { kind: 'text' },
    meaning: 'Of a distributed topology: the cluster that takes the writes.',
    source: 'https://cloudnative-pg.io/documentation/current/replica_cluster/',
  },
  {
    name: 'replica.source',
    type: { kind: 'text' },
    meaning: 'The external cluster that is followed.',
    source: 'https://cloudnative-pg.io/documentation/current/replica_cluster/',
  },
  {
    name: 'affinity.enablePodAntiAffinity',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Instances of the cluster are kept apart.',
    source: SCHEDULING,
  },
  {
    name: 'affinity.podAntiAffinityType',
    type: { kind: 'enum', values: ['preferred', 'required'] },
    default: 'preferred',
    meaning: 'Whether instances are kept apart where it can be done, or must be.',
    tradeOff:
      'preferred: two instances may share a machine, and fail with it. required: an instance that finds no place waits.',
    source: SCHEDULING,
  },
  {
    name: 'affinity.topologyKey',
    type: { kind: 'text' },
    default: 'kubernetes.io/hostname',
    meaning: 'What instances are kept apart by: machines, or zones.',
    source: SCHEDULING,
  },
  {
    name: 'enablePDB',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Keeps maintenance of nodes from evicting the primary.',
    source: API,
  },
  {
    name: 'storage.size',
    type: { kind: 'text' },
    meaning: 'Size of the volume of each instance.',
    source: API,
  },
  {
    name: 'walStorage.size',
    type: { kind: 'text' },
    meaning: 'Size of a volume of its own for the log.',
    source: API,
  },
];
