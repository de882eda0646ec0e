import { BYTES, COUNT, FLAG, LIST, oneOf, SECONDS, TEXT, type Variable } from './define.js';

/** A pair of variables: the name that MySQL has since 8.0.26, and the one that it had before and MariaDB still has. */
function renamed(now: string, before: string, rest: Omit<Variable, 'name'>): Variable[] {
  const { mysql, mariadb, ...shared } = rest;
  return [
    {
      ...shared,
      name: now,
      mysql: mysql === false ? false : { ...mysql, since: '8.0.26' },
      mariadb: false,
    },
    {
      ...shared,
      name: before,
      mysql: mysql === false ? false : { deprecated: '8.0.26', renamedTo: now },
      ...(mariadb === undefined ? {} : { mariadb }),
    },
  ];
}

/** What a replica does with what it receives. */
export const REPLICA: readonly Variable[] = [
  {
    name: 'read_only',
    type: FLAG,
    default: false,
    meaning: 'Refuses writes of clients, except of those with the privilege to do so all the same.',
    tradeOff: 'A replica that takes writes diverges from its source without an error.',
    applies: 'runtime',
    related: ['super_read_only'],
  },
  {
    name: 'super_read_only',
    type: FLAG,
    mysql: { since: '5.7.8', default: false },
    mariadb: false,
    meaning: 'Refuses writes of every client, administrators included; switches read_only on as well.',
    applies: 'runtime',
    related: ['read_only'],
  },
  {
    name: 'relay_log',
    type: TEXT,
    meaning:
      'Base name of the relay log. The default holds the host name: a machine that is renamed does not find it any more.',
    applies: 'restart',
  },
  {
    name: 'relay_log_recovery',
    type: FLAG,
    default: false,
    meaning:
      'After a crash, throws away relay logs that were not applied and fetches them again from the source.',
    tradeOff: 'Off: a relay log that was cut off by a crash stops replication, or events are applied twice.',
    applies: 'restart',
    related: ['relay_log_info_repository', 'sync_relay_log'],
  },
  {
    name: 'relay_log_purge',
    type: FLAG,
    default: true,
    meaning: 'Removes relay logs once they are applied. MHA needs them kept.',
    applies: 'runtime',
  },
  {
    name: 'relay_log_space_limit',
    type: BYTES,
    default: 0,
    meaning: 'Most that all relay logs may take; receiving stops there. 0: no limit.',
    applies: 'restart',
  },
  {
    name: 'relay_log_info_repository',
    type: oneOf('FILE', 'TABLE'),
    mysql: {
      default: [{ value: 'FILE' }, { since: '8.0.2', value: 'TABLE' }],
      deprecated: '8.0.23',
      removed: '8.3.0',
    },
    mariadb: false,
    meaning:
      'Where the position of the applier is kept. TABLE: changed within the transaction that it belongs to.',
    tradeOff: 'FILE: after a crash the position and the data may differ by transactions.',
    applies: 'runtime',
    related: ['relay_log_recovery'],
  },
  {
    name: 'master_info_repository',
    type: oneOf('FILE', 'TABLE'),
    mysql: {
      default: [{ value: 'FILE' }, { since: '8.0.2', value: 'TABLE' }],
      deprecated: '8.0.23',
      removed: '8.3.0',
    },
    mariadb: false,
    meaning: 'Where the address of the source and the position of the receiver are kept.',
    applies: 'runtime',
  },
  {
    name: 'sync_relay_log',
    type: COUNT,
    default: 10_000,
    meaning: 'After how many events the relay log is flushed to disk.',
    applies: 'runtime',
  },
  {
    name: 'sync_relay_log_info',
    type: COUNT,
    mysql: { default: 10_000, deprecated: '8.0.34' },
    mariadb: { default: 10_000 },
    meaning:
      'After how many transactions the position of the applier is flushed, where it is kept in a file.',
    applies: 'runtime',
  },
  ...renamed('sync_source_info', 'sync_master_info', {
    type: COUNT,
    mysql: { default: 10_000 },
    mariadb: { default: 10_000 },
    meaning: 'After how many events the position of the receiver is flushed.',
    applies: 'runtime',
  }),
  ...renamed('replica_parallel_workers', 'slave_parallel_workers', {
    type: COUNT,
    mysql: { default: [{ value: 0 }, { since: '8.0.27', value: 4 }] },
    mariadb: { renamedTo: 'slave_parallel_threads' },
    meaning: 'Threads that apply transactions at the same time. 0 or 1: one after the other.',
    tradeOff: 'One thread seldom keeps up with a source that many clients write to: the lag grows.',
    applies: 'runtime',
    related: ['replica_preserve_commit_order', 'replica_parallel_type'],
  }),
  ...renamed('replica_parallel_type', 'slave_parallel_type', {
    type: oneOf('DATABASE', 'LOGICAL_CLOCK'),
    mysql: {
      default: [{ value: 'DATABASE' }, { since: '8.0.27', value: 'LOGICAL_CLOCK' }],
      deprecated: '8.0.29',
    },
    mariadb: false,
    meaning:
      'What may be applied in parallel: different databases, or transactions that did not wait for each other.',
    applies: 'runtime',
  }),
  ...renamed('replica_preserve_commit_order', 'slave_preserve_commit_order', {
    type: FLAG,
    mysql: { default: [{ value: false }, { since: '8.0.27', value: true }] },
    mariadb: false,
    meaning: 'Commits in the order in which the source did, though transactions are applied in parallel.',
    tradeOff:
      'Off: a reader of the replica sees states that the source never had, and a crash leaves gaps in what was applied.',
    applies: 'runtime',
    related: ['replica_parallel_workers'],
  }),
  {
    name: 'slave_parallel_threads',
    type: COUNT,
    mysql: false,
    mariadb: { default: 0 },
    meaning: 'Threads that apply events in parallel. 0: one after the other.',
    tradeOff: 'One thread seldom keeps up with a source that many clients write to: the lag grows.',
    applies: 'runtime',
    related: ['slave_parallel_mode'],
  },
  {
    name: 'slave_parallel_mode',
    type: oneOf('none', 'minimal', 'conservative', 'optimistic', 'aggressive'),
    mysql: false,
    mariadb: { default: [{ value: 'conservative' }, { since: '10.5.1', value: 'optimistic' }] },
    meaning: 'How bold the parallel applier is. Commits keep the order of the source within one GTID domain.',
    applies: 'runtime',
  },
  {
    name: 'slave_domain_parallel_threads',
    type: COUNT,
    mysql: false,
    mariadb: { default: 0 },
    meaning: 'Most threads that one connection may use, with several sources. 0: all.',
    applies: 'runtime',
  },
  ...renamed('replica_net_timeout', 'slave_net_timeout', {
    type: SECONDS,
    mysql: { default: [{ value: 3_600_000 }, { since: '5.7.7', value: 60_000 }] },
    mariadb: { default: [{ value: 3_600_000 }, { since: '10.2.4', value: 60_000 }] },
    meaning:
      'How long a replica waits for data or a heartbeat before it takes the connection for broken. Heartbeats come every half of it.',
    tradeOff: 'Until then a replica that was cut off says that it is up to date.',
    applies: 'runtime',
  }),
  ...renamed('replica_skip_errors', 'slave_skip_errors', {
    type: TEXT,
    mysql: { default: 'OFF' },
    mariadb: { default: 'OFF' },
    meaning: 'Errors after which replication goes on as if nothing had been.',
    tradeOff: 'Each skipped error is a row that differs from the source from then on.',
    applies: 'restart',
  }),
  ...renamed('replica_exec_mode', 'slave_exec_mode', {
    type: oneOf('STRICT', 'IDEMPOTENT'),
    mysql: { default: 'STRICT' },
    mariadb: { default: 'STRICT' },
    meaning: 'IDEMPOTENT passes over rows that are there already or are missing.',
    tradeOff: 'Differences from the source stay hidden.',
    applies: 'runtime',
  }),
  ...renamed('replica_transaction_retries', 'slave_transaction_retries', {
    type: COUNT,
    mysql: { default: 10 },
    mariadb: { default: 10 },
    meaning:
      'How often the applier tries a transaction again after a deadlock or lock timeout, before it stops.',
    applies: 'runtime',
  }),
  ...renamed('replica_sql_verify_checksum', 'slave_sql_verify_checksum', {
    type: FLAG,
    mysql: { default: true },
    mariadb: { default: true },
    meaning: 'The applier verifies the checksum of events.',
    applies: 'runtime',
  }),
  ...renamed('replica_max_allowed_packet', 'slave_max_allowed_packet', {
    type: BYTES,
    mysql: { default: 1_073_741_824 },
    mariadb: { default: 1_073_741_824 },
    meaning: 'Largest event that a replica takes.',
    applies: 'runtime',
  }),
  ...renamed('replica_type_conversions', 'slave_type_conversions', {
    type: TEXT,
    mysql: { default: '' },
    mariadb: { default: '' },
    meaning: 'Conversions that are allowed where columns of source and replica differ in type.',
    applies: 'runtime',
  }),
  ...renamed('skip_replica_start', 'skip_slave_start', {
    type: FLAG,
    mysql: { default: false },
    mariadb: { default: false },
    meaning: 'Replication does not go on by itself after a start of the server.',
    applies: 'restart',
  }),
  {
    name: 'slave_rows_search_algorithms',
    type: TEXT,
    mysql: { default: 'INDEX_SCAN,HASH_SCAN', deprecated: '8.0.18', removed: '8.3.0' },
    mariadb: false,
    meaning: 'How the applier finds the row that a row event speaks of.',
    applies: 'runtime',
  },
  {
    name: 'slave_run_triggers_for_rbr',
    type: oneOf('NO', 'YES', 'LOGGING', 'ENFORCE'),
    mysql: false,
    mariadb: { default: 'NO' },
    meaning: 'Whether row events fire triggers on the replica.',
    applies: 'runtime',
  },
  {
    name: 'slave_ddl_exec_mode',
    type: oneOf('STRICT', 'IDEMPOTENT'),
    mysql: false,
    mariadb: { default: 'IDEMPOTENT' },
    meaning: 'Whether DDL that was applied before is passed over.',
    applies: 'runtime',
  },
  {
    name: 'report_host',
    type: TEXT,
    meaning: 'Name under which a replica registers with its source; tools find it by this name.',
    applies: 'restart',
  },
  { name: 'report_port', type: COUNT, meaning: 'Port that a replica registers with.', applies: 'restart' },
  {
    name: 'replicate_same_server_id',
    type: FLAG,
    default: false,
    meaning: 'Applies events that carry the server’s own number.',
    tradeOff: 'In a ring each change goes round for ever.',
    applies: 'restart',
  },
  ...(
    [
      ['replicate_do_db', 'Applies changes of these databases only'],
      ['replicate_ignore_db', 'Applies no changes of these databases'],
    ] as const
  ).map(
    ([name, meaning]): Variable => ({
      name,
      type: LIST,
      meaning: `${meaning}. With statement-based events the current database (USE) decides, not the one of the table. One name per line: a comma is part of the name.`,
      tradeOff: 'The replica is no full copy: nothing that is left out survives a failover to it.',
      applies: 'runtime',
    }),
  ),
  ...(
    [
      ['replicate_do_table', 'Applies changes of these tables only'],
      ['replicate_ignore_table', 'Applies no changes of these tables'],
      ['replicate_wild_do_table', 'Applies changes of tables that match these patterns only'],
      ['replicate_wild_ignore_table', 'Applies no changes of tables that match these patterns'],
      ['replicate_rewrite_db', 'Applies changes of one database to another (`from->to`)'],
    ] as const
  ).map(
    ([name, meaning]): Variable => ({
      name,
      type: LIST,
      meaning: `${meaning}.`,
      tradeOff: 'The replica is no full copy: nothing that is left out survives a failover to it.',
      applies: 'runtime',
    }),
  ),
];
