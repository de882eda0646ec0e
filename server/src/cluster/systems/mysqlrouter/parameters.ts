import { BOOLEAN, COUNT, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const OPTIONS = 'https://dev.mysql.com/doc/mysql-router/8.4/en/mysql-router-conf-options.html';
const SPLITTING =
  'https://dev.mysql.com/doc/mysql-router/8.4/en/router-read-write-splitting-configuration.html';

const ROWS: readonly Row[] = [
  [
    'destinations',
    TEXT,
    undefined,
    'Servers, or `metadata-cache://cluster/?role=…`: those that the metadata of an InnoDB Cluster names.',
    {
      tradeOff:
        'Servers that are listed here are taken as they answer: nobody asks which of them is the primary.',
    },
  ],
  [
    'routing_strategy',
    oneOf('first-available', 'next-available', 'round-robin', 'round-robin-with-fallback'),
    undefined,
    'Which of the destinations a new connection goes to. `round-robin-with-fallback` takes primaries where there are no secondaries.',
    { since: '8.0' },
  ],
  [
    'mode',
    oneOf('read-write', 'read-only'),
    undefined,
    'In place of `routing_strategy`: `read-write` takes the first that answers, `read-only` one after the other. Statements are not looked at.',
    { deprecated: '8.0' },
  ],
  ['bind_address', TEXT, '127.0.0.1', 'Address where clients connect.'],
  ['bind_port', COUNT, undefined, 'Port where clients connect.'],
  ['protocol', oneOf('classic', 'x'), 'classic', 'Protocol of the clients.'],
  [
    'access_mode',
    oneOf('auto'),
    undefined,
    'Reads go to secondaries and writes to the primary, over one connection.',
    { since: '8.2', source: SPLITTING },
  ],
  [
    'connection_sharing',
    BOOLEAN,
    false,
    'Connections to servers are shared by clients; needed by `access_mode`.',
    { source: SPLITTING },
  ],
  [
    'wait_for_my_writes',
    BOOLEAN,
    true,
    'Reads on secondaries wait for the last write of the same session.',
    { since: '8.2', source: SPLITTING, tradeOff: 'Writes of others are not waited for.' },
  ],
  [
    'wait_for_my_writes_timeout',
    SECONDS,
    undefined,
    'Longest such wait; then the read goes to the primary.',
    { since: '8.2', source: SPLITTING },
  ],
  ['connect_timeout', SECONDS, 5000, 'Longest time to connect to a server.'],
  ['max_connections', COUNT, 0, 'Clients of this route at most; 0: as many as `max_total_connections`.'],
  [
    'ttl',
    SECONDS,
    500,
    'How long metadata is used before it is asked for again: after a failover the old primary is known for so long.',
  ],
  [
    'use_gr_notifications',
    BOOLEAN,
    false,
    'Group Replication tells of changes at once.',
    { since: '8.0.17' },
  ],
  ['metadata_cluster', TEXT, undefined, 'Name of the InnoDB Cluster.'],
  ['cluster_type', oneOf('gr', 'rs'), undefined, '`gr`: Group Replication; `rs`: an InnoDB ReplicaSet.'],
  [
    'bootstrap_server_addresses',
    TEXT,
    undefined,
    'Servers that metadata is asked of.',
    { removed: '8.0.14' },
  ],
  ['destinations.role', oneOf('PRIMARY', 'SECONDARY', 'PRIMARY_AND_SECONDARY'), undefined, 'Which members.'],
  [
    'destinations.disconnect_on_promoted_to_primary',
    oneOf('yes', 'no'),
    'no',
    'Closes connections of a route for secondaries when their server becomes the primary.',
  ],
  [
    'destinations.disconnect_on_metadata_unavailable',
    oneOf('yes', 'no'),
    'no',
    'Closes all connections while no server answers for the metadata.',
  ],
];

/** Options of a route and of the metadata that it goes by. */
export const MYSQLROUTER_TABLE = parameterTable(
  'mysqlrouter',
  rowsOf({ source: OPTIONS, applies: 'restart' }, ROWS),
);
