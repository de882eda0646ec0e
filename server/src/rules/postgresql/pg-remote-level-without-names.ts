import { isConf, isReplicated, isSelfManaged, postgresExample, primaryOf } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-remote-level-without-names',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'synchronous_commit asks for standbys and none is named.',
  gains: 'None.',
  costs:
    'With an empty synchronous_standby_names every level above `local` waits for the local disk only: replication is asynchronous, and a failover loses the newest commits.',
  fineWhen: 'Something else sets the names when the server runs.',
  advice: 'Name the standbys, or write `on` or `local`, which is what it is.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [postgresExample('synchronous_commit = remote_apply', [''], 'no standby')],
  good: [
    postgresExample("synchronous_commit = remote_apply\nsynchronous_standby_names = 'ANY 1 (s1, s2)'", [
      '',
      '',
    ]),
    postgresExample('synchronous_commit = on', ['']),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const settings = primaryOf(cluster)?.settings.postgres;
    const setting = settings?.given('synchronous_commit');
    if (settings === undefined || setting === undefined || !isConf(setting.written)) return;
    if (setting.value !== 'remote_apply' && setting.value !== 'remote_write') return;
    if (
      settings.isHidden('synchronous_standby_names') ||
      settings.get('synchronous_standby_names')?.value !== ''
    )
      return;
    context.report({
      origin: setting.written.origin,
      message: `synchronous_standby_names is empty, so \`${setting.value}\` waits for no standby: only the local disk. A failover may lose the newest commits. Name the standbys.`,
      ...(isReplicated(cluster) ? {} : { severity: 'info' as const }),
    });
  },
});
