import { type Parameter, type ParameterTable, type ParameterType, parameterTable } from '../../parameter.js';
import { sameVariable } from '../mysql/parameters/index.js';
import { PROVIDER } from './provider-parameters.js';

const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const LIST: ParameterType = { kind: 'list' };
const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };
const BYTES: ParameterType = { kind: 'bytes', min: 0 };

/** Variables of the server; those of the provider stand in `wsrep_provider_options`. */
const ROWS: readonly Omit<Parameter, 'source'>[] = [
  {
    name: 'wsrep_on',
    type: FLAG,
    // MariaDB since 10.1 has it off; only there it has to be written, and only there its absence says "no cluster".
    meaning: 'Replicates what this server or session changes. MariaDB has it off until it is switched on.',
    tradeOff: 'Off in a session: its changes stay on this node, and the nodes differ from then on.',
    applies: 'session',
  },
  {
    name: 'wsrep_provider',
    type: TEXT,
    default: 'none',
    meaning: 'File of the Galera library. `none`: no replication.',
    applies: 'restart',
  },
  {
    name: 'wsrep_provider_options',
    type: TEXT,
    default: '',
    meaning: 'Options of the library, `name=value` parted by semicolons.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_cluster_name',
    type: TEXT,
    default: 'my_wsrep_cluster',
    meaning: 'Name of the cluster: a node with another name is not let in.',
    applies: 'restart',
  },
  {
    name: 'wsrep_cluster_address',
    type: TEXT,
    default: '',
    meaning: 'Nodes to join: `gcomm://a,b,c`. An empty list (`gcomm://`) starts a new cluster.',
    tradeOff: 'An empty list left in a file makes a second cluster at each restart of that node.',
    applies: 'restart',
    related: ['pc.wait_prim'],
  },
  {
    name: 'wsrep_node_name',
    type: TEXT,
    meaning: 'Name of this node; the host name where it is not set.',
    applies: 'restart',
  },
  {
    name: 'wsrep_node_address',
    type: TEXT,
    meaning: 'Address at which the others reach this node.',
    applies: 'restart',
  },
  {
    name: 'wsrep_node_incoming_address',
    type: TEXT,
    meaning: 'Address at which clients reach this node.',
    applies: 'restart',
  },
  {
    name: 'wsrep_sst_method',
    type: TEXT,
    meaning:
      'How a node gets a full copy: rsync, mysqldump, mariabackup, xtrabackup-v2, clone. rsync and mysqldump block the donor.',
    tradeOff: 'While the donor is blocked, it takes no writes: of two nodes none is left.',
    applies: 'runtime',
    related: ['wsrep_sst_auth', 'wsrep_sst_donor', 'gcache.size'],
  },
  {
    name: 'wsrep_sst_auth',
    type: TEXT,
    default: '',
    meaning: 'User and password by which the copy is made: `user:password`.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_sst_donor',
    type: LIST,
    default: '',
    meaning: 'Nodes to copy from, by name; a comma at the end allows any other.',
    tradeOff: 'Without that comma a node cannot join while none of those named is there.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_sst_donor_rejects_queries',
    type: FLAG,
    default: false,
    meaning: 'A donor refuses queries while it is copied from.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_sst_receive_address',
    type: TEXT,
    default: 'AUTO',
    meaning: 'Address at which this node receives a full copy.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_slave_threads',
    type: COUNT,
    default: 1,
    meaning: 'Threads that apply what other nodes wrote.',
    tradeOff: 'One thread applies more slowly than several nodes write: flow control then stops them all.',
    applies: 'runtime',
    related: ['gcs.fc_limit'],
  },
  {
    name: 'wsrep_applier_threads',
    type: COUNT,
    renamedTo: 'wsrep_slave_threads',
    meaning: 'Threads that apply what other nodes wrote (name in MySQL 8).',
    applies: 'runtime',
  },
  {
    name: 'wsrep_sync_wait',
    type: { kind: 'number', min: 0, max: 15, integer: true },
    default: 0,
    meaning:
      'Which statements first wait until this node has applied what the cluster had committed. Bits: 1 reads and BEGIN, 2 UPDATE and DELETE, 4 INSERT and REPLACE, 8 SHOW.',
    tradeOff:
      '0: a read on another node may miss what was committed before. Otherwise each costs a round trip.',
    applies: 'session',
  },
  {
    name: 'wsrep_causal_reads',
    type: FLAG,
    default: false,
    deprecated: '10.1.3',
    removed: '11.3.0',
    meaning: 'Old name for what wsrep_sync_wait=1 does.',
    applies: 'session',
    related: ['wsrep_sync_wait'],
  },
  {
    name: 'wsrep_dirty_reads',
    type: FLAG,
    default: false,
    meaning: 'Lets a node that has lost the cluster answer reads, of data that gets old.',
    applies: 'session',
  },
  {
    name: 'wsrep_certify_nonPK',
    type: FLAG,
    default: true,
    meaning:
      'Makes keys for tables without a primary key, so that conflicts are found. Off: such writes are refused.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_certification_rules',
    type: { kind: 'enum', values: ['STRICT', 'OPTIMIZED'] },
    default: 'STRICT',
    meaning: 'How foreign keys count when conflicts are looked for.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_auto_increment_control',
    type: FLAG,
    default: true,
    meaning: 'Sets auto_increment_increment and auto_increment_offset by the number of nodes.',
    tradeOff:
      'Off, with steps not set by hand: inserts on two nodes get the same number, and one of them is rolled back.',
    applies: 'runtime',
    related: ['auto_increment_increment'],
  },
  {
    name: 'wsrep_OSU_method',
    type: TEXT,
    default: 'TOI',
    meaning:
      'How DDL is run: TOI on all nodes at one point, RSU on this node alone while it stays out of the cluster.',
    tradeOff:
      'TOI blocks writes of the cluster meanwhile; RSU leaves schemas that differ until every node had its turn.',
    applies: 'session',
  },
  {
    name: 'wsrep_retry_autocommit',
    type: COUNT,
    default: 1,
    meaning: 'How often a statement that met a conflict is tried again.',
    applies: 'session',
  },
  {
    name: 'wsrep_forced_binlog_format',
    type: { kind: 'enum', values: ['MIXED', 'STATEMENT', 'ROW', 'NONE'] },
    default: 'NONE',
    meaning: 'Format for all sessions; Galera needs ROW.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_max_ws_size',
    type: BYTES,
    default: 2_147_483_647,
    meaning: 'Largest transaction.',
    applies: 'runtime',
  },
  { name: 'wsrep_max_ws_rows', type: COUNT, default: 0, meaning: 'Most rows of a transaction. 0: no limit.' },
  {
    name: 'wsrep_trx_fragment_size',
    type: COUNT,
    default: 0,
    meaning: 'From this size on a transaction is replicated in pieces. 0: never.',
    applies: 'session',
  },
  {
    name: 'wsrep_desync',
    type: FLAG,
    default: false,
    meaning: 'Takes the node out of flow control: it may fall behind without bound.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_log_conflicts',
    type: FLAG,
    default: false,
    meaning: 'Writes conflicts to the error log.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_ignore_apply_errors',
    type: COUNT,
    default: 7,
    meaning:
      'Errors of the applier that are passed over. Bits: 1 DDL, 2 deletes of missing rows, 4 DDL of other nodes that fails.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_gtid_mode',
    type: FLAG,
    default: false,
    meaning: 'Gives a transaction one GTID on every node (MariaDB).',
    applies: 'runtime',
  },
  {
    name: 'wsrep_gtid_domain_id',
    type: COUNT,
    default: 0,
    meaning: 'GTID domain of the cluster (MariaDB); the same on every node.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_mode',
    type: LIST,
    default: '',
    meaning:
      'Switches: STRICT_REPLICATION, REQUIRED_PRIMARY_KEY, REPLICATE_MYISAM, DISALLOW_LOCAL_GTID and others.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_notify_cmd',
    type: TEXT,
    default: '',
    meaning: 'Program that is run when the cluster changes.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_restart_slave',
    type: FLAG,
    default: false,
    meaning: 'Goes on with asynchronous replication when the node is back in the cluster.',
    applies: 'runtime',
  },
  {
    name: 'wsrep_load_data_splitting',
    type: FLAG,
    default: false,
    meaning: 'Cuts LOAD DATA into transactions of 10,000 rows.',
    applies: 'runtime',
  },
  {
    name: 'pxc_strict_mode',
    type: { kind: 'enum', values: ['DISABLED', 'PERMISSIVE', 'ENFORCING', 'MASTER'] },
    default: 'ENFORCING',
    meaning:
      'Refuses what a cluster cannot replicate: other engines, tables without a primary key, LOCK TABLES (Percona).',
    applies: 'runtime',
  },
  {
    name: 'pxc_encrypt_cluster_traffic',
    type: FLAG,
    default: true,
    meaning: 'Encrypts what passes between nodes (Percona, since 8.0).',
    applies: 'restart',
  },
  {
    name: 'pxc_maint_transition_period',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 10_000,
    meaning: 'How long a node that shuts down waits for proxies to notice (Percona).',
    applies: 'runtime',
  },
];

const DOCS = 'https://galeracluster.com/library/documentation';

/** Variables of the server for Galera, and the options of its provider under their own names (`pc.weight`). */
export const GALERA_TABLE: ParameterTable = parameterTable(
  'galera',
  [
    ...ROWS.map(row => ({ ...row, source: `${DOCS}/mysql-wsrep-options.html#${row.name.toLowerCase()}` })),
    ...PROVIDER.map(row => ({ ...row, source: `${DOCS}/galera-parameters.html#${row.name}` })),
  ],
  sameVariable,
);
