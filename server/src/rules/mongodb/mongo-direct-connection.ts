import { clusterExample } from '../lib/cluster/example.js';
import { clientSettings, isOfProgram, MONGO_SOURCES, setScript, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

const files = (uri: string) => ({ 'replica-set.js': setScript(THREE), 'app.env': `MONGO_URL=${uri}\n` });

export default defineRule({
  id: 'mongo-direct-connection',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A program that knows one member of a replica set alone.',
  gains: 'Good for maintenance of one member.',
  costs:
    'With directConnection=true the driver never looks for the primary: writes fail as soon as another member leads. With one host and no replicaSet a program cannot start while that host is down, and older drivers follow no failover either.',
  fineWhen: 'A tool looks at one member on purpose, or no other member can be elected.',
  advice: 'Name several members and the set: `mongodb://a,b,c/?replicaSet=rs0`.',
  sources: [MONGO_SOURCES.uri],
  bad: [
    clusterExample('mongodb', files('mongodb://db1:27017/shop?directConnection=true'), 'directConnection'),
    clusterExample('mongodb', files('mongodb://db1:27017/shop'), '1 of 3'),
  ],
  good: [
    clusterExample('mongodb', files('mongodb://db1:27017,db2:27017/shop?replicaSet=rs0')),
    clusterExample('mongodb', files('mongodb://localhost:27017/shop?directConnection=true')),
    clusterExample('mongodb', {
      'replica-set.js': setScript(THREE),
      'seed.sh': 'mongorestore --uri "mongodb://db1:27017/shop" /dump\n',
    }),
    clusterExample('mongodb', {
      'replica-set.js': setScript(THREE),
      'monitoring/prometheus.yml':
        'scrape_configs:\n  - job_name: mongodb\n    static_configs:\n      - targets:\n          - mongodb://db1:27017\n          - mongodb://db2:27017\n          - mongodb://db3:27017\n',
    }),
    clusterExample('mongodb', {
      'init.sh':
        "mongosh mongodb://db1:27017 <<EOF\nrs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'db1:27017' }, { _id: 1, host: 'db2:27017' }, { _id: 2, host: 'db3:27017' }] })\nEOF\n",
    }),
  ],
  check(cluster, context) {
    if (cluster.open || cluster.trial !== undefined) return;
    const data = cluster.members.filter(({ role }) => role !== 'witness');
    // Where no other member can lead there is no failover to follow.
    if (
      data.filter(({ eligible }) => eligible).length < 2 ||
      data.every(({ addresses }) => addresses.some(at => /^(?:localhost|127\.)/.test(at)))
    )
      return;
    for (const client of cluster.clients) {
      const settings = clientSettings(client);
      const direct = settings.given('directConnection');
      const text = client.origin.unit.piece.text.slice(client.origin.span.start, client.origin.span.end);
      if (text.startsWith('mongodb+srv') || settings.given('loadBalanced')) continue;
      // On its own machine: the names of members that containers go by are not known there.
      if (
        client.targets.length > 0 &&
        client.targets.every(each => /^(?:localhost|127\.|\[?::1)/.test(each.text))
      )
        continue;
      const { unit, span } = client.origin;
      if (!isOfProgram(unit.uri)) continue;
      // A list of all members, each by itself: something looks at every one of them.
      if (
        cluster.clients.some(
          other =>
            other !== client &&
            other.origin.unit === unit &&
            other.targets.length === 1 &&
            other.targets[0]!.text !== client.targets[0]?.text,
        )
      )
        continue;
      // An exporter or a page for administrators looks at one member on purpose.
      if (
        /exporter|mongo-?express|\bME_CONFIG_|adminmongo|mongoku|mongo-?gui/i.test(
          unit.piece.text.slice(Math.max(0, span.start - 300), span.start),
        )
      )
        continue;
      // A shell of a person, or of the script that makes the set, and tools that run once.
      if (
        /\bmongo(?:sh|dump|restore|import|export|stat|top|files|mirror|cli)?\b[^\n]{0,80}$/.test(
          unit.piece.text.slice(Math.max(0, span.start - 120), span.start),
        )
      )
        continue;
      if (direct?.effective === true)
        context.report({
          origin: direct.written.origin,
          message: `With directConnection=true this program never looks for the primary of ${cluster.name}: its writes fail as soon as another member leads. Leave it out and name replicaSet=${cluster.name}.`,
        });
      else if (client.targets.length === 1 && !settings.given('replicaSet') && direct === undefined)
        context.report({
          origin: client.targets[0]!.origin,
          severity: 'info',
          message: `This program names 1 of ${data.length} members of ${cluster.name} and no replicaSet: it cannot start while that one is down, and some drivers follow no failover. Name several, with replicaSet=${cluster.name}.`,
        });
    }
  },
});
