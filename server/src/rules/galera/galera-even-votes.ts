import type { Member } from '../../cluster/model.js';
import { clusterName, isTrue, splitsEqually, votesOf, whereListed } from '../lib/cluster/galera.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-even-votes',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'The votes can be parted into equal halves: a cut between them stops both.',
  gains: 'One more copy, or one more machine that answers reads.',
  costs:
    'No side of an equal split has more than half of the votes, so none goes on. An even number of votes survives no more losses at once than one vote less; one after the other it does, as Galera counts anew after each.',
  fineWhen: 'The machines stand so that no cut can part them into equal halves, such as all in one rack.',
  advice:
    'Make the sum of the votes odd: one more node or garbd, one less, or `pc.weight` of 0 or 2 for one node.',
  sources: [
    {
      title: 'Galera Cluster: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
  ],
  bad: [galeraExample(4, [], '2 of 4')],
  good: [
    galeraExample(3, []),
    galeraExample(4, n => (n === 1 ? ['wsrep_provider_options="pc.weight=2"'] : [])),
  ],
  check(cluster, context) {
    const votes = votesOf(cluster);
    if (cluster.system !== 'galera' || votes === undefined) return;
    const voters = cluster.members.filter(member => member.votes > 0);
    if (voters.length < 3 || !splitsEqually(voters)) return;
    // An address that the nodes list and none of them has may be a past or a future one.
    const shown = voters.filter(({ configured }) => configured);
    if (shown.length > 1 && shown.length < voters.length) return;
    if (voters.some(({ settings }) => isTrue(settings.galera?.get('pc.ignore_sb')))) return;
    const garbd = voters.find(({ role }) => role === 'witness');
    const origin = garbd?.origin ?? whereListed(cluster);
    const apart = partsEvenly(voters);
    context.report({
      origin,
      ...(apart ? {} : { severity: 'info' as const }),
      message: `${sentence(clusterName(cluster))} has ${votes} votes${garbd === undefined ? '' : ' with its arbitrator'}: ${apart ? `a cut that leaves ${votes / 2} of ${votes} on each side stops both, and ` : ''}no more losses at once are survived than with ${votes - 1}. Make the sum odd${garbd === undefined ? ', with garbd elsewhere or pc.weight' : ': here the arbitrator does harm'}.`,
      tradeOff: () => ({
        gains: [`${voters.length - 1} others hold what one wrote.`],
        costs: [
          `Needed are ${votes / 2 + 1} of ${votes} votes: as many may go missing at once as with ${votes - 1} votes, and an equal split stops everything.`,
        ],
        advice: ['Put an odd number of votes into an odd number of places, none of which holds half.'],
        numbers: [
          { label: 'votes', value: String(votes), from: 'the nodes and arbitrators that the files show' },
        ],
      }),
    });
  },
});

/** False where the addresses lie in several networks and no cut between those leaves equal halves. */
function partsEvenly(voters: readonly Member[]): boolean {
  const networks = new Map<string, number>();
  for (const { addresses, votes } of voters) {
    const network = addresses.flatMap(
      each => /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b/.exec(each)?.[1] ?? [],
    )[0];
    if (network === undefined) return true;
    networks.set(network, (networks.get(network) ?? 0) + votes);
  }
  return networks.size === 1 || splitsEqually([...networks.values()].map(votes => ({ votes })));
}
