import { MONGO_SOURCES, memberSettings, placeOf, setExample, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-delayed-visible',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A delayed member that clients can see.',
  gains: 'None: reads from it are old by the delay.',
  costs:
    'Drivers with a read preference other than primary send reads to it and get data as it was before the delay.',
  fineWhen: 'Nobody reads from secondaries, or maxStalenessSeconds keeps reads away from it.',
  advice: 'Set hidden: true (which needs priority: 0).',
  sources: [MONGO_SOURCES.config],
  bad: [
    setExample(
      [...THREE, 'host: "db4:27017", priority: 0, votes: 0, secondaryDelaySecs: 3600'],
      undefined,
      '3600 s old',
    ),
  ],
  good: [
    setExample([
      ...THREE,
      'host: "db4:27017", priority: 0, votes: 0, hidden: true, secondaryDelaySecs: 3600',
    ]),
  ],
  check(cluster, context) {
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      const delay = settings.number('members.secondaryDelaySecs') ?? 0;
      if (
        delay <= 0 ||
        settings.get('members.hidden')?.effective !== false ||
        settings.number('members.priority') !== 0
      )
        continue;
      context.report({
        origin: placeOf(member, 'members.secondaryDelaySecs'),
        message: `${member.id} is delayed and not hidden: reads from secondaries reach it and are ${delay / 1000} s old. Set hidden: true.`,
      });
    }
  },
});
