import { isOff } from '../lib/cluster/router-settings.js';
import { proxysql, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'proxysql-two-writers',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['proxysql'],
  summary: 'Writes are spread over servers of which one replicates from the other.',
  gains: 'Nothing to set up but the servers.',
  costs:
    'Statements go to either server by their weights. Those on the replica fail where it is read only; where it is not they are on no other server, and replication stops at the next key that both have.',
  fineWhen: 'The users of this hostgroup only read.',
  advice:
    'List writer and reader hostgroups in mysql_replication_hostgroups: servers with read_only=1 leave the writers then.',
  sources: [
    {
      title: 'ProxySQL: mysql_replication_hostgroups',
      url: 'https://proxysql.com/documentation/main-runtime/#mysql_replication_hostgroups',
    },
  ],
  bad: [
    proxysql(
      {
        replicaGroup: 10,
        groups: '',
        rules: ['match_digest="^SELECT", destination_hostgroup=20'],
      },
      'by their weights',
    ),
  ],
  good: [proxysql({ replicaGroup: 10 }), proxysql({ groups: '' })],
  check(cluster, context) {
    for (const router of routersBefore(cluster, 'proxysql')) {
      if (router.check !== undefined || router.targets.length < 2) continue;
      if (router.purpose !== 'write' && router.purpose !== 'any') continue;
      const written = router.settings.proxysql?.written ?? [];
      const resting = written.some(
        each =>
          (each.key === 'mysql_servers.weight' && isOff(each)) ||
          (each.key === 'mysql_servers.status' && /^offline|^shunned/i.test(String(each.raw))),
      );
      const names = router.targets.map(({ text }) => text);
      const replica = cluster.members.find(
        ({ id, addresses }) =>
          cluster.links.some(({ to, from }) => to === id && from !== id) &&
          [id, ...addresses].some(name =>
            names.some(text => text === name || text.replace(/:\d+$/, '') === name),
          ),
      );
      const mutual = cluster.links.some(({ from }) => from === replica?.id);
      if (resting || replica === undefined || mutual) continue;
      context.report({
        origin: router.origin,
        message: `${router.id} spreads statements over ${names.join(' and ')} by their weights, writes too, and ${replica.id} is a replica: they fail there, or are on no other server. List the hostgroups in mysql_replication_hostgroups.`,
      });
    }
  },
});
