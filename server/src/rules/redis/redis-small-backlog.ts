import { givenIn, REDIS_SOURCES, serversExample, shownServers } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const MB = 2 ** 20;

export default defineRule({
  id: 'redis-small-backlog',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['redis'],
  summary: 'A replica that was away for a moment copies everything again.',
  gains: 'A megabyte of memory.',
  costs:
    'A replica goes on where it stopped only while the master still has what it missed. Otherwise the master forks and sends its whole memory, and the replica is of no use until it has loaded it.',
  fineWhen: 'Hardly any writes, or a small data set.',
  advice:
    'Bytes written per second times the longest outage to bear, twice over: 1 MB/s and a minute make 128mb.',
  sources: [REDIS_SOURCES.conf],
  bad: [serversExample(n => (n === 1 ? 'repl-backlog-size 256kb\n' : ''), '0.3 s')],
  good: [
    serversExample('repl-backlog-size 1mb\n'),
    serversExample('repl-backlog-size 128mb\n'),
    serversExample(''),
  ],
  check(cluster, context) {
    for (const { given } of givenIn(shownServers(cluster), 'repl-backlog-size').slice(0, 1)) {
      const bytes = given.effective;
      // The default of 1 MB says nothing of how much is written; less was chosen.
      if (typeof bytes !== 'number' || bytes >= MB) continue;
      context.report({
        origin: given.written.origin,
        tradeOff: () => ({
          gains: [`${Math.round(bytes / 1024)} kB of memory, no more.`],
          costs: [
            'An outage beyond it costs a full copy: a fork of the master, its whole memory over the network, and a replica that is of no use meanwhile.',
          ],
          breakEven: 'Bytes written per second times the longest outage of a replica.',
          advice: ['Take twice that: memory for it is used only while there are replicas.'],
          numbers: [1, 10, 50].map(rate => ({
            label: `outage covered at ${rate} MB/s`,
            value: `${Math.round((bytes / MB / rate) * 1000) / 1000} s`,
            from: 'this setting',
          })),
        }),
        message: `The backlog covers an outage of ${Math.max(0.1, Math.round((bytes / MB) * 10) / 10)} s at 1 MB/s of writes: a replica that misses more copies everything again. A minute needs 64mb.`,
      });
    }
  },
});
