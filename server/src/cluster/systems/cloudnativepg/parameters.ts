import { type Parameter, parameterTable } from '../../parameter.js';

const REPLICATION = 'https://cloudnative-pg.io/documentation/current/replication/';
const FAILOVER = 'https://cloudnative-pg.io/documentation/current/failover/';
const MANAGER = 'https://cloudnative-pg.io/documentation/current/instance_manager/';
const SCHEDULING = 'https://cloudnative-pg.io/documentation/current/scheduling/';
const API = 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/';

const SYNC = 'postgresql.synchronous';

const ALL: readonly Parameter[] = [
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
  {
    name: 'postgresql.promotionTimeout',
    type: { kind: 'duration', unit: 's' },
    meaning: 'How long promoting a standby may take.',
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
    name: 'failoverDelay',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 0,
    meaning: 'How long an unhealthy primary is waited for before another is promoted.',
    tradeOff: 'All of it is time without writes.',
    source: FAILOVER,
  },
  {
    name: 'switchoverDelay',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 3_600_000,
    meaning:
      'How long the old primary may shut down in good order in a switchover before it is stopped at once.',
    tradeOff:
      'Low: sooner back, and WAL that was not sent or archived may be lost. High: longer without a primary.',
    source: FAILOVER,
  },
  {
    name: 'startDelay',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 3_600_000,
    meaning: 'How long an instance may take to start.',
    source: MANAGER,
  },
  {
    name: 'stopDelay',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 1_800_000,
    meaning: 'How long an instance may take to stop.',
    related: ['smartShutdownTimeout'],
    source: MANAGER,
  },
  {
    name: 'smartShutdownTimeout',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 180_000,
    since: '1.22',
    meaning: 'How long of stopDelay is kept for clients to leave by themselves.',
    related: ['stopDelay'],
    source: MANAGER,
  },
  {
    name: 'livenessProbeTimeout',
    type: { kind: 'duration', unit: 's' },
    default: 30_000,
    since: '1.24',
    meaning: 'After how long an instance that does not answer is killed.',
    source: MANAGER,
  },
  {
    name: 'probes.liveness.isolationCheck.enabled',
    type: { kind: 'boolean' },
    default: true,
    since: '1.27',
    meaning: 'A primary that reaches neither the API server nor any other instance is shut down.',
    tradeOff: 'Without it such a primary goes on accepting writes beside the next one.',
    source: MANAGER,
  },
  {
    name: 'probes.liveness.isolationCheck.requestTimeout',
    type: { kind: 'duration', unit: 'ms' },
    default: 1000,
    since: '1.27',
    meaning: 'How long a request of the isolation check may take.',
    source: MANAGER,
  },
  {
    name: 'probes.liveness.isolationCheck.connectionTimeout',
    type: { kind: 'duration', unit: 'ms' },
    default: 1000,
    since: '1.27',
    meaning: 'How long connecting may take in the isolation check.',
    source: MANAGER,
  },
  {
    name: 'probes.readiness.type',
    type: { kind: 'enum', values: ['pg_isready', 'query', 'streaming'] },
    default: 'pg_isready',
    meaning: 'What makes an instance ready; `streaming`: a standby that streams, with at most maximumLag.',
    source: MANAGER,
  },
  {
    name: 'probes.readiness.maximumLag',
    type: { kind: 'bytes' },
    meaning: 'A standby that lags more is not ready: readers are not sent to it.',
    source: MANAGER,
  },
  {
    name: 'primaryLease.leaseDurationSeconds',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 15_000,
    since: '1.30',
    meaning: 'How long the lease of a primary that is gone keeps others from being promoted.',
    related: ['primaryLease.renewDeadlineSeconds'],
    source: FAILOVER,
  },
  {
    name: 'primaryLease.renewDeadlineSeconds',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 10_000,
    since: '1.30',
    meaning: 'How long the primary tries to renew its lease; less than leaseDurationSeconds.',
    source: FAILOVER,
  },
  {
    name: 'primaryLease.retryPeriodSeconds',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 2000,
    since: '1.30',
    meaning: 'How often others try to get the lease; renewDeadlineSeconds is more than 1.2 times of it.',
    source: FAILOVER,
  },
  {
    name: 'primaryLease.releasedLeaseDurationSeconds',
    type: { kind: 'duration', unit: 's', min: 1000 },
    default: 1000,
    since: '1.30',
    meaning: 'How long a lease lives on that was given back in good order.',
    source: FAILOVER,
  },
  {
    name: 'primaryUpdateStrategy',
    type: { kind: 'enum', values: ['unsupervised', 'supervised'] },
    default: 'unsupervised',
    meaning: 'Whether the primary is updated by itself, last of all, or waits for a person.',
    source: 'https://cloudnative-pg.io/documentation/current/rolling_update/',
  },
  {
    name: 'primaryUpdateMethod',
    type: { kind: 'enum', values: ['restart', 'switchover'] },
    default: 'restart',
    meaning: 'Whether the primary is updated by a restart in place or by a switchover.',
    source: 'https://cloudnative-pg.io/documentation/current/rolling_update/',
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
    name: 'replica.minApplyDelay',
    type: { kind: 'text' },
    meaning: 'How long WAL waits before it is applied.',
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

/** Of the resource `Cluster`, below `spec`. */
export const CNPG_PARAMETERS = parameterTable('cloudnativepg', ALL);

/** What the operator sets where the manifest says nothing. */
export const CNPG_POSTGRES: Readonly<Record<string, string | number | boolean>> = {
  wal_level: 'logical',
  wal_log_hints: true,
  wal_keep_size: 512 * 2 ** 20,
  max_replication_slots: 32,
  max_worker_processes: 32,
  wal_sender_timeout: 5000,
  wal_receiver_timeout: 5000,
  archive_timeout: 300_000,
  full_page_writes: true,
  ssl: true,
};

/** Parameters that the operator keeps to itself: a manifest that sets one is refused. */
export const CNPG_KEEPS: ReadonlySet<string> = new Set(
  `allow_system_table_mods archive_cleanup_command archive_command archive_mode bonjour cluster_name config_file
  data_directory data_sync_retry external_pid_file hba_file hot_standby ident_file listen_addresses log_destination
  log_directory log_filename logging_collector port primary_conninfo primary_slot_name promote_trigger_file
  recovery_end_command recovery_min_apply_delay recovery_target recovery_target_action recovery_target_lsn
  recovery_target_name recovery_target_time recovery_target_timeline recovery_target_xid restart_after_crash
  restore_command shared_preload_libraries ssl ssl_ca_file ssl_cert_file ssl_key_file stats_temp_directory
  synchronous_standby_names synchronized_standby_slots unix_socket_directories`.split(/\s+/),
);
