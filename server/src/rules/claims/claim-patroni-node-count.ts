import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const node = (comment: string, count: number) =>
  `scope: main\nname: n1\npostgresql:\n  listen: 0.0.0.0:5432\nbootstrap:\n  dcs:\n    synchronous_mode: true\n    synchronous_mode_strict: true\n    # ${comment}\n    synchronous_node_count: ${count}\n`;

export default defineRule({
  ...CLAIM,
  id: 'claim-patroni-node-count',
  engines: ['patroni'],
  summary: 'A comment or document says that strict mode enforces several standbys; Patroni enforces one.',
  costs:
    'Patroni waits for as many standbys as `synchronous_node_count` says while they are healthy, and lowers the number when they are not. Strict mode keeps it from falling below one, not below the count.',
  advice:
    "Say that one standby is enforced. Where two must be, set PostgreSQL's own `synchronous_standby_names` without `synchronous_mode`, and live with writes that stop.",
  sources: [
    {
      title: 'Patroni: synchronous_node_count',
      url: 'https://patroni.readthedocs.io/en/latest/replication_modes.html#synchronous-replication-factor',
    },
    {
      title: 'Patroni: min_synchronous_nodes in the code',
      url: 'https://github.com/patroni/patroni/blob/master/patroni/global_config.py',
    },
  ],
  bad: [
    clusterExample(
      'patroni',
      { 'patroni.yml': node('Two synchronous standbys are always enforced.', 2) },
      'keeps 1',
    ),
  ],
  good: [
    clusterExample('patroni', { 'patroni.yml': node('Two standbys are not enforced, one is.', 2) }),
    clusterExample('patroni', { 'patroni.yml': node('One standby is enforced.', 1) }),
  ],
  check: checkClaim(
    'claim-patroni-node-count',
    (cluster, claim) => {
      const patroni = settingsOf(cluster, 'patroni');
      const count = patroni?.number('synchronous_node_count') ?? 1;
      if (patroni?.flag('synchronous_mode_strict') !== true || count < 2) return undefined;
      return `${quoted(claim)}: strict mode keeps 1 synchronous standby, not the ${count} of synchronous_node_count, which Patroni lowers when fewer are healthy. Count on 2 copies of an acknowledged write, or change the sentence.`;
    },
    written('patroni', 'synchronous_node_count'),
  ),
});
