import { majority } from '../../cluster/quorum.js';
import { REDIS_SOURCES, sentinelExample, sentinelSettings, sentinelsIn } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const known = (...hosts: readonly number[]) =>
  hosts.map(n => `sentinel known-sentinel main 10.0.0.${n} 26379 ${String(n).repeat(40)}\n`).join('');

export default defineRule({
  id: 'sentinel-phantoms',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Sentinels remember others that are not there any more.',
  gains: 'None.',
  costs:
    'The majority that elects is counted over all Sentinels ever seen: those that were replaced by new ones, with other ids, raise it until the living ones cannot reach it. Sentinel never forgets one by itself.',
  fineWhen: 'The others exist, and their files are kept elsewhere.',
  advice:
    'Run SENTINEL RESET on one Sentinel after another, 30 s apart, and take the lines out of files that are kept.',
  sources: [REDIS_SOURCES.sentinel, REDIS_SOURCES.sentinelSource],
  bad: [
    sentinelExample(n => known(...[1, 2, 3].filter(each => each !== n), 7, 8, 9), '4 of 6'),
    sentinelExample(n => known(...[1, 2, 3].filter(each => each !== n), ...(n === 1 ? [9] : [])), '10.0.0.9'),
  ],
  good: [
    sentinelExample(n => known(...[1, 2, 3].filter(each => each !== n))),
    // Known by other addresses, and by the ids that their own files have.
    sentinelExample(
      n =>
        `sentinel myid ${String(n).repeat(40)}\n${[1, 2, 3]
          .filter(each => each !== n)
          .map(each => `sentinel known-sentinel main 172.20.0.${each} 26379 ${String(each).repeat(40)}\n`)
          .join('')}`,
    ),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    if (sentinels.length < 2) return;
    const own = new Set(sentinels.flatMap(({ addresses }) => addresses));
    let most: { place: (typeof sentinels)[0]['origin']; strangers: string[]; member: string } | undefined;
    for (const member of sentinels) {
      const lines = sentinelSettings(member).written.filter(({ key }) => key === 'known-sentinel');
      const strangers = lines.filter(({ raw }) => typeof raw === 'string' && !own.has(raw));
      if (strangers.length > (most?.strangers.length ?? 0))
        most = {
          place: strangers[0]!.origin,
          strangers: strangers.map(({ raw }) => String(raw)),
          member: member.id,
        };
    }
    if (most === undefined) return;
    const voters = sentinels.length + most.strangers.length;
    const needed = majority(voters);
    const effect =
      needed > sentinels.length
        ? `the ${sentinels.length} shown can never elect one: no failover`
        : `only ${sentinels.length - needed} of the ${sentinels.length} shown may be lost`;
    context.report({
      origin: most.place,
      message: `${most.member} remembers ${most.strangers.length === 1 ? most.strangers[0] : `${most.strangers.length} more Sentinels`} beyond the ${sentinels.length} shown: a failover needs ${needed} of ${voters}, so ${effect}. If ${most.strangers.length === 1 ? 'it is' : 'they are'} gone, run SENTINEL RESET.`,
    });
  },
});
