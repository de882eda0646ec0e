import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-localhost-mixed',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mongodb'],
  summary: 'Some members are called localhost and others are not.',
  gains: 'None: the document is refused.',
  costs:
    'Every member speaks to every other one by these names, and localhost is another machine for each: MongoDB refuses to mix them.',
  fineWhen: 'Never.',
  advice: 'Use names that every member and every client resolves.',
  sources: [MONGO_SOURCES.config],
  bad: [
    setExample(['host: "localhost:27017"', 'host: "db2:27017"', 'host: "db3:27017"'], undefined, 'localhost'),
  ],
  good: [setExample(['host: "localhost:27017"', 'host: "localhost:27018"', 'host: "127.0.0.1:27019"'])],
  check(cluster, context) {
    const hosts = cluster.members.flatMap(member => {
      const given = member.settings.mongodb?.given('members.host');
      const text = typeof given?.value === 'string' ? given.value : member.configured ? undefined : member.id;
      return text === undefined || text.startsWith('member ')
        ? []
        : [{ text, origin: given?.written.origin ?? member.origin }];
    });
    const local = hosts.filter(({ text }) => /^(?:localhost|127\.\d|\[?::1\]?)(?:[.:\d]*)$/i.test(text));
    if (local.length === 0 || local.length === hosts.length || cluster.id.endsWith('#clients')) return;
    context.report({
      origin: local[0]!.origin,
      message: `${local.length} of ${hosts.length} members of ${cluster.name} are called localhost: all must be or none may be, so the document is refused. Use names that every member and client resolves.`,
    });
  },
});
