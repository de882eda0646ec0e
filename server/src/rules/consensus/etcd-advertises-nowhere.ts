import type { Origin } from '../../sql/reading.js';
import { CONSENSUS_SOURCES, eachGiven, etcdExample, etcdFiles, voters } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-advertises-nowhere',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'A member advertises an address that clients cannot use.',
  gains: 'None.',
  costs:
    'Clients that ask the cluster for its members are given these addresses. `0.0.0.0` is no address to connect to, and `localhost` is each client’s own machine.',
  fineWhen: 'All clients run on the same machine, or never ask for the members.',
  advice: 'Advertise the name or address that other machines use.',
  sources: [CONSENSUS_SOURCES.etcdOptions],
  bad: [
    clusterExample(
      'etcd',
      {
        ...etcdFiles(3),
        'n2/etcd.conf.yml': etcdFiles(3)['n2/etcd.conf.yml']!.replace(
          'advertise-client-urls: https://10.0.0.2:2379',
          'advertise-client-urls: http://0.0.0.0:2379',
        ),
      },
      'n2',
    ),
    clusterExample(
      'etcd',
      {
        'compose.yaml': `services:\n${['a', 'b', 'c'].map(name => `  ${name}:\n    image: quay.io/coreos/etcd:v3.5.9\n    command: etcd --name ${name} --advertise-client-urls http://0.0.0.0:2379 --initial-cluster a=http://a:2380,b=http://b:2380,c=http://c:2380\n`).join('')}`,
      },
      'a tells',
    ),
  ],
  good: [etcdExample(3)],
  check(cluster, context) {
    const hosts = new Set(
      cluster.members
        .flatMap(({ addresses }) => addresses.map(address => address.replace(/:\d+$/, '')))
        .filter(host => !/^(?:localhost|127\.|0\.0\.0\.0)/.test(host)),
    );
    // All on one machine: nobody else is meant.
    if (voters(cluster).length < 2 || hosts.size < 2) return;
    const found: { readonly origin: Origin; readonly who: string; readonly url: string }[] = [];
    eachGiven(cluster, 'advertise-client-urls', ({ written }, member, settings) => {
      const urls = settings.list('advertise-client-urls');
      const bad = urls.find(url => /^\w+:\/\/(?:0\.0\.0\.0|localhost|127\.)/.test(url.trim()));
      if (bad === undefined || urls.length > 1) return;
      found.push({ origin: written.origin, who: member.id, url: bad.trim() });
    });
    // Members that are made alike say it once.
    for (const [i, { origin, who, url }] of found.entries()) {
      if (found.findIndex(other => other.url === url) !== i) continue;
      const alike = found.filter(other => other.url === url && other.origin !== origin);
      context.report({
        origin,
        related: alike.map(other => ({ origin: other.origin, message: `So does ${other.who}.` })),
        message: `${who} tells clients that ask for the members to reach it at ${url}, which for each of them is its own machine. Advertise the address that they use.`,
      });
    }
  },
});
