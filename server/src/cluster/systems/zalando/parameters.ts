import { type Parameter, parameterTable } from '../../parameter.js';

const DOCS = 'https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/';

const ALL: readonly Parameter[] = [
  {
    name: 'numberOfInstances',
    type: { kind: 'number', min: 0, integer: true },
    meaning: 'How many pods: one leader, and replicas.',
    source: DOCS,
  },
  {
    name: 'postgresql.version',
    type: { kind: 'text' },
    meaning: 'Major version of PostgreSQL.',
    source: DOCS,
  },
  {
    name: 'dockerImage',
    type: { kind: 'text' },
    meaning: 'Image of Spilo; its name tells the versions of PostgreSQL and Patroni.',
    source: DOCS,
  },
  {
    name: 'enableConnectionPooler',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'A pool of PgBouncer before the leader.',
    source: DOCS,
  },
  {
    name: 'enableReplicaConnectionPooler',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'A pool of PgBouncer before the replicas.',
    source: DOCS,
  },
  {
    name: 'enableMasterLoadBalancer',
    type: { kind: 'boolean' },
    meaning: 'A load balancer outside of the cluster before the leader.',
    source: DOCS,
  },
  {
    name: 'enableReplicaLoadBalancer',
    type: { kind: 'boolean' },
    meaning: 'A load balancer outside of the cluster before the replicas.',
    source: DOCS,
  },
  {
    name: 'standby.standby_host',
    type: { kind: 'text' },
    meaning: 'The cluster follows the primary at this address and takes no writes.',
    source: DOCS,
  },
  {
    name: 'standby.standby_port',
    type: { kind: 'text' },
    meaning: 'Port of the remote primary.',
    source: DOCS,
  },
  {
    name: 'standby.standby_primary_slot_name',
    type: { kind: 'text' },
    meaning: 'Slot on the remote primary that keeps WAL for this cluster.',
    source: DOCS,
  },
  {
    name: 'standby.s3_wal_path',
    type: { kind: 'text' },
    meaning: 'The cluster follows the archive at this place and takes no writes.',
    source: DOCS,
  },
  {
    name: 'standby.gs_wal_path',
    type: { kind: 'text' },
    meaning: 'The cluster follows the archive at this place and takes no writes.',
    source: DOCS,
  },
  { name: 'volume.size', type: { kind: 'text' }, meaning: 'Size of the volume of each pod.', source: DOCS },
];

/** Of the resource `postgresql`, below `spec`. What stands below `patroni` are Patroni's own. */
export const ZALANDO_PARAMETERS = parameterTable('zalando', ALL);
