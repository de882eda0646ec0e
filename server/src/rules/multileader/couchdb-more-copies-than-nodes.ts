import { CLUSTER_DOCS, couch, eachCouchSetting } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

const two = (cluster: string): Record<string, string> => ({
  'local.ini': `[cluster]\nseedlist = couchdb@a.example.com,couchdb@b.example.com\n${cluster}`,
});

export default defineRule({
  id: 'couchdb-more-copies-than-nodes',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'More copies are asked for than there are nodes.',
  gains: 'None: databases that are made meanwhile keep the lower number.',
  costs:
    'A database gets as many copies as there are nodes when it is made, with a line in the log, and keeps them when nodes are added: it goes on with fewer copies than the config says.',
  fineWhen: 'No database is made before the other nodes are there.',
  advice: 'Add the nodes first, or ask for as many copies as there are nodes.',
  sources: [
    CLUSTER_DOCS,
    {
      title: 'CouchDB: how the number of copies is cut',
      url: 'https://github.com/apache/couchdb/blob/main/src/mem3/src/mem3_util.erl',
    },
  ],
  bad: couch(two('n = 3\n'), '2 nodes'),
  good: [...couch(two('n = 2\n')), ...couch(two('q = 2\n'))],
  check(cluster, context) {
    const nodes = cluster.members.length;
    if (cluster.open || nodes < 2) return;
    eachCouchSetting(cluster, 'cluster.n', ({ value, written }) => {
      if (typeof value !== 'number' || value <= nodes) return;
      context.report({
        origin: written.origin,
        message: `${value} copies are asked for and there are ${nodes} nodes: databases made now get ${nodes}, and keep them when nodes are added. Add the nodes first, or ask for ${nodes}.`,
      });
    });
  },
});
