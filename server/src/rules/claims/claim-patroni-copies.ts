import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const node = (comment: string, dcs: string) =>
  `scope: main\nname: n1\npostgresql:\n  listen: 0.0.0.0:5432\nbootstrap:\n  dcs:\n    ttl: 30\n    # ${comment}\n${dcs}`;

export default defineRule({
  ...CLAIM,
  id: 'claim-patroni-copies',
  engines: ['patroni'],
  summary:
    'A comment or document says that every commit is on two nodes; without strict mode Patroni lets the leader go on alone.',
  costs:
    'With `synchronous_mode` the leader waits for a synchronous standby while there is one. When the last one is gone, Patroni takes it out of the list and the leader acknowledges commits that are on no other node. They are lost with its disk.',
  advice:
    'Add `synchronous_mode_strict: true` where writes should rather stop, or say in the text that the leader goes on alone.',
  sources: [
    {
      title: 'Patroni: synchronous mode and strict mode',
      url: 'https://patroni.readthedocs.io/en/latest/replication_modes.html',
    },
  ],
  bad: [
    clusterExample(
      'patroni',
      { 'patroni.yml': node('Every commit is on two nodes.', '    synchronous_mode: true\n') },
      'alone',
    ),
    clusterExample(
      'patroni',
      {
        'patroni.yml': node('', '    synchronous_mode: on\n'),
        'docs/adr/0003.md':
          '## Decision\n\nPatroni runs with synchronous mode, which guarantees zero data loss.\n\n## Why\n\nZero data loss by Patroni.\n',
      },
      'alone',
    ),
    clusterExample(
      'patroni',
      { 'patroni.yml': node('nothing', ''), 'README.md': 'With Patroni the RPO is 0.\n' },
      'synchronous_mode is off in patroni.yml',
    ),
  ],
  good: [
    clusterExample('patroni', {
      'patroni.yml': node('', '    synchronous_mode: true\n'),
      'README.md': 'With Patroni the synchronous standby is promoted without any data loss.\n',
    }),
    clusterExample('patroni', {
      'patroni.yml': node(
        'Every commit is on two nodes.',
        '    synchronous_mode: true\n    synchronous_mode_strict: true\n',
      ),
    }),
    clusterExample('patroni', {
      'patroni.yml': node('Not every commit is on two nodes: strict is off.', '    synchronous_mode: true\n'),
    }),
  ],
  check: checkClaim(
    'claim-patroni-copies',
    (cluster, claim) => {
      const patroni = settingsOf(cluster, 'patroni');
      if (patroni === undefined) return undefined;
      if (patroni.isHidden('synchronous_mode') || patroni.isHidden('synchronous_mode_strict'))
        return undefined;
      const mode = patroni.text('synchronous_mode');
      if (mode !== 'on' && mode !== 'quorum') {
        // PostgreSQL's own list may still make commits wait.
        if (cluster.commit.count > 0) return undefined;
        return `${quoted(claim)}: synchronous_mode is off here, commits wait for no standby, and a failover loses what had not arrived. Switch it on, with synchronous_mode_strict where writes should rather stop, or change the sentence.`;
      }
      if (patroni.flag('synchronous_mode_strict') === true) return undefined;
      // Only a synchronous standby is promoted: the failover itself loses nothing.
      if (/\bpromot\w*|\bfail ?-?over\b|\btakes? over\b/.test(claim.sentence)) return undefined;
      return `${quoted(claim)}: synchronous_mode is not strict here, so when no standby is left Patroni lets the leader go on alone, and those commits are on one node. Add synchronous_mode_strict: true, or change the sentence.`;
    },
    written('patroni', 'synchronous_mode'),
  ),
});
