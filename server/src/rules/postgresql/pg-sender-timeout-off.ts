import { givenIn, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sender-timeout-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The primary never gives up a standby that has vanished.',
  gains: 'A slow or busy link is never cut.',
  costs:
    'A standby whose host is gone without a word counts as connected until TCP gives up, which takes many minutes. Where commits wait for it they wait as long; its slot keeps log.',
  fineWhen: 'TCP keepalives or tcp_user_timeout are set to find it sooner.',
  advice: 'Set it to some seconds more than the longest pause of the link.',
  sources: [
    {
      title: 'wal_sender_timeout',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-SENDER-TIMEOUT',
    },
  ],
  bad: [
    postgresExample(
      "wal_sender_timeout = 0\nsynchronous_standby_names = 'FIRST 1 (s1, s2)'",
      ['', ''],
      'commits wait',
    ),
  ],
  good: [
    postgresExample("wal_sender_timeout = 10s\nsynchronous_standby_names = 'FIRST 1 (s1, s2)'", ['', '']),
    postgresExample('wal_sender_timeout = 0\ntcp_user_timeout = 20s', ['']),
  ],
  check(cluster, context) {
    for (const { setting, place } of givenIn(cluster, 'wal_sender_timeout')) {
      if (setting.effective !== 0 || place.member?.leader === false) continue;
      if (cluster.links.some(({ to }) => to === place.member?.id)) continue;
      if (
        (place.settings.number('tcp_user_timeout') ?? 0) > 0 ||
        (place.settings.number('tcp_keepalives_idle') ?? 0) > 0
      )
        continue;
      const sync = cluster.commit.count > 0;
      context.report({
        origin: setting.written.origin,
        severity: sync ? 'warning' : 'info',
        message: `A standby that vanishes without a word is never given up${sync ? ': commits wait for it until TCP does, many minutes later, even where another one could answer' : ', and its slot and place stay taken until TCP gives up'}. Set it to 10s or so.`,
        fixes: [{ title: 'Set it to 10s', edits: [valueEdit(setting.written.origin, '10s')], safe: false }],
      });
    }
  },
});
