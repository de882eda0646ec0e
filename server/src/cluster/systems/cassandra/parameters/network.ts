import type { Parameter } from '../../../parameter.js';
import { BOOLEAN, COUNT, MIB, MS, row, SECOND, TEXT, YAML_CODE } from './row.js';

/** Timeouts, addresses, encryption and who may log in. */
export const NETWORK: readonly Parameter[] = [
  row('read_request_timeout', MS, 5 * SECOND, 'How long a coordinator waits for reads.', {
    applies: 'runtime',
  }),
  row('range_request_timeout', MS, 10 * SECOND, 'How long a coordinator waits for scans.', {
    applies: 'runtime',
  }),
  row(
    'write_request_timeout',
    MS,
    2 * SECOND,
    'How long a coordinator waits for writes. One that timed out may have been written all the same.',
    { applies: 'runtime' },
  ),
  row('counter_write_request_timeout', MS, 5 * SECOND, 'How long a coordinator waits for counters.', {
    applies: 'runtime',
  }),
  row(
    'cas_contention_timeout',
    MS,
    [{ value: SECOND }, { since: '4.1', value: 1.8 * SECOND }],
    'How long a lightweight transaction is tried against others on the same row.',
    { applies: 'runtime', source: YAML_CODE },
  ),
  row('truncate_request_timeout', MS, 60 * SECOND, 'How long a TRUNCATE may take, which needs every node.', {
    applies: 'runtime',
  }),
  row('request_timeout', MS, 10 * SECOND, 'How long other requests may take.', { applies: 'runtime' }),
  row('repair_request_timeout', MS, 120 * SECOND, 'How long a message of a repair may take.', {
    since: '4.1',
    source: YAML_CODE,
  }),
  row(
    'internode_timeout',
    BOOLEAN,
    [{ value: false }, { since: '4.0', value: true }],
    'Drops requests that are older than their timeout, by the clock of the sender: clocks must agree.',
    { source: YAML_CODE },
  ),
  row('slow_query_log_timeout', MS, 500, 'Queries slower than this are logged.'),
  row('listen_address', TEXT, 'localhost', 'Address for other nodes.'),
  row('broadcast_address', TEXT, undefined, 'Address that other nodes are told, where it is another one.'),
  row('rpc_address', TEXT, 'localhost', 'Address for clients.'),
  row('broadcast_rpc_address', TEXT, undefined, 'Address that clients are told.'),
  row('storage_port', COUNT, 7000, 'Port for other nodes.'),
  row('native_transport_port', COUNT, 9042, 'Port for clients.'),
  row('start_native_transport', BOOLEAN, true, 'Listens for clients.'),
  row('native_transport_max_frame_size', MIB, 16 * 2 ** 20, 'Largest request.'),
  row('prefer_local', BOOLEAN, false, 'Talks to nodes of the own data centre by their listen address.'),
  row('authenticator', TEXT, 'AllowAllAuthenticator', 'Who may log in: everybody, or roles with passwords.', {
    related: ['authorizer', 'auth_read_consistency_level'],
  }),
  row('authorizer', TEXT, 'AllowAllAuthorizer', 'Who may do what.', { related: ['authenticator'] }),
  row('role_manager', TEXT, 'CassandraRoleManager', 'Where roles are kept.'),
  row('network_authorizer', TEXT, 'AllowAllNetworkAuthorizer', 'Who may log in at which data centre.', {
    since: '4.0',
  }),
  row('roles_validity', MS, 2 * SECOND, 'How long roles are cached.', { applies: 'runtime' }),
  row('permissions_validity', MS, 2 * SECOND, 'How long permissions are cached.', { applies: 'runtime' }),
  row('credentials_validity', MS, 2 * SECOND, 'How long passwords are cached.', { applies: 'runtime' }),
  row(
    'server_encryption_options.internode_encryption',
    { kind: 'enum', values: ['none', 'dc', 'rack', 'all'] },
    'none',
    'What goes encrypted between nodes: nothing, what leaves the data centre, what leaves the rack, everything.',
  ),
  row(
    'server_encryption_options.require_client_auth',
    { kind: 'enum', values: ['false', 'true', 'optional'] },
    'false',
    'Nodes must show a certificate to each other.',
  ),
  row('client_encryption_options.enabled', BOOLEAN, false, 'Clients may come encrypted.'),
  row(
    'client_encryption_options.optional',
    BOOLEAN,
    undefined,
    'Clients may come without encryption as well.',
  ),
  row(
    'internode_compression',
    { kind: 'enum', values: ['all', 'dc', 'none'] },
    'dc',
    'What is compressed between nodes: everything, what leaves the data centre, nothing.',
  ),
  row('inter_dc_tcp_nodelay', BOOLEAN, false, 'Sends small messages to other data centres at once.'),
  ...[
    'start_rpc',
    'rpc_port',
    'rpc_server_type',
    'thrift_framed_transport_size_in_mb',
    'rpc_min_threads',
    'rpc_max_threads',
  ].map(name =>
    row(name, TEXT, undefined, 'Of the Thrift protocol, which version 4.0 took away.', { removed: '4.0' }),
  ),
];
