import { printStandbyNames } from '../../cluster/systems/postgres/standby-names.js';
import { postgresExample, primaryOf, printMs, valueEdit } from '../lib/cluster/postgres.js';
import { writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-silent-standby-blocks',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Commits wait for a standby that has vanished until wal_sender_timeout, though others are there.',
  gains: 'Short pauses of the network do not change which standby is synchronous.',
  costs:
    'FIRST waits for the first connected standbys, and one whose host or network is gone without a word counts as connected until the timeout. Writes stop for that long.',
  fineWhen: 'Such a pause is bearable.',
  advice: 'Use ANY, which takes whoever answers, or lower wal_sender_timeout.',
  sources: [
    {
      title: 'wal_sender_timeout',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-SENDER-TIMEOUT',
    },
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
  ],
  bad: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s2)'", ['', ''], '60 s'),
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (s1, s2)'\nwal_sender_timeout = 5min",
      ['', ''],
      '5 min',
    ),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'", ['', '']),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s2)'\nwal_sender_timeout = 5s", ['', '']),
    postgresExample("synchronous_standby_names = 'FIRST 2 (s1, s2)'", ['', '']),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (
      found === undefined ||
      !found.names.explicit ||
      found.names.method !== 'first' ||
      cluster.commit.count === 0
    )
      return;
    const settings = (primaryOf(cluster)?.settings.postgres ?? cluster.settings.postgres)!;
    const timeout = settings.number('wal_sender_timeout');
    const listed = new Set(found.names.names.map(({ name }) => name.toLowerCase())).size;
    if (timeout === undefined || timeout < 20_000 || found.names.any || listed <= found.names.count) return;
    const given = settings.given('wal_sender_timeout');
    const { names } = found.names;
    context.report({
      origin: given?.written.origin ?? found.setting.written.origin,
      message: `When the host of a synchronous standby vanishes without a word, commits wait up to ${printMs(timeout)} (wal_sender_timeout${given === undefined ? ', its default' : ''}) though others are there. ANY takes whoever answers; or lower the timeout.`,
      fixes: [
        {
          title: `Wait for any ${found.names.count}`,
          edits: [
            valueEdit(
              found.setting.written.origin,
              printStandbyNames(
                'any',
                found.names.count,
                names.map(({ name }) => name),
              ),
            ),
          ],
          safe: false,
        },
      ],
      tradeOff: () => ({
        gains: ['Which standby is synchronous is plain: the first one that is connected.'],
        costs: [`No write for up to ${printMs(timeout)} when it goes silent.`],
        advice: ['With ANY whoever promotes must choose the standby that has received the most.'],
        numbers: [
          {
            label: 'wal_sender_timeout',
            value: printMs(timeout),
            from: given === undefined ? 'default' : 'the config',
          },
        ],
      }),
    });
  },
});
