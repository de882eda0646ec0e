import { majority } from '../../cluster/quorum.js';
import { copiesOf } from '../../cluster/systems/couchdb/index.js';
import { couch, THEORY } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'couchdb-quorum-ignored',
  subject: 'multileader',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['couchdb'],
  summary: 'r or w stands in [cluster], where nothing reads it.',
  gains: 'None.',
  costs:
    'BigCouch read these two; CouchDB, since it has clusters (2.0), does not: a read and a write ask for more than half of the copies, unless the request itself says `?r=` or `?w=`. Who wrote w = 3 to be safe has two copies when 201 comes back.',
  fineWhen: 'Never.',
  advice: 'Take them out; give `w` or `r` with the requests that need another number.',
  sources: [
    THEORY,
    {
      title: 'CouchDB: fabric_doc_update.erl, what w is',
      url: 'https://github.com/apache/couchdb/blob/main/src/fabric/src/fabric_doc_update.erl',
    },
  ],
  bad: [
    ...couch({ 'local.ini': '[cluster]\nn = 3\nw = 3\n' }, 'w = 3'),
    ...couch({ 'local.ini': '[cluster]\nr = 1\n' }, 'r = 1'),
  ],
  good: [
    ...couch({ 'local.ini': '[cluster]\nn = 3\n' }),
    // What is in force all the same.
    ...couch({ 'local.ini': '[cluster]\nq = 1\nn = 1\nr = 1\nw = 1\n' }),
  ],
  check(cluster, context) {
    const copies = copiesOf(cluster.settings.couchdb);
    if (copies === undefined || copies < 1) return;
    const asked = majority(copies);
    const seen = new Set<string>();
    for (const { settings } of cluster.members)
      for (const name of ['r', 'w']) {
        const written = settings.couchdb?.raw(`cluster.${name}`);
        const own = Number(written?.raw);
        if (written === undefined || !Number.isInteger(own) || own < 1 || own === asked) continue;
        const { unit, span } = written.origin;
        const place = `${unit.uri}:${span.start}`;
        if (seen.has(place)) continue;
        seen.add(place);
        context.report({
          origin: written.origin,
          severity: own > asked ? 'warning' : 'info',
          message: `CouchDB does not read ${name} = ${own} here: ${name === 'w' ? 'a write is answered with 201 once' : 'a read is answered once'} ${asked} of ${copies} copies have answered, unless the request says ?${name}=. Take it out, and give it with the requests.`,
        });
      }
  },
});
