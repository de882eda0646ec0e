import { majority } from '../../cluster/quorum.js';
import { isOlder } from '../../cluster/version.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const set = (third: string) =>
  `rs.initiate({ _id: 'rs0', members: [\n  { _id: 0, host: 'a:27017' },\n  { _id: 1, host: 'b:27017' },\n  { _id: 2, host: 'c:27017'${third} },\n] });\n`;

export default defineRule({
  ...CLAIM,
  id: 'claim-mongodb-majority-default',
  engines: ['mongodb'],
  summary:
    'A comment or document says that writes wait for a majority by default; with this arbiter they do not.',
  costs:
    'MongoDB 5.0 and newer takes `w: "majority"` as the default only where the members that hold data are more than a majority of the votes. With two of them and an arbiter it takes `w: 1`: an acknowledged write may be on the primary alone, and is rolled back when that fails.',
  advice:
    'Set the default with `setDefaultRWConcern`, replace the arbiter by a member with data, or change the sentence.',
  sources: [
    {
      title: 'MongoDB: default write concern',
      url: 'https://www.mongodb.com/docs/manual/reference/mongodb-defaults/',
    },
  ],
  bad: [
    clusterExample(
      'mongodb',
      {
        'init-replica.js': set(', arbiterOnly: true'),
        'README.md': 'Since MongoDB 5 the default write concern is majority.\n',
      },
      'w: 1',
    ),
  ],
  good: [
    clusterExample('mongodb', {
      'init-replica.js': set(''),
      'README.md': 'Since MongoDB 5 the default write concern is majority.\n',
    }),
    clusterExample('mongodb', {
      'init-replica.js': set(', arbiterOnly: true'),
      'README.md': 'Because of the arbiter majority is not the default.\n',
    }),
  ],
  check: checkClaim('claim-mongodb-majority-default', (cluster, claim) => {
    if (cluster.open || cluster.members.length < 2) return undefined;
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    const arbiters = voters.filter(({ role }) => role === 'witness').length;
    const holders = voters.length - arbiters;
    const version = cluster.versions.mongodb?.version;
    if (isOlder(version, '5.0'))
      return `${quoted(claim)}: before MongoDB 5.0 the default is w: 1, so an acknowledged write may be on the primary alone and is rolled back when that fails. Ask for w: "majority" yourself, or change the sentence.`;
    if (arbiters === 0 || holders > majority(voters.length)) return undefined;
    return `${quoted(claim)}: with ${arbiters === 1 ? 'an arbiter' : `${arbiters} arbiters`} and ${holders} voting members with data, MongoDB takes w: 1 as its default, and a failover may roll acknowledged writes back. Call setDefaultRWConcern, or change the sentence.`;
  }),
});
