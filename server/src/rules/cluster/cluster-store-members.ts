import { hostOf } from '../../cluster/join.js';
import { majority, tolerance } from '../../cluster/quorum.js';
import { copiesOf, described, nodes, QUORUM_SOURCES } from '../lib/cluster/described.js';
import { isLoopback, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const store = (...hosts: readonly string[]) =>
  `coordination:\n  system: etcd\n  addresses: [${hosts.join(', ')}]\n`;

export default defineRule({
  id: 'cluster-store-members',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['neutral', 'patroni'],
  summary:
    'The service that keeps the lock of the leader is named with two members, or an even number of them.',
  gains: 'None that an odd number does not have.',
  costs:
    'Of two members both are needed, of four three. When the service has no majority, nobody takes over, and most leaders stop by themselves.',
  fineWhen: 'The list is not complete: programs need not name every member.',
  advice: 'Three members in three places; five where two may be away.',
  sources: [QUORUM_SOURCES.etcd, PATRONI_PAGES.failsafe],
  bad: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}${store('e1:2379', 'e2:2379')}`, '2 members'),
    patroniExample(
      { store: 'etcd3:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379, 10.0.9.3:2379, 10.0.9.4:2379]' },
      '4 members',
    ),
  ],
  good: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}${store('e1:2379', 'e2:2379', 'e3:2379')}`),
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379, 10.0.9.3:2379]' }),
    patroniExample({ store: 'etcd3:\n  host: 127.0.0.1:2379' }),
  ],
  check(cluster, context) {
    const { coordination } = cluster;
    // A cluster of its own is told of by the rules on its system.
    if (coordination === undefined || coordination.cluster !== undefined || copiesOf(cluster).length < 2)
      return;
    const hosts = [...new Set(coordination.addresses.map(hostOf))];
    // Two variables may well stand for more than two addresses.
    if (hosts.some(host => /[${}]/.test(host))) return;
    if (hosts.length < 2 || hosts.length % 2 !== 0 || hosts.some(isLoopback)) return;
    if (coordination.system === 'consul' || coordination.system === 'kubernetes') return;
    const own = new Set(cluster.members.map(({ site }) => site.host && hostOf(site.host)));
    if (cluster.system === 'patroni' && hosts.length === 2 && hosts.every(host => own.has(host))) return;
    context.report({
      origin: coordination.origin,
      message: `The lock is kept by ${hosts.length} members (${hosts.slice(0, 4).join(', ')}): ${majority(hosts.length)} are needed, so ${tolerance(hosts.length) === 0 ? 'the loss of either one' : `the loss of ${tolerance(hosts.length) + 1}`} leaves nobody to take over${hosts.length === 2 ? '' : `, as with ${hosts.length - 1}`}. Use ${hosts.length === 2 ? 3 : `${hosts.length - 1} or ${hosts.length + 1}`} in different places.`,
    });
  },
});
