import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const file = (...lines: readonly string[]) => ({
  'mha/app1.cnf': [
    '[server default]',
    'ping_interval=3',
    ...lines,
    '[server1]',
    'hostname=db1',
    '[server2]',
    'hostname=db2',
    '',
  ].join('\n'),
});

export default defineRule({
  id: 'mha-no-fencing',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mha'],
  summary: 'Nothing stops the old master from taking writes after a failover.',
  gains: 'No script to write.',
  costs:
    'A master that was cut off from the manager, and not from its clients, goes on taking writes while a replica is promoted: split brain. What it acknowledged since is lost.',
  fineWhen: 'Something else moves the clients for sure.',
  advice:
    'Give a master_ip_failover_script that takes the address away, and a shutdown_script that switches the machine off.',
  sources: [
    {
      title: 'MHA: shutdown_script',
      url: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters#shutdown_script',
    },
    {
      title: 'MHA: master_ip_failover_script',
      url: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters#master_ip_failover_script',
    },
  ],
  bad: [clusterExample('mha', file(), 'split brain')],
  good: [clusterExample('mha', file('shutdown_script=/usr/local/bin/power_off'))],
  check(cluster, context) {
    const settings = cluster.settings.mha;
    if (settings === undefined || cluster.system !== 'mha' || cluster.members.length === 0) return;
    if (settings.given('shutdown_script') ?? settings.given('master_ip_failover_script')) return;
    context.report({
      origin: cluster.origin,
      message:
        'Neither shutdown_script nor master_ip_failover_script is set: a master that only the manager cannot reach goes on taking writes beside the new one (split brain), and they are lost. Give at least one of them.',
    });
  },
});
