import { maxscale, maxscaleExample, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const service = (...lines: readonly string[]) => ({
  'maxscale.cnf': maxscale(['auto_failover=true'], ['router=readconnroute', ...lines]),
});

export default defineRule({
  id: 'maxscale-connections-anywhere',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['maxscale'],
  summary: 'Connections go to any server that runs, and writes with them.',
  gains: 'All servers share the connections.',
  costs:
    'readconnroute looks at the role when a connection opens, and at no statement. Without router_options every server that runs will do: writes reach replicas, where they fail, or stay on that server alone.',
  fineWhen: 'Programs at this service only read.',
  advice: 'router_options=master for writes and slave for reads, each with a listener, or readwritesplit.',
  sources: [
    {
      title: 'MaxScale: readconnroute, router_options',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Routers/ReadConnRoute.md#router_options',
    },
  ],
  bad: [maxscaleExample(service(), 'any server that runs')],
  good: [maxscaleExample(service('router_options=master')), maxscaleExample(service('router_options=slave'))],
  check(cluster, context) {
    for (const { settings, origin, targets, id } of routersBefore(cluster, 'maxscale')) {
      const own = settings.maxscale;
      if (own?.text('router')?.toLowerCase() !== 'readconnroute' || targets.length < 2) continue;
      if (own.get('router_options')?.written !== undefined) continue;
      // Every node of Galera takes writes.
      if (cluster.system === 'galera' || /\bgaleramon\b/i.test(origin.unit.piece.text)) continue;
      context.report({
        origin,
        message: `${id} has no router_options: connections go to any server that runs, and writes reach replicas with them. Set router_options=master for writes and slave for reads, or use readwritesplit.`,
      });
    }
  },
});
