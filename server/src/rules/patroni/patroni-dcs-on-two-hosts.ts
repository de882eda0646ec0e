import { hostOf } from '../../cluster/join.js';
import { isLoopback, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-dcs-on-two-hosts',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'The DCS has one or two members, on the very machines of the database: losing one machine loses the lock as well.',
  gains: 'No further machine.',
  costs:
    'Two members need both for a majority; one member is gone with its machine. When the machine of the leader is lost, so is the DCS: nobody may take over. And when the other one is lost, the leader cannot renew its lock and is demoted.',
  fineWhen: 'A test.',
  advice: 'Put a third member of the DCS on another machine; a small one will do.',
  sources: [
    PATRONI_PAGES.failsafe,
    { title: 'etcd: failure tolerance', url: 'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance' },
  ],
  bad: [
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.0.1:2379, 10.0.0.2:2379]' }, '2 members', [{}, {}]),
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.0.1:2379]' }, '1 member', [{}, {}, {}]),
  ],
  good: [
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.0.1:2379, 10.0.0.2:2379, 10.0.0.3:2379]' }, undefined, [
      {},
      {},
    ]),
    patroniExample({ store: 'etcd3:\n  host: 127.0.0.1:2379' }, undefined, [{}, {}]),
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379]' }, undefined, [{}, {}]),
  ],
  check(cluster, context) {
    const store = cluster.coordination;
    if (store === undefined || cluster.open || cluster.members.length < 2) return;
    if (store.system !== 'etcd' && store.system !== 'zookeeper') return;
    const found = context.clusters.find(({ id }) => id === store.cluster);
    if (found?.open) return;
    const addresses =
      found === undefined
        ? store.addresses
        : found.members.filter(({ votes }) => votes > 0).map(({ id, addresses }) => addresses[0] ?? id);
    const hosts = [...new Set(addresses.map(hostOf))];
    const own = new Set(
      cluster.members.flatMap(({ site }) => (site.host === undefined ? [] : [hostOf(site.host)])),
    );
    if (hosts.length === 0 || hosts.length > 2 || hosts.some(isLoopback)) return;
    if (!hosts.every(host => own.has(host))) return;
    context.report({
      origin: store.origin,
      message: `The DCS has ${hosts.length === 1 ? '1 member' : '2 members'}, on machines of the database (${hosts.join(', ')}): with ${hosts.length === 1 ? 'that machine' : 'either machine'} the lock is lost as well, so nobody takes over and a leader that is left is demoted. Add a third member elsewhere.`,
    });
  },
});
