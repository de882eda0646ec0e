import type { Parameter } from '../../../parameter.js';

const REPLICATION = 'https://cloudnative-pg.io/documentation/current/replication/';
const FAILOVER = 'https://cloudnative-pg.io/documentation/current/failover/';
const SYNC = 'postgresql.synchronous';

/** What decides how many standbys a commit waits for. */
export const SYNC_REPLICATION: readonly Parameter[] = [
  {
    name: `${SYNC}.method`,
    type: { kind: 'enum', values: ['any', 'first'] },
    since: '1.24',
    meaning: 'Whether a commit waits for any of the standbys or for the first ones of the list.',
    related: [`${SYNC}.number`],
    source: REPLICATION,
  },
  {
    name: `${SYNC}.number`,
    type: { kind: 'number', min: 1, integer: true },
    since: '1.24',
    meaning: 'How many standbys a commit waits for; less than there are instances and further names.',
    tradeOff: 'With dataDurability required, writes stop when fewer are left.',
    related: [`${SYNC}.dataDurability`, `${SYNC}.failoverQuorum`],
    source: REPLICATION,
  },
  {
    name: `${SYNC}.dataDurability`,
    type: { kind: 'enum', values: ['required', 'preferred'] },
    default: 'required',
    since: '1.25',
    meaning: 'Whether writes stop when standbys are missing, or go on with fewer, in the end with none.',
    tradeOff: 'With preferred a write may be on the primary alone.',
    source: REPLICATION,
  },
  {
    name: `${SYNC}.failoverQuorum`,
    type: { kind: 'boolean' },
    default: false,
    since: '1.28',
    meaning:
      'Promotes a standby only when those that can be reached must include one with every acknowledged write.',
    tradeOff: 'When too few can be reached nobody is promoted, and there are no writes.',
    related: [`${SYNC}.number`],
    source: FAILOVER,
  },
  {
    name: `${SYNC}.maxStandbyNamesFromCluster`,
    type: { kind: 'number', min: 0, integer: true },
    since: '1.24',
    meaning: 'Most instances of this cluster that are listed as synchronous standbys.',
    source: REPLICATION,
  },
  {
    name: `${SYNC}.standbyNamesPre`,
    type: { kind: 'list' },
    since: '1.24',
    meaning: 'Names of standbys outside of the cluster, before its own.',
    source: REPLICATION,
  },
  {
    name: `${SYNC}.standbyNamesPost`,
    type: { kind: 'list' },
    since: '1.24',
    meaning: 'Names of standbys outside of the cluster, after its own.',
    source: REPLICATION,
  },
  {
    name: `${SYNC}.podFailureDomainKeys`,
    type: { kind: 'list' },
    meaning: 'Labels of pods: standbys in another domain than the primary are preferred as synchronous ones.',
    tradeOff: 'It is dropped whole where there are too few of them.',
    source: REPLICATION,
  },
  {
    name: `${SYNC}.nodeFailureDomainKeys`,
    type: { kind: 'list' },
    meaning:
      'Labels of nodes: standbys in another domain than the primary are preferred as synchronous ones.',
    tradeOff: 'It is dropped whole where there are too few of them.',
    source: REPLICATION,
  },
  {
    name: 'minSyncReplicas',
    type: { kind: 'number', min: 0, integer: true },
    default: 0,
    deprecated: '1.24',
    meaning: 'Older form: how many standbys a commit waits for at least, while there are as many.',
    tradeOff: 'It is lowered by itself to the standbys that are ready, down to none.',
    related: [`${SYNC}.number`],
    source: REPLICATION,
  },
  {
    name: 'maxSyncReplicas',
    type: { kind: 'number', min: 0, integer: true },
    default: 0,
    deprecated: '1.24',
    meaning: 'Older form: how many standbys a commit waits for when all are ready.',
    related: [`${SYNC}.number`],
    source: REPLICATION,
  },
  {
    name: 'postgresql.syncReplicaElectionConstraint.enabled',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'Older form: synchronous standbys stand on nodes with other labels than the primary.',
    source: REPLICATION,
  },
];
