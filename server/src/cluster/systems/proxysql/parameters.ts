import { BOOLEAN, COUNT, MS, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const DOCS = 'https://proxysql.com/documentation';
const MONITOR = `${DOCS}/global-variables/mysql-monitor-variables/`;
const VARIABLES = `${DOCS}/global-variables/mysql-variables/`;
const TABLES = `${DOCS}/main-runtime/`;

const CHECKS = [
  'read_only',
  'innodb_read_only',
  'super_read_only',
  'read_only|innodb_read_only',
  'read_only&innodb_read_only',
];

/** Variables, called as the admin interface calls them. Defaults: lib/MySQL_Thread.cpp of ProxySQL 2.7. */
const MONITORING: readonly Row[] = [
  [
    'mysql-monitor_enabled',
    BOOLEAN,
    true,
    'Whether servers are watched. Without it nobody looks at read_only or at the lag.',
  ],
  [
    'mysql-monitor_read_only_interval',
    MS,
    1000,
    'How often read_only is asked for: after a failover the old writer is used for so long.',
  ],
  ['mysql-monitor_read_only_timeout', MS, 800, 'Longest wait for that answer.'],
  [
    'mysql-monitor_read_only_max_timeout_count',
    COUNT,
    3,
    'Answers that must be missing one after the other before a server counts as read only.',
  ],
  ['mysql-monitor_replication_lag_interval', MS, 10_000, 'How often the lag of replicas is asked for.'],
  ['mysql-monitor_replication_lag_timeout', MS, 1000, 'Longest wait for that answer.'],
  [
    'mysql-monitor_replication_lag_count',
    COUNT,
    1,
    'Answers one after the other that must be too high before a replica gets no reads.',
  ],
  [
    'mysql-monitor_slave_lag_when_null',
    SECONDS,
    60_000,
    'Lag that a replica counts as having when it does not know, as while replication has stopped.',
    { tradeOff: 'Where `max_replication_lag` is larger, a replica that does not replicate gets reads.' },
  ],
  [
    'mysql-monitor_writer_is_also_reader',
    BOOLEAN,
    true,
    'The writer takes reads as well, once it has moved between hostgroups.',
  ],
  ['mysql-monitor_ping_interval', MS, 8000, 'How often servers are pinged.'],
  ['mysql-monitor_ping_max_failures', COUNT, 3, 'Pings that must fail before a server is shunned.'],
  ['mysql-monitor_ping_timeout', MS, 1000, 'Longest wait for a ping.'],
  ['mysql-monitor_galera_healthcheck_interval', MS, 5000, 'How often nodes of Galera are checked.'],
  [
    'mysql-monitor_groupreplication_healthcheck_interval',
    MS,
    5000,
    'How often members of a group are checked.',
  ],
];

const SESSIONS: readonly Row[] = [
  [
    'mysql-multiplexing',
    BOOLEAN,
    true,
    'Whether a connection to a server may serve other clients between two transactions.',
  ],
  [
    'mysql-default_session_track_gtids',
    oneOf('OFF', 'OWN_GTID'),
    'OFF',
    'Whether servers tell the GTID of each write, which reads of `gtid_from_hostgroup` wait for.',
  ],
  [
    'mysql-query_retries_on_failure',
    COUNT,
    1,
    'How often a query that failed with its connection is sent again.',
  ],
  ['mysql-shun_on_failures', COUNT, 5, 'Failed connections within a second after which a server is shunned.'],
  ['mysql-shun_recovery_time_sec', SECONDS, 10_000, 'After which time a shunned server is tried again.'],
];

/** Columns of the tables that decide where statements go. Defaults: the tables of lib/ProxySQL_Admin.cpp. */
const COLUMNS: readonly Row[] = [
  ['mysql_servers.hostname', TEXT, undefined, 'Address of a server.'],
  [
    'mysql_servers.address',
    TEXT,
    undefined,
    'The same in proxysql.cnf.',
    { renamedTo: 'mysql_servers.hostname' },
  ],
  ['mysql_servers.port', COUNT, 3306, 'Its port.'],
  ['mysql_servers.hostgroup_id', COUNT, 0, 'Hostgroup that it begins in.'],
  [
    'mysql_servers.hostgroup',
    COUNT,
    0,
    'The same in proxysql.cnf.',
    { renamedTo: 'mysql_servers.hostgroup_id' },
  ],
  [
    'mysql_servers.status',
    oneOf('ONLINE', 'SHUNNED', 'OFFLINE_SOFT', 'OFFLINE_HARD'),
    'ONLINE',
    'Whether it is used.',
  ],
  ['mysql_servers.weight', COUNT, 1, 'How much it gets beside others of its hostgroup.'],
  [
    'mysql_servers.max_replication_lag',
    SECONDS,
    0,
    'Lag from which on a replica gets no reads; 0: any lag will do.',
    {
      tradeOff:
        'It is looked at once per `mysql-monitor_replication_lag_interval`; reads may be older by that.',
    },
  ],
  ['mysql_servers.max_latency_ms', MS, 0, 'Time of a ping from which on it gets no clients; 0: any.'],
  ['mysql_servers.max_connections', COUNT, 1000, 'Connections to it at most.'],
  ['mysql_servers.use_ssl', BOOLEAN, false, 'Whether the connection to it is encrypted.'],
  ['mysql_replication_hostgroups.writer_hostgroup', COUNT, undefined, 'Where servers with read_only=0 go.'],
  ['mysql_replication_hostgroups.reader_hostgroup', COUNT, undefined, 'Where servers with read_only=1 go.'],
  [
    'mysql_replication_hostgroups.check_type',
    oneOf(...CHECKS),
    'read_only',
    'What tells a writer from a reader. Every server with 0 is a writer, also where there are two.',
  ],
  [
    'mysql_users.default_hostgroup',
    COUNT,
    0,
    'Where statements go that no rule sends elsewhere, and with them each transaction that begins with BEGIN.',
  ],
  [
    'mysql_users.transaction_persistent',
    BOOLEAN,
    true,
    'A transaction stays where it began, whatever the rules say of its statements.',
    {
      tradeOff:
        'Without it reads within a transaction go to replicas, which do not have what the transaction has written.',
    },
  ],
  ['mysql_users.active', BOOLEAN, true, 'Whether the user may log in.'],
  ['mysql_query_rules.rule_id', COUNT, undefined, 'Rules are tried by this number.'],
  [
    'mysql_query_rules.active',
    BOOLEAN,
    undefined,
    'Whether the rule counts: 0 in the table where it is left out, 1 in proxysql.cnf.',
  ],
  ['mysql_query_rules.match_digest', TEXT, undefined, 'Pattern of the statement without its values.'],
  ['mysql_query_rules.match_pattern', TEXT, undefined, 'Pattern of the statement itself.'],
  ['mysql_query_rules.negate_match_pattern', BOOLEAN, false, 'Whether what does not match is meant.'],
  ['mysql_query_rules.destination_hostgroup', COUNT, undefined, 'Where such statements go.'],
  [
    'mysql_query_rules.apply',
    BOOLEAN,
    false,
    'Whether later rules are not tried any more. Otherwise a later one that matches wins.',
  ],
  [
    'mysql_query_rules.gtid_from_hostgroup',
    COUNT,
    undefined,
    'The read goes only to servers that have the last write of this session to that hostgroup.',
    { since: '2.0' },
  ],
  [
    'mysql_query_rules.cache_ttl',
    MS,
    undefined,
    'How long an answer is kept and given again.',
    { tradeOff: 'Reads are as old as that, whatever was written since.' },
  ],
];

/** The same columns of both tables. */
const groups = (table: string, what: string): readonly Row[] => [
  [`${table}.writer_hostgroup`, COUNT, undefined, `Where ${what} that take writes go.`],
  [`${table}.backup_writer_hostgroup`, COUNT, undefined, 'Where those go that could, beyond `max_writers`.'],
  [`${table}.reader_hostgroup`, COUNT, undefined, 'Where those go that are read only.'],
  [`${table}.offline_hostgroup`, COUNT, undefined, 'Where those go that are not to be used.'],
  [`${table}.active`, BOOLEAN, true, 'Whether they are looked at.'],
  [`${table}.max_writers`, COUNT, 1, 'How many take writes at the same time.'],
  [
    `${table}.writer_is_also_reader`,
    oneOf('0', '1', '2'),
    '0',
    'Whether writers take reads as well; 2: readers are the writers beyond `max_writers`.',
  ],
  [
    `${table}.max_transactions_behind`,
    COUNT,
    0,
    'Transactions not yet applied from which on a node gets no clients; 0: any number will do.',
  ],
];

/** What of ProxySQL decides where statements go and how old reads may be. */
export const PROXYSQL_TABLE = parameterTable('proxysql', [
  ...rowsOf({ source: MONITOR, applies: 'runtime' }, MONITORING),
  ...rowsOf({ source: VARIABLES, applies: 'runtime' }, SESSIONS),
  ...rowsOf({ source: TABLES, applies: 'runtime' }, [
    ...COLUMNS,
    ...groups('mysql_galera_hostgroups', 'nodes of Galera'),
    ...groups('mysql_group_replication_hostgroups', 'members of a group'),
  ]),
]);
