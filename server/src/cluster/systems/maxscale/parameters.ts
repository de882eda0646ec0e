import { BOOLEAN, COUNT, LIST, MS, oneOf, type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import { parameterTable } from '../../parameter.js';

const BASE = 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation';
const GUIDE = `${BASE}/Getting-Started/Configuration-Guide.md`;
const COMMON = `${BASE}/Monitors/Monitor-Common.md`;
const MONITOR = `${BASE}/Monitors/MariaDB-Monitor.md`;
const GALERA = `${BASE}/Monitors/Galera-Monitor.md`;
const SPLIT = `${BASE}/Routers/ReadWriteSplit.md`;
const CONNECTIONS = `${BASE}/Routers/ReadConnRoute.md`;

const GENERAL: readonly Row[] = [
  [
    'type',
    oneOf('server', 'monitor', 'service', 'listener', 'filter', 'include'),
    undefined,
    'What the section is.',
  ],
  ['address', TEXT, undefined, 'Address of a server.'],
  ['port', COUNT, 3306, 'Port of a server, or of a listener.'],
  ['module', TEXT, undefined, 'Monitor: `mariadbmon` follows replication, `galeramon` nodes of Galera.'],
  [
    'router',
    TEXT,
    undefined,
    '`readwritesplit` looks at each statement, `readconnroute` at the connection alone.',
  ],
  ['servers', LIST, undefined, 'Servers of a monitor or service.'],
  ['cluster', TEXT, undefined, 'The monitor whose servers a service uses.'],
  ['targets', LIST, undefined, 'Servers and services behind a service.'],
  ['user', TEXT, undefined, 'User at the servers.'],
  ['priority', COUNT, 0, 'Order in which `galeramon` prefers servers for writes; below 0: never.'],
  [
    'passive',
    BOOLEAN,
    false,
    'This MaxScale changes nothing: it does no failover, switchover or rejoin.',
    { tradeOff: 'Somebody must take it away when the other MaxScale is lost.' },
  ],
];

const MONITORS: readonly Row[] = [
  ['monitor_interval', MS, 2000, 'Pause between two looks at the servers.', { source: COMMON }],
  ['backend_connect_timeout', SECONDS, 3000, 'Longest time to connect to a server.', { source: COMMON }],
  ['backend_read_timeout', SECONDS, 3000, 'Longest wait for its answer.', { source: COMMON }],
  [
    'auto_failover',
    BOOLEAN,
    false,
    'Promotes a replica when the primary has been down for `failcount` looks.',
    { tradeOff: 'What no replica had received is lost; semi-synchronous replication makes that rare.' },
  ],
  [
    'auto_rejoin',
    BOOLEAN,
    false,
    'Points servers that come back at the primary of now, read only.',
    { tradeOff: 'One that holds writes which others do not have cannot be joined.' },
  ],
  ['failcount', COUNT, 5, 'Looks one after the other at which the primary must be down.'],
  ['failover_timeout', SECONDS, 90_000, 'Longest time for a failover.'],
  ['switchover_timeout', SECONDS, 90_000, 'Longest time for a switchover.'],
  [
    'verify_master_failure',
    BOOLEAN,
    true,
    'Waits with the failover while a replica still hears from the primary.',
    { related: ['master_failure_timeout'] },
  ],
  ['master_failure_timeout', SECONDS, 10_000, 'How long replicas must have heard nothing for that.'],
  ['enforce_read_only_slaves', BOOLEAN, false, 'Sets read_only on replicas that can be written to.'],
  ['enforce_read_only_servers', BOOLEAN, false, 'Sets read_only on every server but the primary.'],
  ['enforce_writable_master', BOOLEAN, false, 'Takes read_only away from the primary.'],
  [
    'enforce_simple_topology',
    BOOLEAN,
    false,
    'One primary, all others replicas of it: turns `auto_failover` and `auto_rejoin` on.',
  ],
  ['assume_unique_hostnames', BOOLEAN, true, 'Replicas name their primary by the address that stands here.'],
  [
    'cooperative_monitoring_locks',
    oneOf('none', 'majority_of_all', 'majority_of_running'),
    'none',
    'How several MaxScales agree on which of them acts: by locks on most of the servers.',
    {
      since: '2.5',
      tradeOff:
        '`majority_of_all` does nothing while most servers are down; `majority_of_running` lets both sides of a partition promote.',
    },
  ],
  ['master_conditions', LIST, undefined, 'What else must hold for a primary.'],
  ['slave_conditions', LIST, undefined, 'What else must hold for a replica that takes reads.'],
  ['servers_no_promotion', LIST, undefined, 'Servers that are never promoted.'],
  ['switchover_on_low_disk_space', BOOLEAN, false, 'Another becomes primary when this one runs out of disk.'],
  ['replication_master_ssl', BOOLEAN, false, 'Replication that MaxScale sets up is encrypted.'],
];

const GALERA_ROWS: readonly Row[] = [
  ['available_when_donor', BOOLEAN, false, 'A node that sends its state to another stays in use.'],
  ['disable_master_failback', BOOLEAN, false, 'Writes stay with the new node when the old one comes back.'],
  ['disable_master_role_setting', BOOLEAN, false, 'No node is the one for writes.'],
  ['use_priority', BOOLEAN, false, 'Goes by `priority` of the servers.'],
  ['root_node_as_master', BOOLEAN, false, 'Only the node with wsrep_local_index 0 takes writes.'],
];

const SPLITTING: readonly Row[] = [
  [
    'max_replication_lag',
    SECONDS,
    0,
    'Lag from which on a replica gets no reads; 0: any lag will do.',
    { tradeOff: 'It is measured in seconds and by the monitor: a write may be missing all the same.' },
  ],
  [
    'max_slave_replication_lag',
    SECONDS,
    0,
    'The same until 23.02.',
    { renamedTo: 'max_replication_lag', deprecated: '23.02' },
  ],
  [
    'causal_reads',
    oneOf('none', 'local', 'global', 'fast', 'fast_global', 'universal', 'fast_universal', 'true', 'false'),
    'none',
    'Reads see writes of this connection (`local`, `fast`), of all connections of this service (`global`), or all of the cluster (`universal`).',
    { since: '2.3', tradeOff: 'Each such read waits for the replica, or goes to the primary.' },
  ],
  ['causal_reads_timeout', SECONDS, 10_000, 'Longest wait of such a read; then the primary is asked.'],
  [
    'master_failure_mode',
    oneOf('fail_instantly', 'fail_on_write', 'error_on_write'),
    [{ value: 'fail_instantly' }, { since: '24.02', value: 'fail_on_write' }],
    'What clients meet when the primary is lost.',
    { tradeOff: 'Beyond `fail_instantly`, reads go on from replicas that get no new writes.' },
  ],
  [
    'master_reconnection',
    BOOLEAN,
    [{ value: false }, { since: '24.02', value: true }],
    'A session may go on with another primary.',
  ],
  [
    'master_accept_reads',
    BOOLEAN,
    undefined,
    'Reads go to the primary as well: of `readwritesplit` off, of `readconnroute` on by default.',
  ],
  ['max_slave_connections', COUNT, 255, 'Replicas of one session at most; 0: all reads go to the primary.'],
  ['slave_selection_criteria', TEXT, 'least_current_operations', 'Which replica gets a read.'],
  [
    'transaction_replay',
    BOOLEAN,
    false,
    'Runs a transaction again on the new primary when the old one is lost.',
    { tradeOff: 'One that was about to commit may run twice where `transaction_replay_safe_commit` is off.' },
  ],
  [
    'transaction_replay_safe_commit',
    BOOLEAN,
    true,
    'No replay of a transaction whose COMMIT was on its way.',
    { since: '23.08' },
  ],
  [
    'delayed_retry',
    BOOLEAN,
    false,
    'Statements wait for a server instead of failing.',
    { tradeOff: 'Versions before 24.02.4 may run a statement twice that had been sent already.' },
  ],
  [
    'optimistic_trx',
    BOOLEAN,
    false,
    'Transactions begin on a replica and move to the primary with their first write.',
  ],
];

/** What of MaxScale decides who leads, where statements go and how old reads may be. */
export const MAXSCALE_TABLE = parameterTable(
  'maxscale',
  [
    ...rowsOf({ source: GUIDE }, GENERAL),
    ...rowsOf({ source: MONITOR, applies: 'runtime' }, MONITORS),
    ...rowsOf({ source: GALERA, applies: 'runtime' }, GALERA_ROWS),
    ...rowsOf({ source: SPLIT, applies: 'runtime' }, SPLITTING),
    ...rowsOf({ source: CONNECTIONS, applies: 'runtime' }, [
      [
        'router_options',
        LIST,
        'running',
        'Which servers a connection may go to: `master`, `slave`, `synced`, `running`.',
        {
          tradeOff:
            '`running`, the default, is any server: writes reach replicas. Nothing keeps writes from `slave`.',
        },
      ],
    ]),
  ],
  name => name.toLowerCase().replaceAll('-', '_'),
);
