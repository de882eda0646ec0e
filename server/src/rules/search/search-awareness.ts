import { ALLOCATION, eachSearchSetting, pair, searchMembers, searchNodes } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const aware = 'cluster.routing.allocation.awareness.attributes: zone\n';

export default defineRule({
  id: 'search-awareness',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'Allocation awareness by an attribute that data nodes do not have, or without all its values.',
  gains: 'Without awareness copies may go anywhere, so disks fill evenly.',
  costs:
    'Copies are spread over the values of the attribute; a node without it gets no shards at all. Without forced values, the loss of one of two zones makes the cluster build all copies anew in the other, which then may run out of disk.',
  fineWhen: 'The nodes that are left have room for all copies.',
  advice: 'Set `node.attr.zone` on every data node, and `awareness.force.zone.values` with all zones.',
  sources: [
    ALLOCATION,
    {
      title: 'Elasticsearch: how awareness decides',
      url: 'https://github.com/elastic/elasticsearch/blob/main/server/src/main/java/org/elasticsearch/cluster/routing/allocation/decider/AwarenessAllocationDecider.java',
    },
  ],
  bad: [
    ...pair(searchNodes(`${aware}node.attr.zone: a\n`, `${aware}node.attr.zone: b\n`, aware), 'n3'),
    ...pair(
      searchNodes(`${aware}node.attr.zone: a\n`, `${aware}node.attr.zone: b\n`, 'node.roles: [master]\n'),
      'force',
    ),
  ],
  good: [
    ...pair(
      searchNodes(
        `${aware}cluster.routing.allocation.awareness.force.zone.values: a,b\nnode.attr.zone: a\n`,
        `${aware}node.attr.zone: b\n`,
        'node.roles: [master]\n',
      ),
    ),
    ...pair(searchNodes('node.attr.zone: a\n', 'node.attr.zone: b\n', '')),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    let said = false;
    eachSearchSetting(cluster, 'cluster.routing.allocation.awareness.attributes', ({ value, written }) => {
      if (said || typeof value !== 'object') return;
      const attributes = value as readonly string[];
      const data = searchMembers(cluster).filter(({ member }) => member.role === 'data');
      for (const attribute of attributes) {
        const key = `node.attr.${attribute}`;
        const bare = data.find(({ settings }) => settings.raw(key) === undefined);
        if (bare !== undefined && data.length > 1) {
          said = true;
          context.report({
            origin: written.origin,
            message: `Copies are spread by ${attribute}, but ${bare.member.id} has no ${key}: such a node gets no shards at all, and the others carry its part. Set it on every data node.`,
          });
          return;
        }
        const values = new Set(data.map(({ settings }) => String(settings.raw(key)?.raw)));
        const forced = searchMembers(cluster).some(({ settings }) =>
          settings.written.some(
            each => each.key === `cluster.routing.allocation.awareness.force.${attribute}.values`,
          ),
        );
        if (values.size !== 2 || forced) continue;
        said = true;
        context.report({
          origin: written.origin,
          severity: 'info',
          message: `Copies are spread over 2 values of ${attribute}: when one is lost, all of its copies are built anew in the other, which needs room for twice the data. awareness.force.${attribute}.values keeps them unassigned instead.`,
        });
        return;
      }
    });
  },
});
