import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-other-engine',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera', 'group-replication'],
  summary: 'Tables are made in an engine that is not replicated.',
  gains: 'None that a cluster keeps.',
  costs: 'Rows of such tables are on the node that wrote them alone, or differ between nodes.',
  fineWhen: 'Every table names its engine.',
  advice: 'Set `default_storage_engine=InnoDB`.',
  sources: [
    {
      title: 'MariaDB: limitations of Galera',
      url: 'https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/',
    },
    {
      title: 'MySQL: requirements of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-requirements.html',
    },
  ],
  bad: [
    galeraOne(['default_storage_engine=MyISAM'], 'MyISAM'),
    { ...galeraOne(['default_storage_engine=MyISAM'], 'MyISAM'), dialect: 'group-replication' },
  ],
  good: [galeraOne(['default_storage_engine=InnoDB'])],
  check(cluster, context) {
    if (cluster.system !== 'galera' && cluster.system !== 'group-replication') return;
    for (const { mysqld } of mysqlNodes(cluster)) {
      const engine = mysqld.given('default_storage_engine');
      if (typeof engine?.value !== 'string' || !/^(?:myisam|aria|memory|csv|archive)$/i.test(engine.value))
        continue;
      context.report({
        origin: engine.written.origin,
        message: `default_storage_engine=${engine.value}: the cluster replicates rows of InnoDB, so what tables of this engine hold stays on the node that wrote it. Set InnoDB.`,
        fixes: [setTo(engine.written, 'InnoDB')],
      });
    }
  },
});
