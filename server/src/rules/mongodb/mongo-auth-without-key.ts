import { clusterExample } from '../lib/cluster/example.js';
import { confExample, MONGO_SOURCES, memberSettings } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const compose = (command: string) =>
  `services:\n  db1:\n    image: mongo:7.0\n    command: ${command}\n    environment:\n      MONGO_INITDB_ROOT_USERNAME: root\n      MONGO_INITDB_ROOT_PASSWORD: secret\n`;

export default defineRule({
  id: 'mongo-auth-without-key',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mongodb'],
  summary: 'A member of a replica set with authorization and nothing by which members know each other.',
  gains: 'None: mongod does not start.',
  costs:
    'Members log in with each other by a key file or certificates. With authorization alone mongod stops at once: "security.keyFile is required when authorization is enabled with replica sets".',
  fineWhen: 'Never.',
  advice: 'Give every member the same security.keyFile, or clusterAuthMode x509.',
  sources: [
    MONGO_SOURCES.options,
    {
      title: 'Test of the server: auth with a replica set needs a key file',
      url: 'https://github.com/mongodb/mongo/blob/master/jstests/auth/repl_require_keyfile.js',
    },
  ],
  bad: [
    confExample('security:\n  authorization: enabled\n', 'keyFile'),
    clusterExample('mongodb', { 'docker-compose.yml': compose('--replSet rs0') }, 'keyFile'),
  ],
  good: [
    confExample('security:\n  authorization: enabled\n  keyFile: /etc/mongo/key\n'),
    clusterExample('mongodb', { 'docker-compose.yml': compose('--replSet rs0 --keyFile /etc/mongo/key') }),
  ],
  check(cluster, context) {
    const said = new Set<number>();
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      const given = settings.given('security.authorization');
      if (given?.effective !== 'enabled' || !member.configured) continue;
      // The name of the set has to stand beside it: options may come from several places.
      const named = settings.given('replication.replSetName');
      if (named === undefined || named.written.origin.unit !== given.written.origin.unit) continue;
      if (
        settings.raw('security.keyFile') ||
        settings.raw('config') ||
        settings.raw('security.clusterAuthMode')
      )
        continue;
      if (settings.flag('security.transitionToAuth') === true || said.has(given.written.origin.span.start))
        continue;
      if (cluster.sources.some(uri => uri !== given.written.origin.unit.uri && uri.endsWith('.conf')))
        continue;
      said.add(given.written.origin.span.start);
      context.report({
        origin: given.written.origin,
        message: `${member.id} belongs to the replica set ${cluster.name} and has authorization without a keyFile or certificates for its members: mongod does not start so. Give every member the same keyFile.`,
      });
    }
  },
});
