import { type Parameter, type ParameterTable, type ParameterType, parameterTable } from '../../parameter.js';
import { sameVariable } from '../mysql/parameters/index.js';

const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const LIST: ParameterType = { kind: 'list' };
const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };
const SECONDS: ParameterType = { kind: 'duration', unit: 's', min: 0 };

type Row = Omit<Parameter, 'source'>;

const ROWS: readonly Row[] = [
  {
    name: 'group_replication_group_name',
    type: TEXT,
    meaning: 'UUID of the group; its identifiers are made from it. Every member needs the same.',
    applies: 'restart',
  },
  {
    name: 'group_replication_group_seeds',
    type: LIST,
    default: '',
    meaning: 'Members that one which joins asks first, each with the port of group communication.',
    tradeOff: 'With one seed nobody can join while that one is down.',
    applies: 'runtime',
    related: ['group_replication_local_address'],
  },
  {
    name: 'group_replication_local_address',
    type: TEXT,
    meaning: 'Host and port at which this member talks to the others; not the port for clients.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_bootstrap_group',
    type: FLAG,
    default: false,
    meaning: 'Starts a new group instead of joining one.',
    tradeOff:
      'Left on in a file, a server that restarts on its own makes a second group under the same name: split brain.',
    applies: 'runtime',
    related: ['group_replication_start_on_boot'],
  },
  {
    name: 'group_replication_start_on_boot',
    type: FLAG,
    default: true,
    meaning: 'Joins the group when the server starts.',
    tradeOff: 'Off: after a restart the member stays outside until somebody starts it.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_single_primary_mode',
    type: FLAG,
    default: true,
    meaning: 'One member takes writes and the others are read only; off: each of them takes writes.',
    tradeOff:
      'Several writers meet conflicts at commit: the first one wins, the other is rolled back. Foreign keys with cascades are not checked across members.',
    applies: 'runtime',
    related: ['group_replication_enforce_update_everywhere_checks'],
  },
  {
    name: 'group_replication_enforce_update_everywhere_checks',
    type: FLAG,
    default: false,
    meaning:
      'With several writers: refuses SERIALIZABLE transactions and tables with cascading foreign keys. Must be off with one primary.',
    applies: 'runtime',
    related: ['group_replication_single_primary_mode'],
  },
  {
    name: 'group_replication_consistency',
    type: {
      kind: 'enum',
      values: ['EVENTUAL', 'BEFORE_ON_PRIMARY_FAILOVER', 'BEFORE', 'AFTER', 'BEFORE_AND_AFTER'],
    },
    since: '8.0.14',
    default: [{ value: 'EVENTUAL' }, { since: '8.4.0', value: 'BEFORE_ON_PRIMARY_FAILOVER' }],
    meaning:
      'What transactions wait for. EVENTUAL: nothing. BEFORE_ON_PRIMARY_FAILOVER: a new primary first applies its backlog. BEFORE: all that precedes. AFTER: until every member has applied the write.',
    tradeOff:
      'EVENTUAL: reads on secondaries may be old, and a new primary may answer before it has caught up. AFTER: one slow member slows every commit.',
    applies: 'session',
  },
  {
    name: 'group_replication_unreachable_majority_timeout',
    type: { kind: 'duration', unit: 's', min: 0, never: [0] },
    default: 0,
    meaning:
      'How long a member that sees no majority waits before it leaves the group. 0: for ever; its writers hang and its readers see old rows.',
    applies: 'runtime',
    related: ['group_replication_exit_state_action'],
  },
  {
    name: 'group_replication_member_expel_timeout',
    type: { kind: 'duration', unit: 's', min: 0, max: 3_600_000 },
    since: '8.0.13',
    default: [{ value: 0 }, { since: '8.0.21', value: 5000 }],
    meaning:
      'How long a member is suspected before it is expelled, beyond the 5 s of silence that make it suspected.',
    tradeOff:
      'Long: a dead primary is replaced that much later, and commits that need its acknowledgement wait. Short: a pause of the network expels members.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_exit_state_action',
    type: { kind: 'enum', values: ['READ_ONLY', 'OFFLINE_MODE', 'ABORT_SERVER'] },
    since: '8.0.12',
    default: [
      { value: 'ABORT_SERVER' },
      { since: '8.0.15', value: 'READ_ONLY' },
      { since: '8.4.0', value: 'OFFLINE_MODE' },
    ],
    meaning: 'What a member does when it has left the group without being told to.',
    tradeOff: 'READ_ONLY goes on answering reads, which get older and older.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_autorejoin_tries',
    type: COUNT,
    since: '8.0.16',
    default: [{ value: 0 }, { since: '8.0.21', value: 3 }],
    meaning: 'How often an expelled member tries to come back, every five minutes, before the exit action.',
    tradeOff: 'Meanwhile it is super_read_only and answers reads that get old.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_member_weight',
    type: { kind: 'number', min: 0, max: 100, integer: true },
    default: 50,
    meaning: 'Preference in the election of a primary, from 0 to 100. It changes no majority.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_ip_allowlist',
    type: LIST,
    since: '8.0.22',
    default: 'AUTOMATIC',
    meaning: 'Who may connect to group communication. AUTOMATIC: private networks of this machine.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_ip_whitelist',
    type: LIST,
    deprecated: '8.0.22',
    removed: '8.3.0',
    renamedTo: 'group_replication_ip_allowlist',
    meaning: 'Who may connect to group communication.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_ssl_mode',
    type: { kind: 'enum', values: ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] },
    default: 'DISABLED',
    meaning: 'Whether members talk to each other by TLS.',
    tradeOff: 'DISABLED: rows pass between members in the clear.',
    applies: 'restart',
  },
  {
    name: 'group_replication_recovery_use_ssl',
    type: FLAG,
    default: false,
    meaning: 'Whether a member that joins fetches what it missed by TLS.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_recovery_get_public_key',
    type: FLAG,
    default: false,
    meaning: 'Asks the donor for the key by which the password is encrypted.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_recovery_retry_count',
    type: COUNT,
    default: 10,
    meaning: 'How many donors a joining member tries.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_recovery_reconnect_interval',
    type: SECONDS,
    default: 60_000,
    meaning: 'Pause between two rounds of donors.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_recovery_complete_at',
    type: { kind: 'enum', values: ['TRANSACTIONS_CERTIFIED', 'TRANSACTIONS_APPLIED'] },
    default: 'TRANSACTIONS_APPLIED',
    deprecated: '8.0.34',
    removed: '8.4.0',
    meaning: 'When a joining member counts as online.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_clone_threshold',
    type: COUNT,
    since: '8.0.17',
    default: 9_223_372_036_854_775_000,
    meaning: 'Missing transactions from which on a joining member copies everything.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_flow_control_mode',
    type: { kind: 'enum', values: ['DISABLED', 'QUOTA'] },
    default: 'QUOTA',
    meaning: 'Slows writers down when a member lags.',
    tradeOff:
      'DISABLED: a slow member falls behind without bound, and is far behind when it has to take over.',
    applies: 'runtime',
    related: ['group_replication_flow_control_applier_threshold'],
  },
  {
    name: 'group_replication_flow_control_applier_threshold',
    type: COUNT,
    default: 25_000,
    meaning: 'Waiting transactions at a member from which on writers are slowed down.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_flow_control_certifier_threshold',
    type: COUNT,
    default: 25_000,
    meaning: 'Transactions that wait for certification from which on writers are slowed down.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_transaction_size_limit',
    type: { kind: 'bytes', min: 0, never: [0] },
    default: [{ value: 0 }, { since: '8.0.2', value: 150_000_000 }],
    meaning: 'Largest transaction; greater ones are rolled back. 0: no limit.',
    tradeOff: 'A very large one can block group communication until members are suspected.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_communication_max_message_size',
    type: { kind: 'bytes', min: 0 },
    since: '8.0.16',
    default: 10_485_760,
    meaning: 'Size into which larger messages are cut.',
    applies: 'restart',
  },
  {
    name: 'group_replication_message_cache_size',
    type: { kind: 'bytes', min: 0 },
    since: '8.0.16',
    default: 1_073_741_824,
    meaning: 'Memory for messages that a member may have missed.',
    tradeOff: 'A member that was away for more than fits has to leave and join again.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_communication_stack',
    type: { kind: 'enum', values: ['XCOM', 'MYSQL'] },
    since: '8.0.27',
    default: 'XCOM',
    meaning: 'Protocol of group communication: its own, or connections of MySQL.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_poll_spin_loops',
    type: COUNT,
    default: 0,
    meaning: 'How long the communication thread spins.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_gtid_assignment_block_size',
    type: COUNT,
    default: 1_000_000,
    meaning: 'Identifiers that a member takes at once.',
    applies: 'restart',
  },
  {
    name: 'group_replication_auto_increment_increment',
    type: COUNT,
    default: 7,
    meaning: 'Step of AUTO_INCREMENT columns with several writers, where the server’s own is 1.',
    applies: 'restart',
  },
  {
    name: 'group_replication_view_change_uuid',
    type: TEXT,
    since: '8.0.26',
    deprecated: '8.3.0',
    default: 'AUTOMATIC',
    meaning: 'UUID of the events that record changes of membership.',
    applies: 'restart',
  },
  {
    name: 'group_replication_allow_local_lower_version_join',
    type: FLAG,
    deprecated: '8.4.0',
    default: false,
    meaning: 'Lets a server of an older version join.',
    applies: 'runtime',
  },
  {
    name: 'group_replication_paxos_single_leader',
    type: FLAG,
    since: '8.0.27',
    default: false,
    meaning: 'With one primary: one leader of the consensus instead of one for each member.',
    applies: 'runtime',
  },
];

/** Variables of MySQL Group Replication. */
export const GROUP_REPLICATION_TABLE: ParameterTable = parameterTable(
  'group-replication',
  ROWS.map(row => ({
    ...row,
    source: `https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_${row.name}`,
  })),
  sameVariable,
);
