import { labelsOf, storesOf } from '../../cluster/systems/tidb/index.js';
import { TIDB_PAGES, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const store = (n: number, zone: string) =>
  `host: 10.0.3.${n}\n    config:\n      server.labels: { zone: ${zone}, host: h${n} }`;
const labels = (list: string) => `server_configs:\n  pd:\n    replication.location-labels: [${list}]`;

export default defineRule({
  id: 'tidb-labels-unused',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['tidb'],
  summary:
    'Stores say where they stand, and PD is not told to keep copies apart by it; or a store does not say it.',
  gains: 'None.',
  costs:
    'PD keeps copies apart by the labels in location-labels alone. Without it, or for a store that lacks one of them, two copies of a region may stand in one zone, and its loss takes the majority.',
  fineWhen: 'Placement rules in SQL say where copies go.',
  advice: 'List the labels in location-labels, from large to small, and give every store all of them.',
  sources: [TIDB_PAGES.labels],
  bad: [
    tiupExample(3, [store(1, 'a'), store(2, 'b'), store(3, 'c')], '', 'location-labels is not set'),
    tiupExample(3, [store(1, 'a'), store(2, 'b'), 'host: 10.0.3.3'], labels('"zone", "host"'), '10.0.3.3'),
  ],
  good: [
    tiupExample(3, [store(1, 'a'), store(2, 'b'), store(3, 'c')], labels('"zone", "host"')),
    tiupExample(3, ['host: 10.0.3.1', 'host: 10.0.3.2', 'host: 10.0.3.3']),
  ],
  check(cluster, context) {
    const own = cluster.settings.tidb;
    if (own === undefined || cluster.open || own.isHidden('pd.replication.location-labels')) return;
    const stores = storesOf(cluster);
    const listed = own.list('pd.replication.location-labels');
    const zones = new Set(
      stores.flatMap(store =>
        [...labelsOf(store)].filter(([key]) => key !== 'host').map(each => each.join('=')),
      ),
    );
    if (listed.length === 0) {
      const first = stores.find(store => labelsOf(store).size > 0);
      if (first === undefined || zones.size < 2) return;
      context.report({
        origin: first.settings.tidb!.written[0]?.keyOrigin ?? first.origin,
        message: `Stores have labels (${[...labelsOf(first).keys()].join(', ')}) and location-labels is not set: PD does not keep copies apart by them, and two of them may stand in one zone. Set replication.location-labels of PD to [${[...labelsOf(first).keys()].map(key => `"${key}"`).join(', ')}].`,
      });
      return;
    }
    if (!stores.some(store => labelsOf(store).size > 0) && stores.length > 0) return;
    for (const store of stores) {
      const lacking = listed.filter(label => !labelsOf(store).has(label));
      if (lacking.length === 0) continue;
      context.report({
        origin: store.origin,
        message: `${store.id} has no label ${lacking.join(', ')}, which location-labels lists: PD cannot keep copies on it apart from others in the same place. Give every store all of ${listed.join(', ')}.`,
      });
      return;
    }
  },
});
