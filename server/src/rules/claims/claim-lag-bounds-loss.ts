import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const node = (comment: string, sync = '') =>
  `scope: main\nname: n1\npostgresql:\n  listen: 0.0.0.0:5432\nbootstrap:\n  dcs:\n    ttl: 30\n    # ${comment}\n    maximum_lag_on_failover: 1048576\n${sync}`;

export default defineRule({
  ...CLAIM,
  id: 'claim-lag-bounds-loss',
  engines: ['patroni'],
  summary: 'A comment or document takes maximum_lag_on_failover for the most that a failover can lose.',
  costs:
    'The limit is compared with the position that the leader last published, once in a loop. What it wrote and acknowledged after that, up to `ttl` seconds of writes, comes on top, and nothing limits it.',
  advice:
    'Reckon with the limit plus what is written in `ttl` seconds. Where that is too much, use `synchronous_mode`.',
  sources: [
    {
      title: 'Patroni: asynchronous mode durability',
      url: 'https://patroni.readthedocs.io/en/latest/replication_modes.html#asynchronous-mode-durability',
    },
  ],
  bad: [
    clusterExample('patroni', { 'patroni.yml': node('At most 1 MB is lost.') }, '30 s'),
    clusterExample(
      'patroni',
      {
        'patroni.yml': node('limit'),
        'README.md': 'maximum_lag_on_failover makes sure that we lose no more than 1 MB.\n',
      },
      '30 s',
    ),
  ],
  good: [
    clusterExample('patroni', { 'patroni.yml': node('Does not mean that at most 1 MB is lost.') }),
    clusterExample('patroni', {
      'patroni.yml': node(
        'At most 1 MB is lost.',
        '    synchronous_mode: true\n    synchronous_mode_strict: true\n',
      ),
    }),
  ],
  check: checkClaim(
    'claim-lag-bounds-loss',
    (cluster, claim) => {
      const patroni = settingsOf(cluster, 'patroni');
      if (patroni === undefined || patroni.isHidden('synchronous_mode')) return undefined;
      const mode = patroni.text('synchronous_mode');
      if (mode === 'on' || mode === 'quorum' || cluster.commit.count > 0) return undefined;
      const ttl = patroni.number('ttl');
      const plus = ttl === undefined ? 'ttl seconds' : `${ttl / 1000} s`;
      return `${quoted(claim)}: maximum_lag_on_failover is held against the position that the leader last published. What it wrote after that, up to ${plus} (ttl) of writes, is lost as well. Reckon with both, or use synchronous_mode.`;
    },
    written('patroni', 'ttl'),
  ),
});
