import { folderOfUri } from '../../cluster/folders.js';
import { givenOf } from '../lib/cluster/galera.js';
import { setTo } from '../lib/cluster/mysql.js';
import { galeraExample, galeraOne } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-auto-increment',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'Nodes hand out the same AUTO_INCREMENT numbers: one of two inserts fails at commit.',
  gains: 'Numbers without gaps, where one node takes all writes.',
  costs:
    'Inserts on two nodes at the same time get the same number; the second is rolled back with a deadlock error.',
  fineWhen: 'One node takes all writes.',
  advice: 'Leave `wsrep_auto_increment_control` on, or set step and offset on each node by hand.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_auto_increment_control',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-auto-increment-control',
    },
  ],
  bad: [galeraOne(['wsrep_auto_increment_control=OFF'], 'same numbers')],
  good: [
    galeraOne(['wsrep_auto_increment_control=ON']),
    galeraExample(3, n => [
      'wsrep_auto_increment_control=OFF',
      'auto_increment_increment=3',
      `auto_increment_offset=${n}`,
    ]),
  ],
  check(cluster, context) {
    const nodes = cluster.members.filter(({ role }) => role === 'data').length;
    if (nodes < 2) return;
    // Another file beside it sets the step, and is read by the same servers.
    const folders = new Set(cluster.members.map(({ origin }) => folderOfUri(origin.unit.uri)));
    const beside = context.clusters.some(
      other =>
        other !== cluster &&
        other.members.some(
          ({ origin, settings }) =>
            folders.has(folderOfUri(origin.unit.uri)) &&
            (settings.mysql ?? settings.mariadb)?.given('auto_increment_increment') !== undefined,
        ),
    );
    if (beside) return;
    for (const { member, setting } of givenOf(cluster, 'wsrep_auto_increment_control')) {
      if (setting.effective !== false) continue;
      const mysqld = member.settings.mysql ?? member.settings.mariadb;
      if (mysqld === undefined || mysqld.isHidden('auto_increment_increment')) continue;
      if ((mysqld.number('auto_increment_increment') ?? 1) >= nodes) continue;
      context.report({
        origin: setting.written.origin,
        message: `wsrep_auto_increment_control is off and the step is ${mysqld.number('auto_increment_increment') ?? 1}: ${nodes} nodes hand out the same numbers, and of two inserts at a time one is rolled back. Switch it on, or set step ${nodes} and offsets 1 to ${nodes}.`,
        fixes: [setTo(setting.written, 'ON')],
      });
    }
  },
});
