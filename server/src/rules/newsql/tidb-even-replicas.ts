import { majority, tolerance } from '../../cluster/quorum.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { plainStores, TIDB_PAGES, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const replicas = (n: number) => `server_configs:\n  pd:\n    replication.max-replicas: ${n}`;

export default defineRule({
  id: 'tidb-even-replicas',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['tidb'],
  summary: 'max-replicas is even, or 1.',
  gains: 'One copy costs the least disk; an even number costs no further failure.',
  costs:
    'Of 4 copies 3 are needed: as many may be away as of 3. Of 2 both are needed; one alone is gone with its store.',
  fineWhen: 'A test, or data that can be made again.',
  advice: '3 or 5.',
  sources: [TIDB_PAGES.pd],
  bad: [
    tiupExample(3, plainStores(4), replicas(4), '3 of 4'),
    tiupExample(3, plainStores(3), replicas(2), '2 of 2'),
    tiupExample(3, plainStores(3), replicas(1), 'one copy'),
  ],
  good: [tiupExample(3, plainStores(5), replicas(5)), tiupExample(1, plainStores(1), replicas(1))],
  check(cluster, context) {
    const given = cluster.settings.tidb?.given('pd.replication.max-replicas');
    if (given === undefined || typeof given.value !== 'number') return;
    const copies = given.value;
    const stores = cluster.members.filter(({ role }) => role === 'data').length;
    if (copies < 1 || (copies % 2 === 1 && copies > 1) || stores < 2) return;
    const better = copies < 3 ? 3 : stores > copies ? copies + 1 : copies - 1;
    context.report({
      origin: given.written.origin,
      fixes: () => [valueFix(`Use ${better}`, given.written, String(better))],
      message:
        copies === 1
          ? `There is one copy of each region of the data: it is gone with its store, though there are ${stores} stores. Use 3.`
          : `Of ${copies} copies ${majority(copies)} of ${copies} are needed, so ${tolerance(copies) === 0 ? 'the loss of either one stops what it holds' : `${tolerance(copies)} may be away, as with ${copies - 1}`}. Use ${copies === 2 ? 3 : `${copies - 1} or ${copies + 1}`}.`,
    });
  },
});
