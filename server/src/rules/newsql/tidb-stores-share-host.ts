import { majority } from '../../cluster/quorum.js';
import { storesOf } from '../../cluster/systems/tidb/index.js';
import { TIDB_PAGES, tiupExample } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const pair = (host: string) => [`host: ${host}\n    port: 20160`, `host: ${host}\n    port: 20161`];

export default defineRule({
  id: 'tidb-stores-share-host',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['tidb'],
  summary: 'Several stores on one machine, without labels that keep copies apart.',
  gains: 'The machine’s disks and cores are used by several stores.',
  costs:
    'PD knows stores, not machines: without a label two of three copies of a region may stand on one machine, and stop, or go, with it.',
  fineWhen: 'A test.',
  advice: 'Give stores of one machine the same label host, and list it in location-labels.',
  sources: [TIDB_PAGES.labels],
  bad: [
    tiupExample(
      3,
      ['a', 'b', 'c'].flatMap(name => pair(`10.0.3.${name.charCodeAt(0)}`)),
      '',
      '2 stores',
    ),
  ],
  good: [tiupExample(3, ['host: 10.0.3.1', 'host: 10.0.3.2', 'host: 10.0.3.3'])],
  check(cluster, context) {
    const own = cluster.settings.tidb;
    if (own === undefined || cluster.open || own.given('pd.replication.location-labels') !== undefined)
      return;
    const copies = own.number('pd.replication.max-replicas') ?? 3;
    const stores = storesOf(cluster);
    const byHost = new Map<string, number>();
    for (const { site } of stores)
      if (site.host !== undefined) byHost.set(site.host, (byHost.get(site.host) ?? 0) + 1);
    const all = [...byHost].filter(([, count]) => count >= majority(copies) && copies > 1);
    const [heavy] = all;
    if (heavy === undefined || byHost.size < 2) return;
    context.report({
      origin: stores.filter(({ site }) => site.host === heavy[0]).at(-1)!.origin,
      message: `${heavy[1]} stores stand on ${heavy[0]}${all.length > 1 ? ` (${all.length - 1} more ${all.length === 2 ? 'machine has' : 'machines have'} several too)` : ''} and location-labels is not set: ${majority(copies)} of ${copies} copies of a region may be on that machine, and are lost with it. Give every store the label host with its machine, and set location-labels to ["host"].`,
    });
  },
});
