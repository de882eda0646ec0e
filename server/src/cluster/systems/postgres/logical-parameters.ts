import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const SUB = 'https://www.postgresql.org/docs/current/sql-createsubscription.html';
const PUB = 'https://www.postgresql.org/docs/current/sql-createpublication.html';
const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };

const SUBSCRIPTION: readonly Parameter[] = [
  {
    name: 'connect',
    type: FLAG,
    default: true,
    meaning: 'Whether the publisher is reached when the subscription is made.',
    source: SUB,
  },
  {
    name: 'create_slot',
    type: FLAG,
    default: true,
    meaning: 'Makes the slot on the publisher.',
    source: SUB,
  },
  { name: 'enabled', type: FLAG, default: true, meaning: 'Whether it replicates.', source: SUB },
  {
    name: 'slot_name',
    type: TEXT,
    meaning: 'Slot on the publisher; the subscription’s name by default.',
    source: SUB,
  },
  {
    name: 'copy_data',
    type: FLAG,
    default: true,
    meaning: 'Copies the rows that are there already.',
    tradeOff: '`false`: rows from before are missing unless they are there by other means.',
    source: SUB,
  },
  {
    name: 'synchronous_commit',
    type: { kind: 'enum', values: ['off', 'on', 'local', 'remote_write', 'remote_apply'] },
    default: 'off',
    meaning: 'synchronous_commit of the apply workers.',
    tradeOff:
      '`off` loses nothing by itself, as the publisher sends again what was not flushed; where the publisher waits for this subscriber it delays its commits.',
    source: SUB,
  },
  {
    name: 'binary',
    type: FLAG,
    default: false,
    since: '14',
    meaning: 'Sends values in binary form.',
    source: SUB,
  },
  {
    name: 'streaming',
    type: { kind: 'enum', values: ['off', 'on', 'parallel'] },
    default: [{ value: 'off' }, { since: '18', value: 'parallel' }],
    since: '14',
    meaning: 'Sends large transactions before they are committed.',
    source: SUB,
  },
  {
    name: 'two_phase',
    type: FLAG,
    default: false,
    since: '15',
    meaning: 'Sends prepared transactions when they are prepared.',
    source: SUB,
  },
  {
    name: 'disable_on_error',
    type: FLAG,
    default: false,
    since: '15',
    meaning: 'Stops at an error instead of trying again and again.',
    source: SUB,
  },
  {
    name: 'password_required',
    type: FLAG,
    default: true,
    since: '16',
    meaning: 'A connection of someone who is no superuser must use a password.',
    source: SUB,
  },
  {
    name: 'run_as_owner',
    type: FLAG,
    default: false,
    since: '16',
    meaning: 'Applies as the owner of the subscription.',
    source: SUB,
  },
  {
    name: 'origin',
    type: { kind: 'enum', values: ['any', 'none'] },
    default: 'any',
    since: '16',
    meaning: 'Whether changes that came from elsewhere are sent on.',
    tradeOff: '`any` between two that subscribe to each other sends changes round for ever.',
    source: SUB,
  },
  {
    name: 'failover',
    type: FLAG,
    default: false,
    since: '17',
    meaning: 'The slot is copied to standbys, so that replication can go on after a failover.',
    related: ['sync_replication_slots'],
    source: SUB,
  },
  {
    name: 'retain_dead_tuples',
    type: FLAG,
    default: false,
    since: '19',
    meaning: 'Keeps dead rows to tell conflicts of updates and deletes.',
    source: SUB,
  },
];

/** Options of subscriptions. */
export const SUBSCRIPTION_OPTIONS = parameterTable('postgres', SUBSCRIPTION, name => name.toLowerCase());

/** Options of publications, and what they publish. */
export const PUBLICATION_OPTIONS = parameterTable(
  'postgres',
  [
    { name: 'tables', type: { kind: 'list' }, meaning: 'What is published; `*`: every table.', source: PUB },
    {
      name: 'publish',
      type: { kind: 'list' },
      default: 'insert,update,delete,truncate',
      meaning: 'Kinds of change that are sent.',
      source: PUB,
    },
    {
      name: 'publish_via_partition_root',
      type: FLAG,
      default: false,
      since: '13',
      meaning: 'Changes of partitions are sent as those of the partitioned table.',
      source: PUB,
    },
    {
      name: 'publish_generated_columns',
      type: { kind: 'enum', values: ['none', 'stored'] },
      default: 'none',
      since: '18',
      meaning: 'Whether generated columns are sent.',
      source: PUB,
    },
  ],
  name => name.toLowerCase(),
);
