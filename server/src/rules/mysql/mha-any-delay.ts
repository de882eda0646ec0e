import { clusterExample } from '../lib/cluster/example.js';
import { setTo } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (line: string) => ({
  'mha/app1.cnf': `[server default]\nshutdown_script=/bin/off\n[server1]\nhostname=db1\n[server2]\nhostname=db2\ncandidate_master=1\n${line}\n`,
});

export default defineRule({
  id: 'mha-any-delay',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mha'],
  summary: 'A candidate is promoted however far behind it is: the failover waits until it has caught up.',
  gains: 'The new master is the machine that was chosen.',
  costs:
    'All that it has not applied is applied first. Writes stop for as long as its lag takes, which has no bound.',
  fineWhen: 'A switch on purpose, with lag watched.',
  advice: 'Leave check_repl_delay on: it passes over a replica that is more than 100 MB of relay log behind.',
  sources: [
    {
      title: 'MHA: check_repl_delay',
      url: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters#check_repl_delay',
    },
  ],
  bad: [clusterExample('mha', file('check_repl_delay=0'), 'without bound')],
  good: [clusterExample('mha', file('check_repl_delay=1'))],
  check(cluster, context) {
    if (cluster.system !== 'mha') return;
    for (const { settings, id } of cluster.members) {
      const setting = settings.mha?.given('check_repl_delay');
      if (setting?.value !== false) continue;
      context.report({
        origin: setting.written.origin,
        message: `check_repl_delay=0: ${id} is promoted however far behind it is, and writes stop, without bound, until it has applied what it misses. On, one with more than 100 MB to apply is passed over.`,
        fixes: [setTo(setting.written, '1')],
      });
    }
  },
});
