import { majority, tolerance } from '../../cluster/quorum.js';
import { plainStores, TIDB_PAGES, tidbClusterExample, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'tidb-pd-votes',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['tidb'],
  summary: 'One, two, or an even number of members of PD beside several stores.',
  gains: 'Fewer machines.',
  costs:
    'PD gives out the timestamps that every transaction needs. Without a majority of it there are none, however many stores are up. Two need both, four need three.',
  fineWhen: 'A test.',
  advice: 'Three members of PD in three places.',
  sources: [
    TIDB_PAGES.topology,
    { title: 'TiDB architecture: PD', url: 'https://docs.pingcap.com/tidb/stable/tidb-architecture/' },
  ],
  bad: [
    tiupExample(1, plainStores(3), '', 'One member'),
    tiupExample(2, plainStores(3), '', '2 members'),
    tiupExample(4, plainStores(3), '', '4 members'),
    tidbClusterExample(2, 3, [], '2 members'),
  ],
  good: [tiupExample(3, plainStores(3)), tiupExample(1, plainStores(1)), tidbClusterExample(3, 3, [])],
  check(cluster, context) {
    const members = cluster.members.filter(({ votes }) => votes > 0);
    const stores = cluster.members.filter(({ role }) => role === 'data').length;
    const count = members.length;
    if (cluster.open || count === 0 || (count % 2 === 1 && count > 1) || stores < 2) return;
    context.report({
      origin: members.at(-1)!.origin,
      message:
        count === 1
          ? `One member of PD gives all transactions their timestamps: when it is lost nothing can be read or written, though ${stores} stores are up. Run three.`
          : `${count} members of PD: ${majority(count)} are needed, so ${tolerance(count) === 0 ? 'the loss of either one stops every transaction' : `${tolerance(count)} may be away, as with ${count - 1}`}. Run ${count === 2 ? 3 : `${count - 1} or ${count + 1}`}.`,
    });
  },
});
