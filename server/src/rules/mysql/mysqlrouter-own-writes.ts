import { clusterExample } from '../lib/cluster/example.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { isOff } from '../lib/cluster/router-settings.js';
import { defineRule } from '../rule.js';

const router = (lines: string, says?: string) =>
  clusterExample(
    'mysqlrouter',
    {
      ...groupExample(3, []).files,
      'mysqlrouter.conf': `[metadata_cache:shop]\nbootstrap_server_addresses=mysql://10.0.0.1:3306,mysql://10.0.0.2:3306,mysql://10.0.0.3:3306\nttl=0.5\n[routing:shop_rw_split]\nbind_port=6450\ndestinations=metadata-cache://shop/?role=PRIMARY_AND_SECONDARY\nrouting_strategy=round-robin\naccess_mode=auto\nconnection_sharing=1\n${lines}`,
    },
    says,
  );

export default defineRule({
  id: 'mysqlrouter-own-writes',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysqlrouter'],
  summary: 'Reads on secondaries do not wait for what the session has written.',
  gains: 'Reads wait for nothing.',
  costs: 'A read right after a write goes to a secondary that may not have applied it, and misses it.',
  fineWhen: 'Programs do not read what they have just written.',
  advice: 'wait_for_my_writes=1, the default.',
  sources: [
    {
      title: 'MySQL Router: read/write splitting',
      url: 'https://dev.mysql.com/doc/mysql-router/8.4/en/router-read-write-splitting-configuration.html',
    },
  ],
  bad: [router('wait_for_my_writes=0\n', 'misses')],
  good: [router('wait_for_my_writes=1\n'), router('')],
  check(cluster, context) {
    for (const { system, settings } of cluster.routers) {
      const own = settings.mysqlrouter;
      const wait = own?.given('wait_for_my_writes');
      if (system !== 'mysqlrouter' || own?.text('access_mode') !== 'auto') continue;
      if (wait === undefined || !isOff(wait.written)) continue;
      context.report({
        origin: wait.written.origin,
        message:
          'Reads go to secondaries and do not wait for what the session has written: a read right after a write misses it. Set wait_for_my_writes=1.',
        fixes: [
          { title: 'Set it to 1', edits: [{ origin: wait.written.origin, newText: '1' }], safe: false },
        ],
      });
    }
  },
});
