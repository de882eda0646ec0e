import { HIDDEN } from '../../documents/templates.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const files = (url: string) => ({
  's1/sentinel.conf': 'port 26379\nsentinel announce-ip 10.0.0.5\nsentinel monitor orders 10.0.0.1 6379 2\n',
  's2/sentinel.conf': 'port 26379\nsentinel announce-ip 10.0.0.6\nsentinel monitor orders 10.0.0.1 6379 2\n',
  's3/sentinel.conf': 'port 26379\nsentinel announce-ip 10.0.0.7\nsentinel monitor orders 10.0.0.1 6379 2\n',
  'application.properties': `spring.redis.url=${url}\n`,
});

export default defineRule({
  id: 'sentinel-client-unknown-master',
  subject: 'redis',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'A program asks the Sentinels for a master that none of them watches.',
  gains: 'None.',
  costs: 'Sentinels answer that they know no such master, and the program finds no server.',
  fineWhen: 'Other Sentinels, whose files are not here, answer at these addresses.',
  advice: 'The name that `sentinel monitor` gives.',
  sources: [
    {
      title: 'Guidelines for Redis clients with support for Redis Sentinel',
      url: 'https://redis.io/docs/latest/develop/reference/sentinel-clients/',
    },
  ],
  bad: [
    clusterExample('sentinel', files('redis-sentinel://10.0.0.5:26379,10.0.0.6:26379/0#mymaster'), 'orders'),
    clusterExample('sentinel', files('redis+sentinel://10.0.0.5:26379/mymaster/0'), 'mymaster'),
  ],
  good: [clusterExample('sentinel', files('redis-sentinel://10.0.0.5:26379/0#orders'))],
  check(cluster, context) {
    for (const { settings, targets } of cluster.clients) {
      const name = settings.redis?.raw('sentinelMasterId');
      if (typeof name?.raw !== 'string') continue;
      const asked = targets.map(({ text }) => text);
      // The same Sentinels may watch several masters.
      const watched = context.clusters.filter(
        ({ system, members }) =>
          system === 'redis' &&
          members.some(
            ({ settings: own, addresses }) =>
              own.sentinel !== undefined && addresses.some(address => asked.includes(address)),
          ),
      );
      const names = watched.map(each => each.name);
      if (names.length === 0 || names.includes(name.raw) || names.some(each => each.includes(HIDDEN)))
        continue;
      context.report({
        origin: name.origin,
        message: `The Sentinels at ${asked.join(' and ')} watch ${names.join(' and ')}, not ${name.raw}: the program is told of no server. Ask for ${names.join(' or ')}.`,
      });
    }
  },
});
