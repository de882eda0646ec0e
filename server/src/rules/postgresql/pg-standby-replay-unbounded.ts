import { givenIn, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-standby-replay-unbounded',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Replay on a standby waits for queries without limit.',
  gains: 'No query on the standby is ever cancelled by replay.',
  costs:
    'One long query makes everything that is read there as old as the query is long, and a promotion must first replay what has gathered.',
  fineWhen: 'A standby for reports alone, which is not promoted.',
  advice: 'Give it the longest query that must be able to finish, such as 15min.',
  sources: [
    {
      title: 'max_standby_streaming_delay',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-STANDBY-STREAMING-DELAY',
    },
    {
      title: 'Query conflicts',
      url: 'https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT',
    },
  ],
  bad: [postgresExample('', ['max_standby_streaming_delay = -1'], 'as old as')],
  good: [
    postgresExample('', ['max_standby_streaming_delay = 15min']),
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1)'\nsynchronous_commit = remote_apply", [
      'max_standby_streaming_delay = -1',
    ]),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { setting, place } of givenIn(cluster, 'max_standby_streaming_delay')) {
      if (setting.effective !== -1 || place.settings.flag('hot_standby') === false) continue;
      // On a primary it has no effect until it is one no longer.
      if (place.member !== undefined && !cluster.links.some(({ to }) => to === place.member!.id)) continue;
      // The rule on commits that wait for replay says more.
      if (cluster.commit.level === 'applied' && (cluster.commit.of?.includes(place.member?.id ?? '') ?? true))
        continue;
      const key = setting.written.origin.unit.uri;
      if (seen.has(key)) continue;
      seen.add(key);
      context.report({
        origin: setting.written.origin,
        message:
          'A long query holds up replay for as long as it runs: what others read there gets as old as the query is long, and a promotion waits. Set a limit such as 15min.',
        fixes: [
          { title: 'Limit it to 15min', edits: [valueEdit(setting.written.origin, '15min')], safe: false },
        ],
      });
    }
  },
});
