import type { Member } from '../../cluster/model.js';
import { FILE_ALONE, FILE_IN_FOLDER, FILE_READ_ONLY } from '../../cluster/systems/redis/sentinels.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { REDIS_SOURCES, sentinelSettings, sentinelsIn } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

/** Three Sentinels of one composition, each with what it mounts. */
const three = (image: string, mounts: (n: number) => string, path: (n: number) => string) => ({
  'watch/sentinel.conf':
    'sentinel monitor main 10.0.0.1 6379 2\nsentinel down-after-milliseconds main 5000\n',
  'compose.yml': `services:\n${[1, 2, 3]
    .map(
      n =>
        `  sentinel-${n}:\n    image: ${image}\n    command: redis-sentinel ${path(n)}\n    volumes: ['${mounts(n)}']\n`,
    )
    .join('')}`,
});

export default defineRule({
  id: 'sentinel-own-file',
  subject: 'redis',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['sentinel'],
  summary: 'A Sentinel cannot write to its file, or shares it with another one.',
  gains: 'One file less to look after.',
  costs:
    'Sentinel keeps its state in its config file: its id, the others, the master of now. It refuses to start where it may not write to it. Where several write to one file, who starts later reads the id of the first; Sentinels of one id take each other for one, and no majority comes about.',
  fineWhen: 'Never.',
  advice:
    'Give each Sentinel a folder of its own that it can write to, and copy the file there before it starts.',
  sources: [REDIS_SOURCES.sentinel, REDIS_SOURCES.sentinelSource],
  bad: [
    clusterExample(
      'sentinel',
      three(
        'redis:7.2',
        () => './watch/sentinel.conf:/etc/sentinel.conf:ro',
        () => '/etc/sentinel.conf',
      ),
      'not writable',
    ),
    clusterExample(
      'sentinel',
      three(
        'redis:7.2',
        () => './watch:/watch',
        () => '/watch/sentinel.conf',
      ),
      'the same id',
    ),
    clusterExample(
      'sentinel',
      three(
        'redis:5.0',
        () => './watch/sentinel.conf:/etc/sentinel.conf',
        () => '/etc/sentinel.conf',
      ),
      'the same id',
    ),
  ],
  good: [
    // A file that is mounted by itself is not replaced from 6 on: each keeps its id in its memory.
    clusterExample(
      'sentinel',
      three(
        'redis:7.2',
        () => './watch/sentinel.conf:/etc/sentinel.conf',
        () => '/etc/sentinel.conf',
      ),
    ),
    clusterExample(
      'sentinel',
      three(
        'redis:7.2',
        n => `./s${n}:/watch`,
        () => '/watch/sentinel.conf',
      ),
    ),
    // The file is copied first.
    clusterExample('sentinel', {
      'sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\n',
      'compose.yml':
        "services:\n  sentinel:\n    image: redis:7.2\n    command: sh -c 'cp /in/sentinel.conf /data/ && redis-sentinel /data/sentinel.conf'\n    volumes: ['./sentinel.conf:/in/sentinel.conf:ro']\n",
    }),
  ],
  check(cluster, context) {
    const sentinels = sentinelsIn(cluster);
    const locked = sentinels.flatMap(member => sentinelSettings(member).raw(FILE_READ_ONLY) ?? []);
    const [first, ...others] = locked;
    if (first !== undefined) {
      context.report({
        origin: first.origin,
        severity: 'error',
        related: others.map(({ origin }) => ({ origin, message: 'This one too.', same: true })),
        message: `Sentinel writes what it learns to its config file and does not start where it cannot ("Sentinel config file ... is not writable"): this one is mounted read-only. Mount it elsewhere and copy it to a folder of the Sentinel before it starts.`,
      });
      return;
    }
    const byFile = new Map<string, Member[]>();
    for (const member of sentinels) {
      const settings = sentinelSettings(member);
      const version = settings.version ?? cluster.versions.redis?.version ?? cluster.versions.valkey?.version;
      const alone = isOlder(version, '6.0') ? settings.raw(FILE_ALONE) : undefined;
      const file = (settings.raw(FILE_IN_FOLDER) ?? alone)?.raw;
      if (typeof file === 'string') byFile.set(file, [...(byFile.get(file) ?? []), member]);
    }
    for (const [file, members] of byFile) {
      const [one, ...rest] = members.map(placeOf);
      if (one === undefined || rest.length === 0) continue;
      context.report({
        origin: one,
        related: rest.map(origin => ({ origin, message: 'So does this one.' })),
        message: `${members.length} Sentinels write to one file, ${file.slice(file.lastIndexOf('/') + 1)}: who starts later reads the same id from it, and Sentinels of one id take each other for one, so no majority comes about. Give each a folder with a copy of its own.`,
      });
    }
  },
});

function placeOf(member: Member) {
  const settings = sentinelSettings(member);
  return (settings.raw(FILE_IN_FOLDER) ?? settings.raw(FILE_ALONE))!.origin;
}
