import { COUNT, FLAG, MILLISECONDS, oneOf, SECONDS, type Variable } from './define.js';

/**
 * Semi-synchronous replication. MySQL has one pair of plugins with `master`, `slave` in the names of their variables, and
 * since 8.0.26 another with `source`, `replica`: only the variables of the one that is installed exist.
 */
function semi(now: string, before: string, rest: Omit<Variable, 'name'>): Variable[] {
  const { mysql, mariadb, ...shared } = rest;
  return [
    {
      ...shared,
      name: `rpl_semi_sync_${now}`,
      mysql: mysql === false ? false : { ...mysql, since: '8.0.26' },
      mariadb: false,
    },
    {
      ...shared,
      name: `rpl_semi_sync_${before}`,
      mysql: mysql === false ? false : { ...mysql, deprecated: '8.0.26', renamedTo: `rpl_semi_sync_${now}` },
      ...(mariadb === undefined ? {} : { mariadb }),
    },
  ];
}

export const SEMISYNC: readonly Variable[] = [
  ...semi('source_enabled', 'master_enabled', {
    type: FLAG,
    mysql: { default: false },
    mariadb: { default: false },
    meaning: 'A commit waits until a replica has written its events to the relay log.',
    tradeOff:
      'Each commit costs a round trip; the wait ends after the timeout and the source goes on without waiting.',
    applies: 'runtime',
    related: ['rpl_semi_sync_source_timeout', 'rpl_semi_sync_replica_enabled'],
  }),
  ...semi('source_timeout', 'master_timeout', {
    type: MILLISECONDS,
    mysql: { default: 10_000 },
    mariadb: { default: 10_000 },
    meaning:
      'How long a commit waits for an acknowledgement before the source goes over to asynchronous replication.',
    tradeOff:
      'Short: a slow network makes replication asynchronous without a word. Long: commits block while replicas are away.',
    applies: 'runtime',
    related: ['rpl_semi_sync_source_enabled'],
  }),
  ...semi('source_wait_point', 'master_wait_point', {
    type: oneOf('AFTER_SYNC', 'AFTER_COMMIT'),
    mysql: { default: 'AFTER_SYNC' },
    mariadb: { default: 'AFTER_COMMIT' },
    meaning:
      'Whether the source waits before the storage engine commits (AFTER_SYNC) or after it (AFTER_COMMIT).',
    tradeOff: 'AFTER_COMMIT: others read rows that are lost when the source dies before a replica has them.',
    applies: 'runtime',
  }),
  ...semi('source_wait_for_replica_count', 'master_wait_for_slave_count', {
    type: { kind: 'number', min: 1, max: 65_535, integer: true },
    mysql: { default: 1 },
    mariadb: false,
    meaning:
      'How many replicas have to acknowledge. Acknowledged means received, neither applied nor flushed.',
    tradeOff: 'With more than there are, each commit waits for the timeout.',
    applies: 'runtime',
  }),
  ...semi('source_wait_no_replica', 'master_wait_no_slave', {
    type: FLAG,
    mysql: { default: true },
    mariadb: { default: true },
    meaning:
      'Goes on waiting out the timeout when fewer replicas are connected than are needed. Off: goes over to asynchronous at once.',
    applies: 'runtime',
  }),
  ...semi('replica_enabled', 'slave_enabled', {
    type: FLAG,
    mysql: { default: false },
    mariadb: { default: false },
    meaning: 'This replica acknowledges what it has received.',
    applies: 'runtime',
    related: ['rpl_semi_sync_source_enabled'],
  }),
  {
    name: 'rpl_semi_sync_slave_delay_master',
    type: FLAG,
    mysql: false,
    mariadb: { default: false },
    meaning: 'Acknowledges only after the information about the source was written as well.',
    applies: 'runtime',
  },
  {
    name: 'rpl_semi_sync_slave_kill_conn_timeout',
    type: SECONDS,
    mysql: false,
    mariadb: { default: 5000 },
    meaning: 'How long a replica tries to end its old connection at the source.',
    applies: 'runtime',
  },
  {
    name: 'rpl_semi_sync_source_trace_level',
    type: COUNT,
    mysql: { since: '8.0.26', default: 32 },
    mariadb: false,
    meaning: 'What is logged of semi-synchronous replication.',
    applies: 'runtime',
  },
];
