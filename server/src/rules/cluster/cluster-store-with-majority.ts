import { hostOf } from '../../cluster/join.js';
import type { Cluster } from '../../cluster/model.js';
import { majority } from '../../cluster/quorum.js';
import { copiesOf, described, nodes, QUORUM_SOURCES, zoneOf } from '../lib/cluster/described.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isLoopback, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-store-with-majority',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'patroni'],
  summary:
    'Most members of the service that keeps the lock stand in one place, though copies stand in others.',
  gains: 'The service is near, and its writes are fast.',
  costs:
    'With that place the majority of the service is lost: the copies elsewhere are there, and none may take over by itself.',
  fineWhen: 'Taking over elsewhere is a decision for people.',
  advice: 'Spread the members of the service over as many places as the data, at least three.',
  sources: [QUORUM_SOURCES.etcd, PATRONI_PAGES.failsafe],
  bad: [
    described(
      `protocol: primary-backup\n${nodes('a east host: h1', 'b east host: h2', 'c west host: h3')}coordination: { system: etcd, addresses: [h1:2379, h2:2379, h3:2379] }\n`,
      'east',
    ),
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.0.1:2379, 10.0.0.1:2479, 10.0.0.2:2379]' }, '10.0.0.1'),
  ],
  good: [
    described(
      `protocol: primary-backup\n${nodes('a east host: h1', 'b west host: h2', 'c north host: h3')}coordination: { system: etcd, addresses: [h1:2379, h2:2379, h3:2379] }\n`,
    ),
    patroniExample({ store: 'etcd3:\n  hosts: [10.0.0.1:2379, 10.0.0.2:2379, 10.0.0.3:2379]' }),
    // One URL was copied to all three: a mistake, and no machine that they share.
    clusterExample('patroni', {
      ...patroniExample({ store: 'etcd3:\n  hosts: [e1:2379, e2:2379, e3:2379]' }).files,
      ...Object.fromEntries(
        [1, 2, 3].map(n => [
          `e${n}/etcd.conf.yml`,
          `name: e${n}\nadvertise-client-urls: http://e1:2379\ninitial-advertise-peer-urls: http://e${n}:2380\ninitial-cluster: e1=http://e1:2380,e2=http://e2:2380,e3=http://e3:2380\n`,
        ]),
      ),
    }),
  ],
  check(cluster, context) {
    const { coordination } = cluster;
    if (coordination === undefined || cluster.open || coordination.system === 'kubernetes') return;
    const found = context.clusters.find(({ id }) => id === coordination.cluster);
    if (found?.open || copiesOf(cluster).length < 2) return;
    const addresses =
      found === undefined
        ? coordination.addresses
        : ownAddresses(found.members.filter(({ votes }) => votes > 0));
    if (addresses.length < 3 || addresses.some(address => isLoopback(hostOf(address)))) return;
    for (const place of [placeByZone(cluster, found), hostOf]) {
      const counts = new Map<string, number>();
      for (const address of addresses) {
        const key = place(address);
        if (key === undefined) break;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const known = [...counts.values()].reduce((sum, count) => sum + count, 0) === addresses.length;
      const places = new Set(
        cluster.members.map(member => (place === hostOf ? member.site.host : zoneOf(member))),
      );
      if (!known || places.size < 2) continue;
      for (const [key, count] of counts) {
        if (count < majority(addresses.length) || count < 2) continue;
        context.report({
          origin: coordination.origin,
          message: `${count} of ${addresses.length} members of the service that keeps the lock stand ${place === hostOf ? 'on' : 'in'} ${key}: with it the lock is lost, and no copy elsewhere may take over. Spread them over three places.`,
        });
        return;
      }
    }
  },
});

/** An address of each that no other one gives as well: the same URL copied to all of them puts nobody on one machine. */
function ownAddresses(members: Cluster['members']): readonly string[] {
  return members.map(
    member =>
      member.addresses.find(
        address =>
          !members.some(
            other => other !== member && other.addresses.some(each => hostOf(each) === hostOf(address)),
          ),
      ) ??
      member.addresses[0] ??
      member.id,
  );
}

/** The zone of a member of the service: its own, else that of the database's node on the same machine. */
function placeByZone(cluster: Cluster, found: Cluster | undefined) {
  return (address: string): string | undefined => {
    const host = hostOf(address);
    const own = found?.members.find(({ id, addresses }) =>
      [id, ...addresses].some(each => hostOf(each) === host),
    );
    if (own !== undefined && zoneOf(own) !== undefined) return zoneOf(own);
    const beside = cluster.members.find(
      ({ id, site, addresses }) =>
        site.host === host || id === host || addresses.some(each => hostOf(each) === host),
    );
    return beside && zoneOf(beside);
  };
}
