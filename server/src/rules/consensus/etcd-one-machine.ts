import { hostOf } from '../../cluster/join.js';
import { majority } from '../../cluster/quorum.js';
import { CONSENSUS_SOURCES, etcdExample, oneFile, shown, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-one-machine',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary: 'A majority of the members stands on one machine.',
  gains: 'One machine less.',
  costs:
    'Members on one machine fail together: with it the majority is gone, and the cluster stops, however many members there are.',
  fineWhen: 'Trying things out on one machine.',
  advice: 'Put each member on a machine of its own.',
  sources: [CONSENSUS_SOURCES.etcdFaq],
  bad: [
    oneFile(
      'etcd',
      'Procfile',
      ['a', 'b', 'c']
        .map(
          (name, i) =>
            `${name}: etcd --name ${name} --initial-advertise-peer-urls http://10.0.0.${i < 2 ? 1 : 2}:${2380 + i} --initial-cluster a=http://10.0.0.1:2380,b=http://10.0.0.1:2381,c=http://10.0.0.2:2382`,
        )
        .join('\n') + '\n',
      '10.0.0.1',
    ),
  ],
  good: [
    etcdExample(3),
    oneFile(
      'etcd',
      'Procfile',
      ['a', 'b', 'c']
        .map(
          (name, i) =>
            `${name}: etcd --name ${name} --initial-cluster a=http://127.0.0.1:2380,b=http://127.0.0.1:2381,c=http://127.0.0.1:2382 --initial-advertise-peer-urls http://127.0.0.1:${2380 + i}`,
        )
        .join('\n') + '\n',
    ),
  ],
  check(cluster, context) {
    const all = voters(cluster);
    if (cluster.open || all.length < 3) return;
    const list = shown(cluster).find(
      ({ settings }) => settings.given('initial-cluster')?.effective !== undefined,
    );
    const given = list?.settings.given('initial-cluster');
    if (list === undefined || given === undefined) return;
    const hosts = list.settings
      .list('initial-cluster')
      .map(each => hostOf(each.slice(each.indexOf('=') + 1)));
    for (const host of new Set(hosts)) {
      const there = hosts.filter(each => each === host).length;
      // A laptop with all of them is for trying out.
      if (/^(?:localhost|127\.|\[?::1)/.test(host) || there === hosts.length || there < majority(all.length))
        continue;
      context.report({
        origin: given.written.origin,
        message: `${there} of ${all.length} members stand on ${host}: without this machine only ${all.length - there} are left, and ${majority(all.length)} are needed. Put each on a machine of its own.`,
      });
    }
  },
});
