import { rowWidth } from '../../workload/capacity.js';
import { formatBytes } from '../../workload/figures.js';
import { galeraOf } from '../lib/cluster/claim-examples.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

/** A restart with an upgrade and a look at the logs. */
const WANTED_MINUTES = 60;

const files = (cache: string, growth: string) => ({
  ...Object.fromEntries(
    Object.entries(galeraOf(3)).map(([name, text]) => [
      name,
      cache === '' ? text : `${text}wsrep_provider_options="gcache.size=${cache}"\n`,
    ]),
  ),
  'schema.sql': `-- dialect: mysql\n-- faultline: growth=${growth}\nCREATE TABLE events (id bigint PRIMARY KEY, account bigint NOT NULL, a bigint NOT NULL);\n`,
});

export default defineRule({
  id: 'gcache-against-writes',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'At the rate that is told of the tables, gcache.size holds less than an hour of writes.',
  gains: 'A small cache takes little disk.',
  costs:
    'A node that comes back gets what it missed from the cache of another. When that no longer holds it, the node is copied whole (state snapshot transfer): hours for a large database, and a donor that is busy or blocked.',
  fineWhen: 'The database is small enough to be copied at any time.',
  advice: 'Set `gcache.size` to the writes of the longest absence that is usual, and keep it on a fast disk.',
  sources: [
    {
      title: 'Galera: state transfer, incremental by the write-set cache',
      url: 'https://galeracluster.com/library/documentation/state-transfer.html',
    },
    {
      title: 'Galera: gcache.size',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html',
    },
  ],
  bad: [clusterExample('galera', files('', '200M/day'), 'minutes')],
  good: [clusterExample('galera', files('20G', '200M/day')), clusterExample('galera', files('', '100k/day'))],
  check(cluster, context) {
    const cacheOf = ({ settings, members }: typeof cluster) =>
      (settings.galera ?? members.find(each => each.settings.galera)?.settings.galera)?.get('gcache.size');
    const setting = cacheOf(cluster);
    const size = setting?.effective;
    if (!cluster.systems.has('galera') || typeof size !== 'number' || size <= 0) return;
    let perDay = 0;
    for (const { table, facts, catalog } of tablesOf(cluster, context, ({ systems }) =>
      systems.has('galera'),
    )) {
      const width = rowWidth(table, facts, catalog);
      const rows = facts.growthPerDay?.value ?? (facts.writesPerSecond?.value ?? 0) * 86_400;
      if (width !== undefined) perDay += rows * width.bytes;
    }
    const minutes = (size / perDay) * 1440;
    if (perDay <= 0 || minutes >= WANTED_MINUTES) return;
    context.report({
      origin: setting?.written?.origin ?? cluster.origin,
      message: `The tables take in at least ${formatBytes(perDay)} a day, so gcache.size (${formatBytes(size)}${setting?.written === undefined ? ', the default' : ''}) holds about ${Math.max(1, Math.round(minutes))} minutes: a node that is away longer is copied whole. For an hour set at least ${formatBytes((perDay / 1440) * WANTED_MINUTES)}.`,
    });
  },
});
