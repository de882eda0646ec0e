import { clusterExample } from '../lib/cluster/example.js';
import { duration } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (...lines: readonly string[]) => ({
  'mha/app1.cnf': [
    '[server default]',
    'shutdown_script=/usr/local/bin/power_off',
    ...lines,
    '[server1]',
    'hostname=db1',
    '[server2]',
    'hostname=db2',
    '',
  ].join('\n'),
});

export default defineRule({
  id: 'mha-one-view',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mha'],
  summary: 'The manager alone decides that the master is dead.',
  gains: 'No further machine is asked.',
  costs:
    'A broken line between manager and master is enough to move the master, though all clients reach it.',
  fineWhen: 'The manager stands where the clients do.',
  advice: 'Set secondary_check_script to masterha_secondary_check over two hosts on other lines.',
  sources: [
    {
      title: 'MHA: secondary_check_script',
      url: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters#secondary_check_script',
    },
  ],
  bad: [clusterExample('mha', file(), '9 s')],
  good: [clusterExample('mha', file('secondary_check_script=masterha_secondary_check -s far1 -s far2'))],
  check(cluster, context) {
    const settings = cluster.settings.mha;
    if (settings === undefined || cluster.system !== 'mha' || cluster.members.length === 0) return;
    if (settings.given('secondary_check_script') !== undefined) return;
    const interval = settings.number('ping_interval') ?? 3000;
    context.report({
      origin: cluster.origin,
      message: `No secondary_check_script: when the manager alone cannot reach the master for about ${duration(interval * 3)} (three pings), it moves it, though clients may reach it well. Let two other hosts be asked.`,
    });
  },
});
