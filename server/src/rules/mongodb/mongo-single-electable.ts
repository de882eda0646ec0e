import { isOneComposition } from '../lib/cluster/compositions.js';
import { MONGO_SOURCES, memberSettings, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-single-electable',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'Only one member of a replica set may become primary, or none.',
  gains: 'The primary is always the same machine.',
  costs:
    'When it is lost nobody takes over, though others have the data: writes stop until somebody reconfigures the set. With none the document is refused.',
  fineWhen: 'Failing over is a decision for people.',
  advice: 'Give at least one other data member a priority above 0.',
  sources: [MONGO_SOURCES.config],
  bad: [
    setExample(
      ['host: "db1:27017"', 'host: "db2:27017", priority: 0', 'host: "db3:27017", priority: 0'],
      undefined,
      'nobody',
    ),
    setExample(
      ['host: "db1:27017", priority: 0', 'host: "db2:27017", priority: 0', 'host: "db3:27017", priority: 0'],
      undefined,
      'refused',
    ),
  ],
  good: [
    setExample(['host: "db1:27017"', 'host: "db2:27017", priority: 0.5', 'host: "db3:27017", priority: 0']),
    setExample(['host: "db1:27017"']),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const data = cluster.members.filter(({ role }) => role === 'data');
    const able = data.filter(({ eligible }) => eligible);
    if (data.length < 2 || able.length > 1) return;
    const barred = data.find(({ eligible }) => !eligible)!;
    const given = memberSettings(barred).given('members.priority');
    if (given === undefined) return;
    // Members of one composition share a machine: there one of them is made to lead, and all are lost as a whole.
    if (able.length > 0 && isOneComposition(cluster, context.clusters)) return;
    context.report({
      origin: given.written.origin,
      ...(able.length === 0 ? { severity: 'error' as const } : {}),
      message:
        able.length === 0
          ? `No member of ${cluster.name} has a priority above 0: the document is refused. Give the ones that may lead a priority.`
          : `Only ${able[0]!.id} may become primary of ${cluster.name}: when it is lost nobody takes over, though ${data.length - 1} more have the data. Give another one a priority above 0.`,
    });
  },
});
