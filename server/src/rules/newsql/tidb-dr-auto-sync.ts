import { plainStores, TIDB_PAGES, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const mode = (name: string) => `server_configs:\n  pd:\n    replication-mode.replication-mode: ${name}`;

export default defineRule({
  id: 'tidb-dr-auto-sync',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['tidb'],
  summary: 'dr-auto-sync goes on in one data centre alone when the other is away.',
  gains: 'Two data centres are enough, and the loss of the second one stops nothing.',
  costs:
    'What is written while it goes on alone is in one data centre: if that one is lost then, it is gone.',
  fineWhen: 'A loss of both one after the other is accepted.',
  advice: 'A third place makes a majority that needs no such mode; else watch the state of the replication.',
  sources: [
    {
      title: 'TiDB: two data centers in one city',
      url: 'https://docs.pingcap.com/tidb/stable/two-data-centers-in-one-city-deployment/',
    },
    TIDB_PAGES.pd,
  ],
  bad: [tiupExample(3, plainStores(3), mode('dr-auto-sync'), 'alone')],
  good: [tiupExample(3, plainStores(3), mode('majority'))],
  check(cluster, context) {
    const given = cluster.settings.tidb?.given('pd.replication-mode.replication-mode');
    if (given?.effective !== 'dr-auto-sync') return;
    context.report({
      origin: given.written.origin,
      message:
        'Writes go on in one data centre alone when the other is away: what is acknowledged then has no copy elsewhere, and is lost if the first one fails before the second has caught up.',
    });
  },
});
