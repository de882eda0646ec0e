import { clusterExample } from '../lib/cluster/example.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const router = (route: string, says?: string) =>
  clusterExample(
    'mysqlrouter',
    {
      ...replicated(['log_bin=binlog'], ['super_read_only=1']).files,
      'mysqlrouter.conf': `[routing:writes]\nbind_port=6446\n${route}\n`,
    },
    says,
  );

export default defineRule({
  id: 'mysqlrouter-static-writes',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysqlrouter'],
  summary: 'Writes go to another server as soon as the first does not answer the router.',
  gains: 'No metadata, no Group Replication: a list of servers is enough.',
  costs:
    'Router asks nobody which server is the primary and promotes none. When it cannot reach the first, new connections go to the next: they fail where that is read only, and else two servers take writes while older connections, or other routers, still reach the first.',
  fineWhen: 'The second is read only until somebody promotes it, and connections may fail so long.',
  advice:
    'An InnoDB Cluster or ReplicaSet with destinations=metadata-cache://…/?role=PRIMARY, or one destination alone for writes.',
  sources: [
    {
      title: 'MySQL Router: connection routing',
      url: 'https://dev.mysql.com/doc/mysql-router/8.4/en/mysql-router-general-features-connection-routing.html',
    },
    {
      title: 'MySQL Router: dest_first_available.cc',
      url: 'https://github.com/mysql/mysql-server/blob/8.0/router/src/routing/src/dest_first_available.cc',
    },
  ],
  bad: [
    router('destinations=source:3306,replica:3306\nrouting_strategy=first-available', 'does not reach'),
    router('destinations=source:3306,replica:3306\nrouting_strategy=round-robin', 'in turn'),
  ],
  good: [
    router('destinations=source:3306\nrouting_strategy=first-available'),
    router('destinations=metadata-cache://shop/?role=PRIMARY\nrouting_strategy=first-available'),
    router('destinations=source:3306,replica:3306\nmode=read-only'),
  ],
  check(cluster, context) {
    for (const { settings, check, purpose, targets, origin, id } of routersBefore(cluster, 'mysqlrouter')) {
      const own = settings.mysqlrouter;
      if (check !== undefined || purpose !== 'write' || targets.length < 2 || own === undefined) continue;
      const turns = own.text('routing_strategy')?.startsWith('round-robin') === true;
      const how = turns
        ? 'takes its servers in turn and asks nobody which is the primary'
        : `goes on to ${targets[1]!.text} when it does not reach ${targets[0]!.text}, and promotes nobody`;
      context.report({
        origin: own.given('destinations')?.written.origin ?? origin,
        message: `${id} ${how}: writes fail there, or two servers take them at once. List one server, or use the metadata of an InnoDB Cluster.`,
      });
    }
  },
});
