import { isForShow } from '../lib/cluster/for-show.js';
import { givenOf } from '../lib/cluster/galera.js';
import { galeraOne } from '../lib/cluster/mysql-example.js';
import { isPlaceholder } from '../lib/cluster/placeholders.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-sst-password',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'The password for full copies stands in the file.',
  gains: 'One file for everything.',
  costs:
    'Whoever reads the file or the repository can log in as the user of full copies, and copy the server with the rights that the method asks for.',
  fineWhen: 'The password of a test.',
  advice:
    'Give the user of copies a socket or certificate to log in with (MariaDB: unix_socket), or keep the line in a file that only mysqld reads.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_sst_auth',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-sst-auth',
    },
    { title: 'MariaDB: mariabackup SST', url: 'https://mariadb.com/kb/en/mariabackup-sst-method/' },
  ],
  bad: [
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=sst:s3cret'], 'password'),
    galeraOne(['wsrep_sst_method=rsync', 'wsrep_sst_auth=root:s3cret'], 'take the line out'),
  ],
  good: [
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=mysql:']),
    galeraOne(['wsrep_sst_method=rsync']),
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=sst:changethis']),
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=sst:passw0rd']),
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=sst:<password>']),
    galeraOne(['wsrep_sst_method=mariabackup', 'wsrep_sst_auth=SST_USER:SST_PASSWORD']),
  ],
  check(cluster, context) {
    for (const { setting, settings } of givenOf(cluster, 'wsrep_sst_auth')) {
      const found = /^([^:]*):(.+)$/.exec(String(setting.value ?? ''));
      if (found === null || isPlaceholder(found[2]!) || isForShow(found[2]!)) continue;
      const method = settings.text('wsrep_sst_method');
      const isUnused = method === 'rsync' || method === 'clone';
      const root = found[1]!.toLowerCase() === 'root';
      context.report({
        origin: setting.written.origin,
        ...(root && !isUnused ? { severity: 'warning' as const } : {}),
        message: `The password of ${root ? 'root' : found[1]} stands in this file in the clear${isUnused ? `, and ${method} does not even use it: take the line out` : '. Let the user of full copies log in by a socket, or keep this line in a file that only mysqld reads'}.`,
      });
    }
  },
});
