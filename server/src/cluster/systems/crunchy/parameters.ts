import { type Parameter, parameterTable } from '../../parameter.js';

const API =
  'https://github.com/CrunchyData/postgres-operator/blob/main/pkg/apis/postgres-operator.crunchydata.com/v1beta1/patroni_types.go';

const ALL: readonly Parameter[] = [
  {
    name: 'postgresVersion',
    type: { kind: 'number', integer: true },
    meaning: 'Major version of PostgreSQL.',
    source: API,
  },
  { name: 'image', type: { kind: 'text' }, meaning: 'Image of PostgreSQL.', source: API },
  {
    name: 'patroni.leaderLeaseDurationSeconds',
    type: { kind: 'duration', unit: 's', min: 3000 },
    default: 30_000,
    meaning: "Patroni's ttl: what stands for ttl below dynamicConfiguration is overwritten with it.",
    related: ['patroni.syncPeriodSeconds'],
    source: API,
  },
  {
    name: 'patroni.syncPeriodSeconds',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 10_000,
    meaning:
      "Patroni's loop_wait: what stands for loop_wait below dynamicConfiguration is overwritten with it.",
    related: ['patroni.leaderLeaseDurationSeconds'],
    source: API,
  },
  {
    name: 'patroni.port',
    type: { kind: 'number', integer: true },
    default: 8008,
    meaning: 'Port of the REST API of Patroni.',
    source: API,
  },
  {
    name: 'standby.enabled',
    type: { kind: 'boolean' },
    meaning: 'The cluster follows another one and takes no writes.',
    source: API,
  },
  {
    name: 'standby.host',
    type: { kind: 'text' },
    meaning: 'Address of the primary that is followed.',
    source: API,
  },
  {
    name: 'standby.repoName',
    type: { kind: 'text' },
    meaning: 'Repository of pgBackRest whose WAL is followed.',
    source: API,
  },
  { name: 'shutdown', type: { kind: 'boolean' }, meaning: 'The cluster is stopped.', source: API },
];

/** Of the resource `PostgresCluster`, below `spec`. What stands below `patroni.dynamicConfiguration` are Patroni's own. */
export const CRUNCHY_PARAMETERS = parameterTable('crunchy', ALL);
