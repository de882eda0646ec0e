import { copiesOf } from '../../cluster/systems/couchdb/index.js';
import { CLUSTER_DOCS, couch, eachCouchSetting, THEORY } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

const SEEDS = 'seedlist = couchdb@a.example.com,couchdb@b.example.com,couchdb@c.example.com';
const three = (cluster: string): Record<string, string> => ({
  'local.ini': `[cluster]\n${SEEDS}\n${cluster}`,
});

export default defineRule({
  id: 'couchdb-few-copies',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'New databases have one or two copies in a cluster that could have three.',
  gains: 'Less disk, and less work for each write.',
  costs:
    'With one copy the loss of a node loses its shards. With two the quorum is both: while one is away every write is answered with 202 instead of 201, and a read has nothing to compare with.',
  fineWhen: 'The data can be made again.',
  advice: 'Keep three copies, as by default. Databases keep the number that they were made with.',
  sources: [CLUSTER_DOCS, THEORY],
  bad: [
    ...couch(three('n = 1\n'), 'one copy'),
    ...couch(three('n = 2\n'), '202'),
    ...couch({ 'local.ini': '[cluster]\nn = 2\n' }, 'on three nodes'),
  ],
  good: [...couch(three('n = 3\n')), ...couch({ 'local.ini': '[cluster]\nn = 1\n' })],
  check(cluster, context) {
    // Nobody writes 2 for a single node; how many there are this file does not tell.
    const two = cluster.open && cluster.settings.couchdb?.given('cluster.n')?.value === 2;
    if (!two && (cluster.open || cluster.members.length < 3)) return;
    if (cluster.settings.couchdb?.given('cluster.placement') !== undefined) return;
    const copies = copiesOf(cluster.settings.couchdb);
    if (copies === undefined || copies >= 3 || copies < 1) return;
    eachCouchSetting(cluster, 'cluster.n', ({ written }) => {
      context.report({
        origin: written.origin,
        severity: copies === 1 ? 'warning' : 'info',
        message:
          copies === 1
            ? `New databases have one copy on ${cluster.members.length} nodes: a node that is lost takes its shards with it. Keep three.`
            : `New databases have two copies, and a quorum of two is both: while one node is away writes are answered with 202, which promises less. Keep three${two ? ', on three nodes' : ''}.`,
      });
    });
  },
});
