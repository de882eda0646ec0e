import { clusterExample } from '../lib/cluster/example.js';
import { dataNodes, whereListed } from '../lib/cluster/galera.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const apart = (n: number, ...more: readonly string[]) =>
  galeraNode(n, 3, ...more)
    .replaceAll('10.0.0.3', '10.8.0.3')
    .replace('10.0.0.2', '10.4.0.2');

export default defineRule({
  id: 'galera-one-segment',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['galera'],
  summary: 'Nodes seem to stand in several places, and none has a segment.',
  gains: 'One setting less.',
  costs:
    'Every write set goes from its node to each other one, over the long line once per node there; a node that joins may take its full copy from the far side.',
  fineWhen: 'The addresses differ for another reason, and all nodes are near each other.',
  advice:
    'Give the nodes of each place the same `gmcast.segment`, another one for each place. It changes no votes.',
  sources: [
    {
      title: 'Galera Cluster: gmcast.segment',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#gmcast.segment',
    },
  ],
  bad: [
    clusterExample(
      'galera',
      { 'db/my.cnf': apart(1).replace(/(gcomm:.*),10.4.0.2,/, '$1,10.4.0.2,') },
      'gmcast.segment',
    ),
  ],
  good: [
    clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3) }),
    clusterExample('galera', { 'db/my.cnf': apart(1, 'wsrep_provider_options="gmcast.segment=1"') }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    if (dataNodes(cluster).some(({ settings }) => settings.given('gmcast.segment'))) return;
    const data = cluster.members.filter(({ role }) => role === 'data');
    const places = new Map<string, number>();
    for (const { addresses, site } of data) {
      const zone = site.region ?? site.zone ?? addresses.map(networkOf).find(each => each !== undefined);
      if (zone !== undefined) places.set(zone, (places.get(zone) ?? 0) + 1);
    }
    if (data.length < 3 || places.size < 2) return;
    context.report({
      origin: whereListed(cluster),
      message: `The nodes stand in ${places.size} networks (${[...places.keys()].slice(0, 3).join(', ')}) and none sets gmcast.segment: if these are different places, each write crosses the line once per node. Give each place a segment.`,
    });
  },
});

/** The first two numbers of an address of version 4. */
function networkOf(address: string): string | undefined {
  const found = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?::\d+)?$/.exec(address);
  return found === null ? undefined : `${found[1]}.0.0/16`;
}
