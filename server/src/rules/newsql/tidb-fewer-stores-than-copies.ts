import { storesOf } from '../../cluster/systems/tidb/index.js';
import { plainStores, TIDB_PAGES, tidbClusterExample, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'tidb-fewer-stores-than-copies',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['tidb'],
  summary: 'Fewer stores than copies of the data.',
  gains: 'Fewer machines.',
  costs:
    'A store holds one copy of a region at most: copies that have no store are missing, and less may fail than the number promises.',
  fineWhen: 'A test, or stores that join later.',
  advice: 'As many stores as max-replicas at least, better one more, so that a lost copy can be made again.',
  sources: [TIDB_PAGES.pd, TIDB_PAGES.labels],
  bad: [
    tiupExample(3, plainStores(2), '', '2 stores'),
    tidbClusterExample(3, 3, ['[replication]', '  max-replicas = 5'], 'max-replicas is 5'),
    tiupExample(
      3,
      plainStores(3),
      'server_configs:\n  pd:\n    replication.max-replicas: 5',
      'max-replicas is 5',
    ),
  ],
  good: [
    tiupExample(3, plainStores(3)),
    tiupExample(1, plainStores(1)),
    tidbClusterExample(3, 3, []),
    tidbClusterExample(1, 1, []),
  ],
  check(cluster, context) {
    const stores = storesOf(cluster);
    const own = cluster.settings.tidb;
    const copies = own?.number('pd.replication.max-replicas');
    const given = own?.given('pd.replication.max-replicas');
    if (cluster.open || copies === undefined || stores.length >= copies) return;
    // One store is a test, unless somebody asked for more copies.
    if (stores.length === 1 && given === undefined) return;
    context.report({
      origin: given?.written.origin ?? stores.at(-1)!.origin,
      message: `There are ${stores.length} ${stores.length === 1 ? 'store' : 'stores'} of TiKV and max-replicas is ${copies}${given === undefined ? ' (the default)' : ''}: a store holds one copy of a region at most, so ${copies - stores.length} of ${copies} copies are missing. Add stores, or ask for fewer copies.`,
    });
  },
});
