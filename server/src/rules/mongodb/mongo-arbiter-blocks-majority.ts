import type { Settings } from '../../cluster/settings.js';
import { votesOf } from '../../cluster/systems/mongodb/effective.js';
import { clusterExample } from '../lib/cluster/example.js';
import { clientSettings, MONGO_SOURCES, PSA, setOf, setScript, uriExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-arbiter-blocks-majority',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'w: "majority" where the loss of one data member leaves too few to confirm it.',
  gains: 'A majority write is never rolled back.',
  costs:
    'The majority is counted over all votes, and an arbiter confirms nothing. With two data members and an arbiter, losing either data member stops every majority write, while a primary is there; the cache fills with old versions meanwhile.',
  fineWhen: 'Refused writes are better than lost ones, and wtimeoutMS bounds the wait.',
  advice:
    'Use a data member in place of the arbiter. Until then bound the wait with wtimeoutMS, and give the lost member votes: 0 and priority: 0 when it stays away.',
  sources: [MONGO_SOURCES.psa, MONGO_SOURCES.config],
  bad: [
    uriExample('replicaSet=rs0&w=majority', 'any of them', PSA),
    clusterExample(
      'mongodb',
      {
        'replica-set.js': `${setScript(PSA)}db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: "majority" } });\n`,
      },
      'for ever',
    ),
  ],
  good: [uriExample('replicaSet=rs0&w=majority'), uriExample('replicaSet=rs0&w=1', undefined, PSA)],
  check(cluster, context) {
    const { arbiters, dataVoters, majority, voters } = votesOf(cluster.members);
    // A majority of writes is never more than all data members: one alone confirms by itself.
    if (cluster.open || arbiters === 0 || dataVoters > majority || dataVoters < 2) return;
    const wait = (settings: Settings, name: string): string => {
      const ms = settings.number(name);
      return ms === undefined || ms <= 0 ? 'for ever: no timeout is set' : `for ${ms} ms and then fail`;
    };
    const say = (settings: Settings, name: string, timeout: string) => {
      const given = settings.given(name);
      if (given === undefined || given.effective !== 'majority') return;
      context.report({
        origin: given.written.origin,
        message: `A majority of ${voters} votes is ${majority}, and ${dataVoters} voters of ${cluster.name} hold data: when any of them is down, majority writes wait ${wait(settings, timeout)}, though there is a primary. An arbiter confirms no write: use a data member.`,
      });
    };
    const settings = setOf(cluster);
    if (settings.given('defaultWriteConcern.w'))
      return say(settings, 'defaultWriteConcern.w', 'defaultWriteConcern.wtimeout');
    for (const client of cluster.clients) say(clientSettings(client), 'w', 'wTimeoutMS');
  },
});
