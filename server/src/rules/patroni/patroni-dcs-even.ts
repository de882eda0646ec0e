import { hostOf } from '../../cluster/join.js';
import { isLoopback, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-dcs-even',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['patroni'],
  summary:
    'The list of the DCS names two or four members: an even number survives no more losses than one less.',
  gains: 'None over the odd number below.',
  costs:
    'With two members the loss of either one leaves no majority: the leader is demoted and there are no writes. Four survive one loss, as three do.',
  fineWhen: 'The list names only some of the members; Patroni finds the others.',
  advice: 'Run three or five members.',
  sources: [
    {
      title: 'etcd: why an odd number of members',
      url: 'https://etcd.io/docs/v3.5/faq/#why-an-odd-number-of-cluster-members',
    },
    PATRONI_PAGES.local,
  ],
  bad: [nodeExample({ store: 'etcd3:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379]' }, '2 members')],
  good: [nodeExample({}), nodeExample({ store: 'etcd3:\n  host: 10.0.9.1:2379' })],
  check(cluster, context) {
    const store = cluster.coordination;
    // Where its own configs are here, they tell how many members it has.
    if (store === undefined || store.cluster !== undefined) return;
    if (store.system !== 'etcd' && store.system !== 'zookeeper') return;
    const hosts = new Set(store.addresses.map(hostOf));
    if ((hosts.size !== 2 && hosts.size !== 4) || [...hosts].some(isLoopback)) return;
    // Two of them on machines of the database are a finding of its own.
    const own = new Set(cluster.members.map(({ site }) => site.host));
    if (hosts.size === 2 && !cluster.open && [...hosts].every(host => own.has(host))) return;
    const lists = cluster.members.flatMap(({ settings }) => {
      const given = settings.patroni?.written.find(({ key }) => /^(?:etcd3?|zookeeper)\.hosts$/.test(key));
      return given ?? [];
    });
    const [list] = lists;
    if (list === undefined) return;
    context.report({
      origin: list.origin,
      message: `If these are all, the DCS has ${hosts.size} members and survives ${hosts.size === 2 ? 'no loss: with either one gone the leader is demoted' : 'one loss, as three would'}. Run ${hosts.size === 2 ? '3' : '3 or 5'}.`,
    });
  },
});
