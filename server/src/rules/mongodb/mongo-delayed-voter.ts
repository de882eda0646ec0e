import { votesOf } from '../../cluster/systems/mongodb/effective.js';
import { MONGO_SOURCES, memberSettings, placeOf, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-delayed-voter',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A delayed member votes: when another one is down, majority writes wait for the delay.',
  gains: 'It gives the set a vote without a further machine.',
  costs:
    'A delayed member confirms a write no earlier than its delay. It counts among those of which a majority must confirm; once one member in time is down, w: "majority" waits for it: an hour for a delay of an hour.',
  fineWhen: 'There are enough other members that a majority is left without it after one loss.',
  advice: 'Give it votes: 0, priority: 0 and hidden: true, and have enough other voters.',
  sources: [MONGO_SOURCES.config],
  bad: [
    setExample(
      [
        'host: "db1:27017"',
        'host: "db2:27017"',
        'host: "db3:27017", priority: 0, hidden: true, secondaryDelaySecs: 3600',
      ],
      undefined,
      '3600 s',
    ),
  ],
  good: [
    setExample([
      'host: "db1:27017"',
      'host: "db2:27017"',
      'host: "db3:27017"',
      'host: "db4:27017", priority: 0, votes: 0, hidden: true, secondaryDelaySecs: 3600',
    ]),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const { writeMajority: majority, voters } = votesOf(cluster.members);
    const inTime = cluster.members.filter(
      member =>
        member.role === 'data' && (memberSettings(member).number('members.secondaryDelaySecs') ?? 0) === 0,
    ).length;
    if (inTime - 1 >= majority) return;
    for (const member of cluster.members) {
      const delay = memberSettings(member).number('members.secondaryDelaySecs') ?? 0;
      if (member.role !== 'data' || delay <= 0) continue;
      context.report({
        tradeOff: () => ({
          gains: ['A copy of the past, against mistakes, and a vote in elections.'],
          costs: ['Its confirmations are as late as its delay, and a majority may have to wait for them.'],
          advice: ['Give it votes: 0 and have a majority of voters in time after any one loss.'],
          numbers: [
            { label: 'voters in time', value: String(inTime), from: 'the document of the set' },
            { label: 'needed for a majority', value: String(majority), from: `${voters} votes` },
            { label: 'majority writes after one loss wait', value: `${delay / 1000} s`, from: 'the delay' },
          ],
        }),
        origin: placeOf(member, 'members.secondaryDelaySecs'),
        message: `${member.id} is delayed and votes: ${inTime} of ${voters} voters confirm in time and ${majority} are needed, so once one of those is down every majority write waits ${delay / 1000} s. Give the delayed member votes: 0.`,
      });
    }
  },
});
