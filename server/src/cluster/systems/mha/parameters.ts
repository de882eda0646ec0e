import { type Parameter, type ParameterTable, type ParameterType, parameterTable } from '../../parameter.js';

const FLAG: ParameterType = { kind: 'boolean' };
const TEXT: ParameterType = { kind: 'text' };
const COUNT: ParameterType = { kind: 'number', min: 0, integer: true };

const ROWS: readonly Omit<Parameter, 'source'>[] = [
  { name: 'hostname', type: TEXT, meaning: 'Host of the server. It has to be a name of its own section.' },
  { name: 'ip', type: TEXT, meaning: 'Address of the server, where the name does not resolve to it.' },
  { name: 'port', type: COUNT, default: 3306, meaning: 'Port of the server.' },
  {
    name: 'candidate_master',
    type: FLAG,
    default: false,
    meaning: 'Preferred as the new master, unless it is far behind.',
    related: ['check_repl_delay', 'no_master'],
  },
  {
    name: 'no_master',
    type: FLAG,
    default: false,
    meaning: 'Never becomes master.',
    tradeOff: 'With it on all of the others nobody can take over.',
    related: ['candidate_master'],
  },
  {
    name: 'check_repl_delay',
    type: FLAG,
    default: true,
    meaning:
      'Passes over a replica that is more than 100 MB of relay log behind when it looks for a new master.',
    tradeOff: 'Off: one that is far behind may be chosen, and the failover waits until it has caught up.',
    related: ['candidate_master'],
  },
  {
    name: 'check_repl_filter',
    type: FLAG,
    default: true,
    meaning: 'Stops when servers differ in their filters of replication.',
  },
  {
    name: 'latest_priority',
    type: FLAG,
    default: true,
    meaning: 'Prefers the replica that has received most. Off: the order of the file.',
  },
  {
    name: 'ignore_fail',
    type: FLAG,
    default: false,
    meaning: 'Goes on with the failover though this server is down as well.',
  },
  {
    name: 'multi_tier_slave',
    type: FLAG,
    default: false,
    meaning: 'Allows replicas of replicas in the file.',
  },
  {
    name: 'ping_interval',
    type: { kind: 'duration', unit: 's', min: 0 },
    default: 3000,
    meaning: 'How often the master is asked. After three without an answer it is checked further.',
  },
  {
    name: 'ping_type',
    type: { kind: 'enum', values: ['SELECT', 'CONNECT', 'INSERT'] },
    default: 'SELECT',
    meaning: 'How the master is asked: over one lasting connection, by a new one each time, or by a write.',
    tradeOff: 'SELECT does not notice a master that takes no new connections or cannot write.',
  },
  {
    name: 'secondary_check_script',
    type: TEXT,
    meaning: 'Asks other hosts whether they reach the master before it is given up.',
    tradeOff: 'Without it a broken link of the manager alone moves the master.',
  },
  {
    name: 'master_ip_failover_script',
    type: TEXT,
    meaning: 'Takes the writers’ address away from the old master and gives it to the new one.',
    related: ['shutdown_script'],
  },
  {
    name: 'master_ip_online_change_script',
    type: TEXT,
    meaning: 'The same for a switch on purpose.',
  },
  {
    name: 'shutdown_script',
    type: TEXT,
    meaning: 'Switches the old master off, so that it can take no more writes.',
    tradeOff: 'Without it or a script for the address, the old master may go on taking writes: split brain.',
    related: ['master_ip_failover_script'],
  },
  { name: 'report_script', type: TEXT, meaning: 'Tells somebody about a failover.' },
  { name: 'user', type: TEXT, default: 'root', meaning: 'User that administers the servers.' },
  { name: 'password', type: TEXT, meaning: 'Password of that user.' },
  { name: 'repl_user', type: TEXT, meaning: 'User that replicas connect with.' },
  { name: 'repl_password', type: TEXT, meaning: 'Password of that user.' },
  { name: 'ssh_user', type: TEXT, meaning: 'User by which logs of the dead master are fetched.' },
  { name: 'ssh_host', type: TEXT, meaning: 'Host for that.' },
  { name: 'ssh_port', type: COUNT, default: 22, meaning: 'Port for that.' },
  {
    name: 'ssh_connection_timeout',
    type: { kind: 'duration', unit: 's', min: 1 },
    default: 5000,
    meaning: 'How long a connection may take.',
  },
  {
    name: 'skip_reset_slave',
    type: FLAG,
    default: false,
    meaning: 'The new master keeps what it knows of the old one.',
  },
  {
    name: 'disable_log_bin',
    type: FLAG,
    default: false,
    meaning: 'Applies differences without logging them.',
  },
  {
    name: 'master_binlog_dir',
    type: TEXT,
    default: '/var/lib/mysql',
    meaning: 'Folder of the binary logs, from which what no replica received is saved.',
  },
  { name: 'remote_workdir', type: TEXT, default: '/var/tmp', meaning: 'Folder for logs on each server.' },
  { name: 'manager_workdir', type: TEXT, default: '/var/tmp', meaning: 'Folder of the manager.' },
  { name: 'manager_log', type: TEXT, meaning: 'Log of the manager.' },
  {
    name: 'use_gtid_auto_pos',
    type: FLAG,
    default: true,
    meaning: 'Moves replicas by GTID where all servers have it.',
  },
  { name: 'handle_raw_binlog', type: FLAG, default: true, meaning: 'Reads binary logs as they are.' },
];

/** Parameters of MHA's manager. */
export const MHA_TABLE: ParameterTable = parameterTable(
  'mha',
  ROWS.map(row => ({ ...row, source: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters' })),
  name => name.toLowerCase(),
);
