import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const file = (last: string) => ({
  'mha/app1.cnf': `[server default]\nshutdown_script=/bin/off\n[server1]\nhostname=db1\n[server2]\nhostname=db2\nno_master=1\n[server3]\nhostname=db3\n${last}\n`,
});

export default defineRule({
  id: 'mha-nobody-eligible',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mha'],
  summary: 'At most one server may be master: when it is lost, nobody takes over.',
  gains: 'No replica is promoted by mistake.',
  costs: 'The failover ends with an error, as there is no candidate.',
  fineWhen: 'MHA is only used to switch by hand.',
  advice: 'Leave `no_master` off on at least one replica, with hardware that can bear the writes.',
  sources: [
    {
      title: 'MHA: no_master',
      url: 'https://github.com/yoshinorim/mha4mysql-manager/wiki/Parameters#no_master',
    },
  ],
  bad: [clusterExample('mha', file('no_master=1'), 'nobody')],
  good: [clusterExample('mha', file('candidate_master=1'))],
  check(cluster, context) {
    if (cluster.system !== 'mha' || cluster.members.length < 2) return;
    const eligible = cluster.members.filter(member => member.eligible);
    if (eligible.length > 1 || cluster.members.some(({ settings }) => settings.mha?.isHidden('no_master')))
      return;
    const at = cluster.members
      .map(({ settings }) => settings.mha?.given('no_master'))
      .find(setting => setting?.value === true);
    context.report({
      origin: at?.written.origin ?? cluster.origin,
      message: `no_master is set on ${eligible.length === 0 ? 'all' : `all but ${eligible[0]!.id}`}: when the master is lost there is nobody who may take over, and the failover ends with an error. Allow one replica.`,
    });
  },
});
