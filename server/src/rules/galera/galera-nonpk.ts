import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-nonpk',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'Tables without a primary key are not certified.',
  gains: 'A table without a key is noticed at the first write.',
  costs:
    'Conflicts on such tables cannot be found by key; with it off their writes are not replicated safely.',
  fineWhen: 'Every table has a primary key.',
  advice:
    'Leave it on, and give every table a primary key: DELETE does not work reliably on tables without one.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_certify_nonPK',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-certify-nonpk',
    },
    {
      title: 'MariaDB: limitations of Galera',
      url: 'https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/',
    },
  ],
  bad: [galeraOne(['wsrep_certify_nonPK=OFF'], 'primary key')],
  good: [galeraOne(['wsrep_certify_nonPK=ON'])],
  check(cluster, context) {
    for (const { setting } of givenOf(cluster, 'wsrep_certify_nonPK')) {
      if (setting.effective !== false) continue;
      context.report({
        origin: setting.written.origin,
        message:
          'wsrep_certify_nonPK is off: no keys are made for tables without a primary key, so their writes cannot be compared with those of other nodes. Leave it on, and give every table a primary key.',
        fixes: [setTo(setting.written, 'ON')],
      });
    }
  },
});
