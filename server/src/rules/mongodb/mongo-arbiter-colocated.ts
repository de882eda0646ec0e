import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-arbiter-colocated',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'An arbiter on the machine of a data member.',
  gains: 'It needs no machine of its own.',
  costs:
    'The machine takes two votes with it. Of two data members and an arbiter the other one is then left with 1 of 3 votes and cannot become primary: the set survives the loss of the other machine only.',
  fineWhen: 'All members run on one machine for development.',
  advice: 'Put the arbiter on a third machine: it needs little.',
  sources: [MONGO_SOURCES.arbiter],
  bad: [
    setExample(
      ['host: "db1.lan:27017"', 'host: "db2.lan:27017"', 'host: "db1.lan:27018", arbiterOnly: true'],
      undefined,
      '2 of 3 votes',
    ),
  ],
  good: [
    setExample([
      'host: "db1.lan:27017"',
      'host: "db2.lan:27017"',
      'host: "db3.lan:27017", arbiterOnly: true',
    ]),
    setExample([
      'host: "localhost:27017"',
      'host: "localhost:27018"',
      'host: "localhost:27019", arbiterOnly: true',
    ]),
  ],
  check(cluster, context) {
    const machines = new Set(cluster.members.map(({ site }) => site.host));
    if (machines.size < 2) return;
    const all = cluster.members.reduce((sum, { votes }) => sum + votes, 0);
    for (const arbiter of cluster.members) {
      const { host } = arbiter.site;
      if (arbiter.role !== 'witness' || host === undefined) continue;
      const beside = cluster.members.find(({ role, site }) => role !== 'witness' && site.host === host);
      if (beside === undefined) continue;
      const votes = cluster.members
        .filter(({ site }) => site.host === host)
        .reduce((sum, each) => sum + each.votes, 0);
      const rest = votes * 2 >= all ? 'the rest elects no primary' : 'the rest has less to spare';
      context.report({
        origin: arbiter.origin,
        related: [{ origin: beside.origin, message: 'The data member on the same machine.' }],
        message: `The arbiter ${arbiter.id} runs on the machine of ${beside.id}: losing ${host} takes ${votes} of ${all} votes, and ${rest}. Put it on a machine of its own.`,
      });
    }
  },
});
