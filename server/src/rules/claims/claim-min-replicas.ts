import { CLAIM, checkClaim, quoted, settingsOf, written } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const conf = (comment: string) => ({
  'redis/redis.conf': `port 6379\n# ${comment}\nmin-replicas-to-write 2\nmin-replicas-max-lag 10\n`,
  'redis/replica1/redis.conf': 'port 6379\nreplicaof redis 6379\n',
});

export default defineRule({
  ...CLAIM,
  id: 'claim-min-replicas',
  engines: ['redis'],
  summary: 'A comment or document says that min-replicas-to-write puts each write on that many replicas.',
  costs:
    'The master looks at how many replicas have answered a ping within `min-replicas-max-lag` seconds, and then acknowledges without waiting for any of them. Cut off, it goes on for that long, and all of that is lost when another becomes master.',
  advice:
    'Say that it bounds how long a cut off master goes on. Use WAIT where a certain write must be on a replica before going on.',
  sources: [
    {
      title: 'Redis: replication, writes only with N attached replicas',
      url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#allow-writes-only-with-n-attached-replicas',
    },
  ],
  bad: [clusterExample('redis', conf('Guarantees that every write is on two replicas.'), '10 s')],
  good: [clusterExample('redis', conf('Does not guarantee that every write is on two replicas.'))],
  check: checkClaim(
    'claim-min-replicas',
    (cluster, claim) => {
      const settings = settingsOf(cluster, 'redis');
      const count = settings?.number('min-replicas-to-write');
      const lag = settings?.number('min-replicas-max-lag');
      if (count === undefined) return undefined;
      if (count === 0 || lag === 0)
        return `${quoted(claim)}: min-replicas-to-write is switched off here, and writes are acknowledged with no replica at all. Set it, and say that it limits how long a cut off master goes on.`;
      const seconds = lag === undefined ? 'some seconds' : `${lag >= 1000 ? lag / 1000 : lag} s`;
      return `${quoted(claim)}: the master only looks whether ${count} replica${count === 1 ? '' : 's'} answered a ping in the last ${seconds}, and acknowledges without waiting for them. What it takes in that time may be lost: use WAIT, or change the sentence.`;
    },
    written('redis', 'min-replicas-to-write'),
  ),
});
