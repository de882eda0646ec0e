import { CLAIM, checkClaim, commitSetting, quoted, settingsOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const manifest = (comment: string, postgresql = '') =>
  `apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\nspec:\n  # ${comment}\n  instances: 3\n  postgresql:\n    parameters:\n      max_connections: "100"\n${postgresql}`;
const SYNC = '    synchronous:\n      method: any\n      number: 1\n';

export default defineRule({
  ...CLAIM,
  id: 'claim-cnpg-zero-loss',
  engines: ['cloudnativepg'],
  summary:
    'A comment or document promises a failover without loss; the operator may promote a standby that lacks writes.',
  costs:
    'Synchronous replication makes a commit wait for some standby. Without `failoverQuorum` the operator does not ask whether the standby that it promotes is one that had it: with three instances and `ANY 1`, the loss of the primary and of that one standby leaves a third without the newest commits, and it is promoted. With `dataDurability: preferred` commits do not even wait when standbys are missing.',
  advice:
    'Set `spec.postgresql.synchronous.failoverQuorum: true` (1.27 and newer) with `dataDurability: required`, or say in the text what can be lost.',
  sources: [
    {
      title: 'CloudNativePG: failover quorum',
      url: 'https://cloudnative-pg.io/documentation/current/failover/',
    },
    {
      title: 'CloudNativePG: data durability',
      url: 'https://cloudnative-pg.io/documentation/current/replication/',
    },
  ],
  bad: [
    clusterExample(
      'cloudnativepg',
      { 'db.yaml': manifest('Zero data loss on failover.', SYNC) },
      'failoverQuorum',
    ),
    clusterExample('cloudnativepg', { 'db.yaml': manifest('RPO is 0') }, 'asynchronous'),
    clusterExample(
      'cloudnativepg',
      {
        'db.yaml': manifest('main', `${SYNC}      dataDurability: preferred\n      failoverQuorum: true\n`),
        'README.md': 'Acknowledged writes are safe: there is no data loss.\n',
      },
      'preferred',
    ),
  ],
  good: [
    // What happened is no promise.
    clusterExample('cloudnativepg', {
      'db.yaml': manifest('main'),
      'docs/node-incidents.md': '## Impact\n\nNo data loss: the primary came back.\n',
    }),
    clusterExample('cloudnativepg', {
      'db.yaml': manifest('Zero data loss on failover.', `${SYNC}      failoverQuorum: true\n`),
    }),
    clusterExample('cloudnativepg', { 'db.yaml': manifest('We cannot promise zero data loss.', SYNC) }),
  ],
  check: checkClaim(
    'claim-cnpg-zero-loss',
    (cluster, claim) => {
      const settings = settingsOf(cluster, 'cloudnativepg');
      if (settings === undefined || cluster.members.length < 2) return undefined;
      const prefix = 'postgresql.synchronous.';
      if (['number', 'dataDurability', 'failoverQuorum'].some(name => settings.isHidden(prefix + name)))
        return undefined;
      const { commit } = cluster;
      if (commit.count === 0)
        return `${quoted(claim)}: replication is asynchronous here, so a failover loses commits that had not arrived. Set spec.postgresql.synchronous with failoverQuorum, or change the sentence.`;
      if (commit.degrades)
        return `${quoted(claim)}: ${settings.text(`${prefix}dataDurability`) === 'preferred' ? 'dataDurability is preferred' : 'the number of synchronous standbys falls with those that are ready'}: when standbys are missing commits wait for fewer of them, or none. Use dataDurability: required, or change the sentence.`;
      if (settings.flag(`${prefix}failoverQuorum`) === true) return undefined;
      const others = cluster.members.length - 1;
      if (!cluster.open && commit.count >= others) return undefined;
      return `${quoted(claim)}: a commit waits for ${commit.count} of ${others} standbys, and without failoverQuorum another one may be promoted when that one is lost as well. Set failoverQuorum: true, or change the sentence.`;
    },
    commitSetting,
  ),
});
