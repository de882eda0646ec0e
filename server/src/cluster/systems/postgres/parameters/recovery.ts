import { FLAG, oneOf, onPage, TEXT } from './make.js';

const RECOVERY_CONF = 'Stood in recovery.conf before 12.';

/** Recovery from an archive, its targets, and what a crash does. */
export const RECOVERY = [
  ...onPage('wal', [
    {
      name: 'restore_command',
      type: TEXT,
      default: '',
      applies: 'reload',
      meaning: `Shell command that fetches a file from the archive (\`%f\`, \`%p\`). ${RECOVERY_CONF}`,
      related: ['archive_command', 'wal_keep_size'],
    },
    {
      name: 'archive_cleanup_command',
      type: TEXT,
      default: '',
      applies: 'reload',
      meaning: `Removes archived files that this standby no longer needs. ${RECOVERY_CONF}`,
      tradeOff: 'Other standbys and backups that share the archive may still need them.',
    },
    {
      name: 'recovery_end_command',
      type: TEXT,
      default: '',
      applies: 'reload',
      meaning: `Run once when recovery ends. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target',
      type: TEXT,
      default: '',
      applies: 'restart',
      meaning: `\`immediate\`: stop as soon as the backup is consistent. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target_name',
      type: TEXT,
      default: '',
      applies: 'restart',
      meaning: `Restore point at which recovery stops. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target_time',
      type: TEXT,
      default: '',
      applies: 'restart',
      meaning: `Time at which recovery stops. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target_xid',
      type: TEXT,
      default: '',
      applies: 'restart',
      meaning: `Transaction at which recovery stops. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target_lsn',
      type: TEXT,
      default: '',
      since: '10',
      applies: 'restart',
      meaning: `Place in the log at which recovery stops. ${RECOVERY_CONF}`,
    },
    {
      name: 'recovery_target_inclusive',
      type: FLAG,
      default: true,
      applies: 'restart',
      meaning: 'Whether recovery stops just after its target or just before.',
    },
    {
      name: 'recovery_target_timeline',
      type: TEXT,
      default: [{ value: 'current' }, { since: '12', value: 'latest' }],
      applies: 'restart',
      meaning:
        'Timeline to follow: `latest` goes along with promotions, `current` stays on that of the backup.',
      tradeOff: 'A standby on `current` stops following when another standby is promoted.',
    },
    {
      name: 'recovery_target_action',
      type: oneOf('pause', 'promote', 'shutdown'),
      default: 'pause',
      applies: 'restart',
      meaning: 'What happens at the recovery target.',
    },
  ]),
  ...onPage('error-handling', [
    {
      name: 'restart_after_crash',
      type: FLAG,
      default: true,
      applies: 'reload',
      meaning:
        'Starts the server again by itself after one of its processes crashed; cluster managers switch it off.',
    },
    {
      name: 'data_sync_retry',
      type: FLAG,
      default: false,
      since: '12',
      applies: 'restart',
      meaning: 'Goes on after an fsync failed instead of crashing.',
      tradeOff: 'On many systems the data is gone by then: what was committed is lost without a word.',
      related: ['fsync'],
    },
    {
      name: 'recovery_init_sync_method',
      type: oneOf('fsync', 'syncfs'),
      default: 'fsync',
      since: '14',
      applies: 'reload',
      meaning: 'How the data directory is forced to disk before recovery after a crash.',
    },
  ]),
  ...onPage('locks', [
    {
      name: 'deadlock_timeout',
      type: { kind: 'duration', unit: 'ms' },
      default: 1000,
      applies: 'session',
      meaning: 'How long a lock is waited for before a deadlock is looked for.',
    },
    {
      name: 'max_locks_per_transaction',
      type: { kind: 'number', integer: true, min: 10, max: 2_147_483_647 },
      default: 64,
      applies: 'restart',
      meaning: 'Size of the lock table per session. A standby must have at least as many as its primary.',
    },
  ]),
];
