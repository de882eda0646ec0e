import { clusterExample } from '../lib/cluster/example.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

/** A template for one of two stores. */
const chosen = (file: string, text: string) => ({
  'roles/db/templates/patroni.yml.j2':
    "scope: main\nname: {{ inventory_hostname }}\n{% if store == 'raft' %}\nraft:\n  self_addr: {{ own }}:2222\n  partner_addrs: ['10.0.0.2:2222', '10.0.0.3:2222']\n{% else %}\netcd3:\n  hosts: {{ stores }}\n{% endif %}\npostgresql:\n  listen: 0.0.0.0:5432\n",
  'roles/db/tasks/main.yml': '- template:\n    src: patroni.yml.j2\n    dest: /etc/patroni.yml\n',
  [file]: text,
});

export default defineRule({
  id: 'patroni-raft',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: "Patroni's own Raft keeps the lock: it is deprecated, and needs an odd number of members.",
  gains: 'No etcd, Consul or ZooKeeper has to be run.',
  costs:
    'Raft inside Patroni is deprecated since 3.0. With two members the loss of either one leaves no majority: the leader is demoted and there are no writes. With four the cluster survives no more than with three.',
  fineWhen: 'A small cluster that is replaced before Raft is removed.',
  advice:
    'Use etcd3. Until then run three members, the third one as patroni_raft_controller where there are two databases.',
  sources: [PATRONI_PAGES.local, PATRONI_PAGES.releases],
  bad: [
    patroniExample({}, '2 members', [
      { store: "raft:\n  self_addr: 10.0.0.1:2222\n  partner_addrs: ['10.0.0.2:2222']" },
      { store: "raft:\n  self_addr: 10.0.0.2:2222\n  partner_addrs: ['10.0.0.1:2222']" },
    ]),
    patroniExample({}, 'deprecated', [
      { store: "raft:\n  self_addr: 10.0.0.1:2222\n  partner_addrs: ['10.0.0.2:2222', '10.0.0.3:2222']" },
    ]),
    clusterExample('patroni', chosen('roles/db/defaults/main.yml', 'store: raft\n'), 'deprecated'),
  ],
  good: [
    patroniExample({}),
    // Which of the stores it is nothing tells.
    clusterExample('patroni', chosen('roles/db/defaults/main.yml', 'partners: []\n')),
    clusterExample('patroni', chosen('roles/db/defaults/main.yml', 'store: etcd3\n')),
  ],
  check(cluster, context) {
    for (const { settings } of cluster.members) {
      const self = settings.patroni?.given('raft.self_addr');
      const partners = settings.patroni?.given('raft.partner_addrs');
      if (self === undefined && partners === undefined) continue;
      const at = partners ?? self!;
      const voters =
        partners === undefined || self === undefined || !Array.isArray(partners.value)
          ? undefined
          : partners.value.length + 1;
      const bad = voters !== undefined && (voters < 3 || voters % 2 === 0);
      const majority = voters === undefined ? 0 : Math.floor(voters / 2) + 1;
      context.report({
        origin: at.written.origin,
        severity: bad ? 'warning' : 'info',
        message: bad
          ? `Raft has ${voters} members and needs ${majority} of them: ${voters === majority ? 'the loss of any one' : `the loss of ${voters - majority + 1}`} demotes the leader and stops all writes. Run 3 (patroni_raft_controller on a third machine). Raft is deprecated in Patroni; etcd3 is the way on.`
          : "Patroni's own Raft is deprecated since 3.0 and will go. Plan a change to etcd3, Consul or ZooKeeper.",
        ...(bad ? {} : { tag: 'deprecated' as const }),
      });
      return;
    }
  },
});
