import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelSettings, sentinelsIn } from '../lib/cluster/redis.js';
import { nameWatched, versionOf } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

const file = (lines: string) => ({
  'sentinel.conf': `${lines}sentinel monitor main redis-1 6379 2\nsentinel down-after-milliseconds main 5000\n`,
});

export default defineRule({
  id: 'sentinel-hostname',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'Sentinel is told a name to watch, and not to resolve names.',
  gains: 'None: it does not start.',
  costs:
    'From 6.2 on Sentinel takes addresses only, unless `resolve-hostnames yes` stands before the first master: "Can’t resolve instance hostname". Before 6.2 it looked the name up once, at the start.',
  fineWhen: 'The servers are older than 6.2: say so (`# Redis 6.0`).',
  advice:
    'Write `sentinel resolve-hostnames yes` above, with `announce-hostnames yes` where addresses change, or use addresses.',
  sources: [REDIS_SOURCES.sentinelConf, REDIS_SOURCES.sentinelSource],
  bad: [
    clusterExample('sentinel', file(''), 'resolve-hostnames'),
    clusterExample('sentinel', file('# Redis 7.2\n'), 'does not start'),
  ],
  good: [
    clusterExample('sentinel', file('sentinel resolve-hostnames yes\n')),
    clusterExample('sentinel', file('# Redis 6.0\n')),
    clusterExample('sentinel', {
      ...file(''),
      'compose.yml':
        'services:\n  redis-1:\n    image: redis:5-alpine\n  redis-2:\n    image: redis:5-alpine\n    command: redis-server --replicaof redis-1 6379\n',
    }),
    clusterExample('sentinel', { 'sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\n' }),
    // Only a comment of the composition mounts it.
    clusterExample('sentinel', {
      'redis/sentinel.conf': file('')['sentinel.conf'],
      'compose.yml':
        'services:\n  redis-1:\n    image: redis:7-alpine\n#  sentinel:\n#    image: redis:7-alpine\n#    volumes:\n#      - ./redis/sentinel.conf:/etc/redis/sentinel.conf\n',
    }),
    // Filled in by hand.
    clusterExample('sentinel', { 'sentinel.conf': 'sentinel monitor main MYIP1 6379 2\n' }),
    clusterExample('sentinel', { 'sentinel.conf': 'sentinel monitor main MASTERHOST 6379 2\n' }),
    // A script writes the file that is used, with an address.
    clusterExample('sentinel', {
      ...file(''),
      'start.sh':
        '#!/bin/sh\nIP=$(getent hosts redis-1 | cut -d" " -f1)\necho "sentinel monitor main $IP 6379 2" > /tmp/s.conf\nexec redis-sentinel /tmp/s.conf\n',
    }),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    for (const member of sentinelsIn(cluster)) {
      const settings = sentinelSettings(member);
      const master = settings.raw('master');
      const host = nameWatched(member, cluster);
      if (host === undefined || master === undefined) continue;
      // A script that fills in the rest of the line may fill in an address too.
      if (settings.isHidden('quorum')) continue;
      const { unit, span } = master.origin;
      if (said.has(`${unit.uri}#${span.start}`)) continue;
      said.add(`${unit.uri}#${span.start}`);
      const line = unit.piece.text.lastIndexOf('\n', span.start) + 1;
      const given = settings.given('resolve-hostnames');
      context.report({
        origin: master.origin,
        ...(versionOf(member, cluster) === undefined ? {} : { severity: 'error' as const }),
        message: `${host} is a name, and resolve-hostnames is not on: from 6.2 on Sentinel does not start so ("Can't resolve instance hostname"). Write sentinel resolve-hostnames yes above, or use an address.`,
        fixes: () =>
          given !== undefined
            ? [
                {
                  title: 'Resolve names',
                  safe: false,
                  edits: [{ origin: given.written.origin, newText: 'yes' }],
                },
              ]
            : /^[ \t]*sentinel[ \t]/i.test(unit.piece.text.slice(line))
              ? [
                  {
                    title: 'Resolve names',
                    safe: false,
                    edits: [
                      {
                        origin: { unit, span: { start: line, end: line } },
                        newText: `${/^[ \t]*/.exec(unit.piece.text.slice(line))![0]}sentinel resolve-hostnames yes\n`,
                      },
                    ],
                  },
                ]
              : [],
      });
    }
  },
});
