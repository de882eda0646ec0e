import { votesOf } from '../../cluster/systems/mongodb/effective.js';
import { isOlder } from '../../cluster/version.js';
import {
  clientSettings,
  MONGO_SOURCES,
  PSA,
  placeOf,
  setExample,
  setOf,
  THREE,
} from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-psa-default-write-concern',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'An arbiter makes w: 1 the default write concern of a small replica set.',
  gains: 'An arbiter is cheap, and with w: 1 writes go on when a data member is down.',
  costs:
    'Since 5.0 the default is w: "majority" except where there are arbiters and no more data-bearing voters than a majority of the votes: there it is w: 1. A write that only the primary had is rolled back after a failover, though it was acknowledged.',
  fineWhen: 'Every program asks for the write concern that it needs.',
  advice:
    'Use a third data member in place of the arbiter. Otherwise set a default with `setDefaultRWConcern`, knowing that w: "majority" then blocks while a data member is down.',
  sources: [MONGO_SOURCES.defaults, MONGO_SOURCES.rollbacks],
  bad: [setExample(PSA, undefined, 'w: 1')],
  good: [
    setExample(THREE),
    setExample([...PSA.slice(0, 2), 'host: "db4:27017"', 'host: "db5:27017"', PSA[2]!]),
  ],
  check(cluster, context) {
    const settings = setOf(cluster);
    const { arbiters, dataVoters, majority } = votesOf(cluster.members);
    if (cluster.open || arbiters === 0 || isOlder(settings.version, '5.0')) return;
    if (settings.given('defaultWriteConcern.w') || settings.text('defaultWriteConcern.w') !== '1') return;
    // Bitnami's image sets a default of its own before it adds the second member.
    if (cluster.members.some(({ origin }) => /\bbitnami[\w-]*\/mongodb/.test(origin.unit.piece.text))) return;
    const { clients } = cluster;
    if (clients.length > 0 && clients.every(client => clientSettings(client).given('w'))) return;
    const arbiter = cluster.members.find(({ role }) => role === 'witness')!;
    context.report({
      tradeOff: () => ({
        gains: ['Writes go on while a data member is down.'],
        costs: [
          'A write is acknowledged by the primary alone; what it had not passed on is rolled back after a failover.',
        ],
        breakEven: 'With a third data member the default is a majority, and one loss stops nothing.',
        advice: [
          'Replace the arbiter by a data member.',
          'Or ask for w: "majority" with a timeout where a write must stay.',
        ],
        numbers: [
          { label: 'data-bearing voters', value: String(dataVoters), from: 'the document of the set' },
          { label: 'majority of the votes', value: String(majority), from: `${dataVoters + arbiters} votes` },
          {
            label: 'default write concern',
            value: 'w: 1',
            from: 'MongoDB, for arbiters and no more data members than that',
          },
        ],
      }),
      origin: placeOf(arbiter, 'members.arbiterOnly'),
      message: `With this arbiter, ${cluster.name} has ${dataVoters} data-bearing voters for a majority of ${majority}: its default write concern becomes w: 1, and a write that only the lost primary had is rolled back though acknowledged. Use a third data member, or set a write concern.`,
    });
  },
});
