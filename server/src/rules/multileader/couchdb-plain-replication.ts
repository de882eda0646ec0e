import { couch } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

const doc = (url: string): Record<string, string> => ({
  'couch/replication.json': `{ "source": "${url}", "target": "https://b.example.com:6984/orders", "continuous": true }\n`,
});

export default defineRule({
  id: 'couchdb-plain-replication',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'A replication sends its password over a line without encryption.',
  gains: 'No certificates.',
  costs:
    'The password goes over the network with each request, readable by whoever sits on the line, and every document with it. It also stands in this file.',
  fineWhen: 'Both databases are on one machine, or the line is encrypted by other means.',
  advice: 'Use https, with `verify_ssl_certificates`, and keep the password out of the file.',
  sources: [
    {
      title: 'CouchDB: replicator options',
      url: 'https://docs.couchdb.org/en/stable/config/replicator.html',
    },
  ],
  bad: couch(doc('http://admin:secret@a.example.com:5984/orders'), 'a.example.com'),
  good: [
    ...couch(doc('https://admin:secret@a.example.com:6984/orders')),
    ...couch(doc('http://admin:secret@localhost:5984/orders')),
    ...couch(doc('http://admin:secret@couchdb1:5984/orders')),
  ],
  check(cluster, context) {
    for (const { settings } of cluster.resources) {
      for (const each of settings.couchdb?.written ?? []) {
        if (!/^(?:source|target)(?:\.url)?$/.test(each.key) || typeof each.raw !== 'string') continue;
        const found = /^http:\/\/[^/@\s]{1,300}:[^/@\s]{1,300}@([^/:\s]+)/i.exec(each.raw);
        // Names without a dot are those of containers and pods on a network of their own.
        if (!found || /^(?:localhost$|127\.|[^.]+$)/.test(found[1]!)) continue;
        context.report({
          origin: each.origin,
          message: `The password for ${found[1]!} goes over the network as it is, with every document. Use https, and keep the password out of the file.`,
        });
      }
    }
  },
});
