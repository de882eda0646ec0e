import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-slots-like-standby-names',
  engines: ['postgres'],
  summary:
    'A comment reads synchronized_standby_slots like synchronous_standby_names; it waits for all of its slots.',
  costs:
    'In `synchronous_standby_names` a plain list means one of them. In `synchronized_standby_slots` it means all: logical subscribers get nothing while one of the standbys is away.',
  advice:
    'List only slots of standbys that must have the data before subscribers do, and say that all are waited for.',
  sources: [
    {
      title: 'PostgreSQL: synchronized_standby_slots',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONIZED-STANDBY-SLOTS',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'postgresql.conf':
          "# Works like synchronous_standby_names.\nsynchronized_standby_slots = 's1,s2'\nsynchronous_standby_names = 's1,s2'\n",
      },
      'all 2',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf':
        "# Not like synchronous_standby_names: all of them.\nsynchronized_standby_slots = 's1,s2'\nsynchronous_standby_names = 's1,s2'\n",
    }),
  ],
  check: checkClaim(
    'claim-slots-like-standby-names',
    (cluster, claim) => {
      const settings = settingsOf(cluster, 'postgres');
      const text =
        settings?.given('synchronized_standby_slots') && settings.text('synchronized_standby_slots');
      if (text === undefined || /\(/.test(text)) return undefined;
      const count = text.split(',').filter(name => name.trim() !== '').length;
      if (count < 2) return undefined;
      return `${quoted(claim)}: synchronized_standby_slots waits for all ${count} of its slots, where synchronous_standby_names waits for one of a plain list. One standby that is away keeps every logical subscriber waiting.`;
    },
    written('postgres', 'synchronized_standby_slots'),
  ),
});
