import { replicated } from '../lib/cluster/mysql-example.js';
import { isOnOneMachine } from '../lib/cluster/one-machine.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-no-failover',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql', 'mariadb'],
  summary: 'Nothing promotes a replica when the source is lost.',
  gains: 'No tool that may promote the wrong one, or two at once.',
  costs:
    'Writes stop until somebody has chosen a replica, made it writable and pointed the others and the clients at it.',
  fineWhen: 'Replicas are for reads or backups, and such a stop is acceptable.',
  advice:
    'Orchestrator, MHA, MaxScale or ProxySQL with a script, or Group Replication, promote by themselves; otherwise write down the steps.',
  sources: [
    {
      title: 'MySQL: switching sources during failover',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-solutions-switch.html',
    },
    {
      title: 'Orchestrator: topology recovery',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/topology-recovery.md',
    },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['super_read_only=1'], 'by hand'),
    replicated(['log_bin=binlog'], ['read_only=1'], 'by hand', { system: 'mariadb' }),
  ],
  good: [
    {
      ...replicated(['log_bin=binlog'], ['super_read_only=1']),
      files: {
        'compose.yaml':
          'services:\n  source:\n    image: mysql:8.0.36\n    volumes: [./source.cnf:/etc/mysql/conf.d/source.cnf]\n  replica:\n    image: mysql:8.0.36\n    volumes: [./replica.cnf:/etc/mysql/conf.d/replica.cnf]\n',
        'source.cnf': '[mysqld]\nserver_id=1\nlog_bin=binlog\n',
        'replica.cnf': '[mysqld]\nserver_id=2\nsuper_read_only=1\n',
        'replica.sql':
          "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_USER='repl', SOURCE_AUTO_POSITION=1;\n",
      },
    },
    {
      ...replicated(['log_bin=binlog'], ['super_read_only=1']),
      files: {
        ...replicated(['log_bin=binlog'], ['super_read_only=1']).files,
        'README.md': '# Stack\n\nWhen the source dies its replica does not auto-promote: somebody has to.\n',
      },
    },
    {
      ...replicated(['log_bin=binlog'], ['super_read_only=1']),
      files: {
        ...replicated(['log_bin=binlog'], ['super_read_only=1']).files,
        'promote.sh':
          '#!/bin/sh\n# promotes the replica\nmysql -h replica -e "STOP REPLICA; RESET REPLICA ALL; SET GLOBAL read_only = OFF"\n',
      },
    },
    {
      ...replicated(['log_bin=binlog'], ['super_read_only=1']),
      files: {
        ...replicated(['log_bin=binlog'], ['super_read_only=1']).files,
        'orchestrator.conf.json': '{ "MySQLTopologyUser": "orc", "RecoverMasterClusterFilters": ["*"] }\n',
      },
    },
  ],
  check(cluster, context) {
    if (cluster.system !== 'mysql' && cluster.system !== 'mariadb') return;
    if (cluster.failover.kind !== 'manual' || cluster.failover.by !== undefined) return;
    // A script or a program whose config is not shown does.
    if (cluster.failover.steps === true) return;
    // There a container is started again, and who loses the machine has lost the replica as well.
    if (isOnOneMachine(cluster, context.clusters)) return;
    const [link] = cluster.links;
    // In a ring every server takes writes already.
    const data = cluster.members.filter(({ role }) => role === 'data');
    if (data.length > 0 && data.every(({ id }) => cluster.links.some(({ from }) => from === id))) return;
    if (link === undefined || cluster.members.some(({ configured }) => !configured)) return;
    // A router that asks who may be written to finds the new one itself.
    const finds = cluster.routers.some(({ check }) => check !== undefined);
    context.report({
      origin: cluster.origin,
      message: `Nothing here promotes a replica of ${link.from}: when it is lost, writes stop until somebody makes ${cluster.links.filter(({ from }) => from === link.from).length === 1 ? 'its replica' : 'one of its replicas'} writable${finds ? '' : ' and points the clients there'}, by hand.`,
    });
  },
});
