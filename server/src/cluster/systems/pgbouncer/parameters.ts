import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const DOCS = 'https://www.pgbouncer.org/config.html';
const SECONDS: ParameterType = { kind: 'duration', unit: 's' };
const TEXT: ParameterType = { kind: 'text' };
const COUNT: ParameterType = { kind: 'number', integer: true };

const ALL: readonly Parameter[] = [
  {
    name: 'pool_mode',
    type: { kind: 'enum', values: ['session', 'transaction', 'statement'] },
    default: 'session',
    meaning: 'When a server connection goes back to the pool.',
    tradeOff:
      'With `transaction` settings of a session, such as a timeout or a read-your-writes token, do not hold for the next transaction.',
    source: `${DOCS}#pool_mode`,
  },
  {
    name: 'server_lifetime',
    type: SECONDS,
    default: 3_600_000,
    meaning: 'Age at which an unused server connection is closed.',
    source: `${DOCS}#server_lifetime`,
  },
  {
    name: 'server_idle_timeout',
    type: SECONDS,
    default: 600_000,
    meaning: 'Idle time after which a server connection is closed.',
    source: `${DOCS}#server_idle_timeout`,
  },
  {
    name: 'server_connect_timeout',
    type: SECONDS,
    default: 15_000,
    meaning: 'Longest time to connect and log in to the server.',
    source: `${DOCS}#server_connect_timeout`,
  },
  {
    name: 'server_login_retry',
    type: SECONDS,
    default: 15_000,
    meaning: 'Wait after a failed connection before the next attempt.',
    source: `${DOCS}#server_login_retry`,
  },
  {
    name: 'server_check_delay',
    type: SECONDS,
    default: 30_000,
    meaning: 'A connection that was used more recently is not checked before use.',
    source: `${DOCS}#server_check_delay`,
  },
  {
    name: 'server_check_query',
    type: TEXT,
    default: '',
    meaning: 'Query of that check.',
    source: `${DOCS}#server_check_query`,
  },
  {
    name: 'server_fast_close',
    type: { kind: 'boolean' },
    default: false,
    meaning:
      'After RECONNECT or a change of address connections close at the end of the transaction, in session pooling too.',
    source: `${DOCS}#server_fast_close`,
  },
  {
    name: 'server_round_robin',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'Uses server connections in turn.',
    source: `${DOCS}#server_round_robin`,
  },
  {
    name: 'query_wait_timeout',
    type: SECONDS,
    default: 120_000,
    meaning: 'Longest wait of a client for a server connection; then it is disconnected.',
    source: `${DOCS}#query_wait_timeout`,
  },
  {
    name: 'query_timeout',
    type: SECONDS,
    default: 0,
    meaning: 'Longest time for a query; 0: none.',
    source: `${DOCS}#query_timeout`,
  },
  {
    name: 'dns_max_ttl',
    type: SECONDS,
    default: 15_000,
    meaning: 'How long an address is kept: after a switch by DNS the old server is used so long.',
    source: `${DOCS}#dns_max_ttl`,
  },
  {
    name: 'dns_nxdomain_ttl',
    type: SECONDS,
    default: 15_000,
    meaning: 'How long a missing name is kept.',
    source: `${DOCS}#dns_nxdomain_ttl`,
  },
  {
    name: 'tcp_user_timeout',
    type: { kind: 'duration', unit: 'ms' },
    default: 0,
    meaning:
      'How long sent data may stay without an answer before the connection closes; 0: as the system has it.',
    source: `${DOCS}#tcp_user_timeout`,
  },
  {
    name: 'tcp_keepalive',
    type: { kind: 'boolean' },
    default: true,
    meaning: 'Lets TCP ask whether the other side is there.',
    source: `${DOCS}#tcp_keepalive`,
  },
  {
    name: 'server_tls_sslmode',
    type: { kind: 'enum', values: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] },
    default: 'prefer',
    meaning: 'TLS to the servers.',
    source: `${DOCS}#server_tls_sslmode`,
  },
  {
    name: 'client_tls_sslmode',
    type: { kind: 'enum', values: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] },
    default: 'disable',
    meaning: 'TLS from clients.',
    source: `${DOCS}#client_tls_sslmode`,
  },
  {
    name: 'auth_type',
    type: {
      kind: 'enum',
      values: ['cert', 'md5', 'scram-sha-256', 'plain', 'trust', 'any', 'hba', 'ldap', 'pam'],
    },
    default: 'md5',
    meaning: 'How clients log in.',
    source: `${DOCS}#auth_type`,
  },
  {
    name: 'max_client_conn',
    type: COUNT,
    default: 100,
    meaning: 'Clients at the same time.',
    source: `${DOCS}#max_client_conn`,
  },
  {
    name: 'default_pool_size',
    type: COUNT,
    default: 20,
    meaning: 'Server connections per user and database.',
    source: `${DOCS}#default_pool_size`,
  },
  {
    name: 'reserve_pool_size',
    type: COUNT,
    default: 0,
    meaning: 'More of them when clients wait.',
    source: `${DOCS}#reserve_pool_size`,
  },
  {
    name: 'max_db_connections',
    type: COUNT,
    default: 0,
    meaning: 'Server connections per database; 0: no limit.',
    source: `${DOCS}#max_db_connections`,
  },
  {
    name: 'load_balance_hosts',
    type: { kind: 'enum', values: ['disable', 'round-robin'] },
    default: 'round-robin',
    since: '1.24',
    meaning: 'Of several hosts: in turn, or the first that answers.',
    source: `${DOCS}#load_balance_hosts`,
  },
];

export const PGBOUNCER_PARAMETERS = parameterTable('pgbouncer', ALL, name => name.toLowerCase());
