import { majority } from '../../cluster/quorum.js';
import { SENTINEL } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-sentinel-quorum',
  engines: ['sentinel'],
  summary: "A comment or document takes Sentinel's quorum for the number that is needed to fail over.",
  costs:
    'The quorum only decides when the master counts as down. To fail over, a sentinel must be elected by a majority of all sentinels that are known, and by at least as many as the quorum. With five sentinels and a quorum of 2, two that are left never fail over.',
  advice: 'Count on a majority of all sentinels being up, and say so.',
  sources: [
    {
      title: 'Redis Sentinel: quorum and majority',
      url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#fundamental-things-to-know-about-sentinel-before-deploying',
    },
  ],
  bad: [
    clusterExample(
      'sentinel',
      { ...SENTINEL, 'README.md': 'The quorum is the number of sentinels needed to fail over.\n' },
      '3 of 5',
    ),
  ],
  good: [
    clusterExample('sentinel', {
      ...SENTINEL,
      'README.md': 'The quorum marks the master as down; a majority is needed to fail over.\n',
    }),
  ],
  check: checkClaim(
    'claim-sentinel-quorum',
    (cluster, claim) => {
      const sentinels = cluster.members.filter(({ votes }) => votes > 0).length;
      const settings = settingsOf(cluster, 'sentinel');
      const quorum = Number(settings?.text('quorum') ?? settings?.raw('monitor')?.raw ?? Number.NaN);
      if (cluster.open || sentinels < 3 || quorum >= majority(sentinels)) return undefined;
      return `${quoted(claim)}: the quorum only marks the master as down. To fail over a sentinel needs the votes of ${majority(sentinels)} of ${sentinels}, and of the quorum if that is more. Keep a majority of them up, or change the sentence.`;
    },
    written('sentinel', 'quorum'),
  ),
});
