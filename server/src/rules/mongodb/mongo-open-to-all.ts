import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { confExample, MONGO_SOURCES, memberSettings } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const mounted = (ports: string) => ({
  'compose.prod.yaml': `services:\n  db1:\n    image: mongo:7.0\n    command: mongod --config /etc/mongod.conf\n    volumes: ["./mongod.conf:/etc/mongod.conf"]\n${ports}`,
  'mongod.conf': 'net:\n  bindIp: 0.0.0.0\nreplication:\n  replSetName: rs0\n',
});

export default defineRule({
  id: 'mongo-open-to-all',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A mongod that listens at every address and asks nobody for a password.',
  gains: 'Nothing needs to be set up.',
  costs:
    'Whoever reaches the port reads, changes and drops everything; members take anybody for a member. Such servers are found and emptied within hours on the internet.',
  fineWhen: 'A network of containers that nothing else reaches, for tests.',
  advice:
    'Set security.keyFile (which switches authorization on), and bind to the addresses of the set’s network.',
  sources: [
    MONGO_SOURCES.options,
    {
      title: 'Security checklist',
      url: 'https://www.mongodb.com/docs/manual/administration/security-checklist/',
    },
  ],
  bad: [
    clusterExample('mongodb', mounted('    ports: ["27017:27017"]\n'), 'password'),
    confExample('net:\n  bindIp: 0.0.0.0\n', 'password'),
    confExample('net:\n  bindIpAll: true\n', 'password'),
  ],
  good: [
    clusterExample('mongodb', mounted('')),
    confExample('net:\n  bindIp: 0.0.0.0\nsecurity:\n  keyFile: /etc/mongo/key\n'),
    confExample('net:\n  bindIp: 10.0.0.5\n'),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    const found: { readonly origin: Origin; readonly who: string; readonly port: number }[] = [];
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      if (
        settings.text('security.authorization') === 'enabled' ||
        settings.isHidden('security.authorization')
      )
        continue;
      if (settings.given('security.keyFile') || settings.text('security.clusterAuthMode') === 'x509')
        continue;
      if (settings.raw('container.within') !== undefined) continue;
      const all = settings.given('net.bindIpAll');
      const some = settings.given('net.bindIp');
      const given =
        all?.effective === true
          ? all
          : settings.list('net.bindIp').some(ip => /^(?:0\.0\.0\.0|::|\*)$/.test(ip))
            ? some
            : undefined;
      if (given === undefined) continue;
      const { unit, span } = given.written.origin;
      // Arguments of containers: what reaches them is not told here.
      if (!/\.(?:conf|cfg)(?:\.\w+)?$/.test(unit.uri) || said.has(`${unit.uri}#${span.start}`)) continue;
      said.add(`${unit.uri}#${span.start}`);
      const port = settings.number('net.port') ?? 27017;
      found.push({ origin: given.written.origin, who: member.id, port });
    }
    const [first, ...rest] = found;
    if (first === undefined || cluster.walls?.has(first.port)) return;
    context.report({
      origin: first.origin,
      related: rest.map(({ origin, who }) => ({ origin, message: `So does ${who}.` })),
      message: `${first.who} listens at every address and asks for no password: whoever reaches port ${first.port} reads and drops everything, and joins as a member. Set security.keyFile.`,
    });
  },
});
