import type { Cluster } from '../../cluster/model.js';
import { majority, tolerance } from '../../cluster/quorum.js';
import { isSpread } from '../lib/cluster/compositions.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  holdsCache,
  isRing,
  REDIS_SOURCES,
  replicasIn,
  ringCommand,
  ringExample,
} from '../lib/cluster/redis.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

function isInCompose({ origin: { unit } }: Cluster): boolean {
  return /compose[^/]*\.ya?ml$/i.test(unit.uri) && !isSpread(unit.piece.text);
}

/** True where a comment of its file says that there are no replicas on purpose, or that production gets some. */
function isWithoutOnPurpose({ origin: { unit } }: Cluster): boolean {
  return /^[^\n#]*#[^\n]*\b(?:(?:no|without|skip(?:ping)?) (?:any )?(?:replicas?|slaves?)\b[^\n]*\b(?:dev\w*|local\w*|test\w*|demo|on purpose|intentional\w*|deliberate\w*|by design)\b|add (?:\w+ )?(?:replicas?|slaves?) (?:for|in) prod)/im.test(
    unit.piece.text,
  );
}

export default defineRule({
  id: 'redis-cluster-masters',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'Too few masters to make a Redis Cluster, or masters without replicas.',
  gains: 'Fewer machines.',
  costs:
    'redis-cli makes no cluster of fewer than three masters. Masters vote on failovers: a majority has to be left. A master without a replica takes its slots along, and by default the whole cluster then refuses every command.',
  fineWhen: 'A cache that may be gone, with cluster-require-full-coverage no.',
  advice: 'Three masters or more, an odd number, each with a replica on another machine.',
  sources: [REDIS_SOURCES.cluster, REDIS_SOURCES.conf],
  bad: [
    ringExample('', 'refuses to make', ringCommand(4, 1)),
    ringExample('', 'no replica', ringCommand(3, 0)),
  ],
  good: [
    // Replicas join afterwards.
    ringExample(
      '',
      undefined,
      `${ringCommand(3, 0)}\nredis-cli --cluster add-node 10.0.0.9:6379 10.0.0.1:6379 --cluster-slave`,
    ),
    clusterExample('redis', {
      'redis.conf': 'port 6379\ncluster-enabled yes\n',
      'create.sh': `# No replicas in dev - add 3 replicas for production HA\n${ringCommand(3, 0)}\n`,
    }),
    ringExample(''),
    ringExample('', undefined, ringCommand(10, 1)),
    ringExample(
      'maxmemory 1gb\nmaxmemory-policy allkeys-lru\ncluster-require-full-coverage no\n',
      undefined,
      ringCommand(3, 0),
    ),
  ],
  check(cluster, context) {
    if (!isRing(cluster) || cluster.open) return;
    const masters = cluster.members.filter(({ leader }) => leader).length;
    const replicas = replicasIn(cluster).length;
    if (masters < 3) {
      context.report({
        origin: cluster.origin,
        severity: 'error',
        message: `${cluster.members.length} nodes with replicas make ${masters} master${masters === 1 ? '' : 's'}, and redis-cli refuses to make a cluster of fewer than 3. Add nodes or ask for fewer replicas.`,
      });
    } else if (replicas === 0) {
      // All of them in one composition share a machine: there it is a trial.
      if (isWithoutOnPurpose(cluster) || isInCompose(cluster)) return;
      if (
        isTrialFile(cluster.origin, context.clusters) ||
        /(?:^|\/)\.(?:github|gitlab|circleci)(?:\/|-)/.test(cluster.origin.unit.uri)
      )
        return;
      const covered = cluster.members.some(
        ({ settings }) => settings.redis?.flag('cluster-require-full-coverage') === false,
      );
      // A cache of which a part may be gone.
      if (covered && holdsCache(cluster)) return;
      context.report({
        origin: cluster.origin,
        message: `The ${masters} masters of ${cluster.name} have no replica: losing one loses its share of the keys${covered ? '' : ', and the whole cluster refuses commands until it is back'}. Give each a replica.`,
      });
    } else if (masters % 2 === 0 && !isInCompose(cluster)) {
      context.report({
        origin: cluster.origin,
        severity: 'info',
        message: `Failovers of ${cluster.name} need ${majority(masters)} of ${masters} masters: ${tolerance(masters)} may be lost at once, as with ${masters - 1}.`,
      });
    }
  },
});
