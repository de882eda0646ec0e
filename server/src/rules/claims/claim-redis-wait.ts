import { SENTINEL } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-redis-wait',
  engines: ['redis'],
  summary: 'A comment or document says that WAIT makes writes durable or Redis strongly consistent.',
  costs:
    'WAIT returns how many replicas have the write in memory, and the write stays whatever the number is. A failover chooses its replica as well as it can: one that does not have the write may be promoted, and it is lost.',
  advice:
    'Look at what WAIT returns and say that it makes loss less likely. Use WAITAOF for copies on disk (7.2), or another store where nothing may be lost.',
  sources: [{ title: 'Redis: WAIT', url: 'https://redis.io/docs/latest/commands/wait/' }],
  bad: [
    clusterExample(
      'redis',
      { ...SENTINEL, 'README.md': 'The WAIT command makes writes durable.\n' },
      'less likely',
    ),
  ],
  good: [
    clusterExample('redis', { ...SENTINEL, 'README.md': 'The WAIT command does not make writes durable.\n' }),
  ],
  check: checkClaim('claim-redis-wait', (cluster, claim) =>
    cluster.members.filter(({ role }) => role === 'data').length < 2
      ? undefined
      : `${quoted(claim)}: WAIT says how many replicas have the write in memory; a failover may still promote one that has not, and the write is lost. It makes loss less likely, no more: look at its answer, and change the sentence.`,
  ),
});
