import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const DOCS = 'https://pg-auto-failover.readthedocs.io/en/main';
const KEEPER = 'https://github.com/hapostgres/pg_auto_failover/blob/main/src/bin/pg_autoctl/keeper_config.c';
const MONITOR = `${DOCS}/ref/configuration.html`;
const MULTI = `${DOCS}/architecture-multi-standby.html`;
const CREATE = `${DOCS}/ref/pg_autoctl_create_postgres.html`;
const MS: ParameterType = { kind: 'duration', unit: 'ms' };

const ALL: readonly Parameter[] = [
  {
    name: 'number_sync_standbys',
    type: { kind: 'number', integer: true, min: 0 },
    meaning: 'Standbys that commits wait for. One more than that must take part in the quorum.',
    tradeOff: '0: with no healthy standby the primary goes on alone; 1 or more: writes stop instead.',
    related: ['replication-quorum'],
    source: MULTI,
  },
  {
    name: 'replication-quorum',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Whether the node may be among the synchronous standbys.',
    related: ['number_sync_standbys', 'candidate-priority'],
    source: MULTI,
  },
  {
    name: 'candidate-priority',
    type: { kind: 'number', integer: true, min: 0, max: 100 },
    default: 50,
    meaning: 'Preference as the next primary; 0: never. Two nodes must have more than 0.',
    source: MULTI,
  },
  {
    name: 'auth',
    type: { kind: 'text' },
    meaning: 'Method in the lines of pg_hba.conf that it writes.',
    source: CREATE,
  },
  {
    name: 'ssl-mode',
    type: { kind: 'text' },
    meaning: 'sslmode of the connections between the nodes.',
    source: CREATE,
  },
  {
    name: 'no-ssl',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'Connections go in the clear.',
    source: CREATE,
  },
  {
    name: 'ssl-self-signed',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'Makes a certificate that nobody can check.',
    source: CREATE,
  },
  {
    name: 'monitor',
    type: { kind: 'text' },
    meaning: 'Address of the monitor, which decides about failovers.',
    source: CREATE,
  },
  {
    name: 'formation',
    type: { kind: 'text' },
    default: 'default',
    meaning: 'Name of the cluster at the monitor.',
    source: CREATE,
  },
  {
    name: 'pgautofailover.health_check_period',
    type: MS,
    default: 5000,
    meaning: 'How often the monitor checks each node.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.health_check_timeout',
    type: MS,
    default: 5000,
    meaning: 'Longest time for one check.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.health_check_max_retries',
    type: { kind: 'number', integer: true },
    default: 2,
    meaning: 'Checks that are repeated before a node counts as failed.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.health_check_retry_delay',
    type: MS,
    default: 2000,
    meaning: 'Time between them.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.node_considered_unhealthy_timeout',
    type: MS,
    default: 20_000,
    meaning: 'A node that has not reported for this long counts as unhealthy.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.primary_demote_timeout',
    type: MS,
    default: 30_000,
    meaning: 'Time that the old primary gets to stop before another is promoted.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.promote_wal_log_threshold',
    type: { kind: 'bytes' },
    default: 16_777_216,
    meaning: 'A secondary further behind is not promoted.',
    tradeOff: 'Where replication is asynchronous: what a failover may lose.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.enable_sync_wal_log_threshold',
    type: { kind: 'bytes' },
    default: 16_777_216,
    meaning: 'A secondary becomes synchronous when it is less behind.',
    source: MONITOR,
  },
  {
    name: 'pgautofailover.startup_grace_period',
    type: MS,
    default: 10_000,
    meaning: 'No failover so long after the start.',
    source: MONITOR,
  },
  {
    name: 'timeout.network_partition_timeout',
    type: { kind: 'duration', unit: 's' },
    default: 20_000,
    meaning: 'A primary that reaches neither monitor nor standby for this long stops itself.',
    source: MONITOR,
  },
  {
    name: 'timeout.prepare_promotion_catchup',
    type: { kind: 'duration', unit: 's' },
    default: 30_000,
    meaning:
      'Longest wait of a standby for what it lacks before it is promoted; then it is promoted without.',
    source: KEEPER,
  },
  {
    name: 'timeout.prepare_promotion_walreceiver',
    type: { kind: 'duration', unit: 's' },
    default: 5000,
    meaning: 'How long a standby waits for its connection to the old primary to end.',
    source: KEEPER,
  },
  {
    name: 'timeout.postgresql_restart_failure_timeout',
    type: { kind: 'duration', unit: 's' },
    default: 20_000,
    meaning: 'How long a node tries to start PostgreSQL again before it tells the monitor that it failed.',
    source: KEEPER,
  },
  {
    name: 'timeout.postgresql_restart_failure_max_retries',
    type: { kind: 'number', integer: true },
    default: 3,
    meaning: 'How often it tries.',
    source: KEEPER,
  },
  {
    name: 'role',
    type: { kind: 'enum', values: ['keeper', 'monitor'] },
    default: 'keeper',
    meaning: 'Whether the file is of a node with data or of the monitor.',
    source: KEEPER,
  },
  { name: 'name', type: { kind: 'text' }, meaning: 'Name of the node at the monitor.', source: KEEPER },
  {
    name: 'hostname',
    type: { kind: 'text' },
    meaning: 'Address under which other nodes and the monitor reach it.',
    source: KEEPER,
  },
  {
    name: 'nodename',
    type: { kind: 'text' },
    renamedTo: 'hostname',
    deprecated: '1.4',
    meaning: 'The same until 1.3.',
    source: KEEPER,
  },
  {
    name: 'group',
    type: { kind: 'number', integer: true },
    meaning: 'Group of the formation that it belongs to; 0 but with Citus.',
    source: KEEPER,
  },
  {
    name: 'nodekind',
    type: { kind: 'enum', values: ['standalone', 'coordinator', 'worker'] },
    meaning: 'PostgreSQL alone, or its part in Citus.',
    source: KEEPER,
  },
  {
    name: 'ssl.active',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Whether PostgreSQL takes encrypted connections.',
    source: KEEPER,
  },
  {
    name: 'ssl.sslmode',
    type: { kind: 'enum', values: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] },
    meaning: 'What connections among the nodes ask for.',
    source: KEEPER,
  },
];

export const AUTO_FAILOVER_PARAMETERS = parameterTable('pg_auto_failover', ALL, name =>
  name.replace(/^--/, '').toLowerCase(),
);
