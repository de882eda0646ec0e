import { hostOf } from '../../cluster/join.js';
import type { Cluster } from '../../cluster/model.js';
import { isAtLeast, isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isLoopback, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-etcd-v2',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'The section `etcd` speaks version 2 of the protocol, which etcd switches off since 3.4 and no longer has in 3.6.',
  gains: 'It works with an etcd before 3.',
  costs:
    'An etcd of today does not answer it: without `enable-v2` Patroni finds no DCS, and after an upgrade to 3.6 there is none at all. Keys of version 2 are not seen by version 3, so that changing over takes a plan.',
  fineWhen: 'etcd is older than 3.6 and runs with enable-v2.',
  advice:
    'Use the section `etcd3` for new clusters. For a running one pause it, change all nodes, and start anew.',
  sources: [
    PATRONI_PAGES.local,
    {
      title: 'etcd: changes of 3.6',
      url: 'https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.6.md',
    },
    {
      title: 'etcd: changes of 3.4',
      url: 'https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.4.md',
    },
  ],
  bad: [
    clusterExample(
      'patroni',
      {
        'patroni.yml':
          'scope: main\nname: n1\netcd:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n',
        'compose.yml':
          'services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.5.8\n    command: etcd --name=e --initial-cluster=e=http://etcd:2380\n',
      },
      'etcd3',
    ),
  ],
  good: [
    // It may be an old one.
    clusterExample('patroni', {
      'patroni.yml':
        'scope: main\nname: n1\netcd:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'etcd.env': '# ETCD_ENABLE_V2=true\nETCD_ENABLE_V2=false\n',
    }),
    // Which etcd it is nothing tells.
    nodeExample({ store: 'etcd:\n  hosts: 10.0.9.1:2379,10.0.9.2:2379' }),
    nodeExample({ store: 'etcd:\n  host: 127.0.0.1:2379' }),
    // A package of that name is of distributions whose etcd speaks version 2 unasked.
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd:\n  hosts: {{ etcd_hosts }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'roles/store/tasks/main.yml':
        '- name: Get the store\n  ansible.builtin.apt:\n    name:\n      - etcd\n    update_cache: true\n',
    }),
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd:\n  hosts: {{ etcd_hosts }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'group_vars/all.yml': '_etcd:\n  major_version: "3"\n  minor_version: "3"\n  patch_version: "27"\n',
    }),
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd:\n  hosts: {{ etcd_hosts }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'roles/etcd/tasks/main.yml':
        '- name: Install\n  shell: yum -y install http://mirror/etcd-3.3.11-2.el7.rpm\n',
    }),
    clusterExample('patroni', {
      'patroni.yml':
        'scope: main\nname: n1\netcd:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'compose.yml':
        'services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.5.8\n    command: etcd --name=e --initial-cluster=e=http://etcd:2380 --enable-v2=true\n',
    }),
    clusterExample('patroni', {
      'patroni.yml':
        'scope: main\nname: n1\netcd:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'compose.yml':
        'services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.2\n    command: etcd --name=e --initial-cluster=e=http://etcd:2380\n',
    }),
    // Roles of one project: templates hide which etcd it is.
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd:\n  hosts: {{ etcd_hosts }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'roles/store/templates/etcd.service.j2':
        '[Service]\nExecStart=/usr/bin/etcd --enable-v2=true --config-file {{ etcd_home }}/etcd.yml\n',
    }),
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd:\n  hosts: {{ etcd_hosts }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'roles/store/templates/etcd.yml.j2':
        "name: '{{ inventory_hostname }}'\nlisten-client-urls: 'http://{{ ansible_host }}:2379'\nenable-v2: true\n",
    }),
    clusterExample('patroni', {
      'compose.yml': 'services:\n  db:\n    image: registry.example/team/patroni:1.6.4\n',
      'patroni.yml':
        'scope: main\nname: n1\netcd:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n',
    }),
    nodeExample({}),
    nodeExample({ store: 'consul:\n  host: 127.0.0.1:8500' }),
  ],
  check(cluster, context) {
    if (cluster.coordination?.system !== 'etcd' || cluster.coordination.servesV2) return;
    // Files beside each other are of one cluster, whatever else they disagree on.
    const beside = context.clusters.find(
      each => speaksV2(each) && folderOf(each.sources[0] ?? '') === folderOf(cluster.sources[0] ?? ''),
    );
    if (beside !== undefined && beside !== cluster) return;
    for (const { settings } of cluster.members) {
      const own = settings.patroni;
      const written = own?.written.find(({ key }) => V2.test(key));
      // The section etcd3 came with 2.0.
      if (isOlder(own?.version, '2.0')) continue;
      if (written === undefined || own?.written.some(({ key }) => key.startsWith('etcd3.'))) continue;
      // One's own machine: who tries it out starts the etcd for it, and one shown elsewhere is another.
      const onLoopback =
        cluster.coordination.addresses.length > 0 &&
        cluster.coordination.addresses.every(address => isLoopback(hostOf(address)));
      const etcd = context.clusters.find(
        ({ id, sources }) =>
          id === cluster.coordination?.cluster &&
          !(onLoopback && !sources.some(uri => folderOf(uri) === folderOf(cluster.sources[0] ?? ''))),
      );
      const version = etcd?.versions.etcd?.version;
      // Up to 3.3 version 2 is there without being asked for.
      if (isOlder(version, '3.4')) return;
      // One that is not joined by its addresses, as templates hide them, may be it.
      if (etcd === undefined && context.clusters.some(each => isOlder(each.versions.etcd?.version, '3.4')))
        return;
      const isSet = (to: boolean) =>
        context.clusters.some(({ members }) =>
          members.some(({ settings: { etcd: at } }) => at?.given('enable-v2')?.effective === to),
        );
      if (isSet(true)) return;
      // Which etcd it is stands elsewhere: it may be an old one, and have been switched on there.
      if (
        !isSet(false) &&
        !context.clusters.some(
          ({ versions: { etcd: told } }) => told !== undefined && isAtLeast(told.version, '3.4'),
        )
      )
        return;
      context.report({
        origin: cluster.coordination.origin,
        message:
          'The section etcd speaks version 2 of the protocol, which etcd has switched off since 3.4 and does not have any more since 3.6: without enable-v2 Patroni finds no DCS. Use etcd3; keys of version 2 are not seen there.',
      });
      return;
    }
  },
});

function speaksV2({ coordination, members }: Cluster): boolean {
  return (
    coordination?.system === 'etcd' &&
    !coordination.servesV2 &&
    members.some(({ settings: { patroni } }) => patroni?.written.some(({ key }) => V2.test(key)))
  );
}

const V2 = /^etcd\.(?:hosts?|url|proxy|srv)$/;

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}
