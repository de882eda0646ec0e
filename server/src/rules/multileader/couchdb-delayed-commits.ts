import { isAtLeast } from '../../cluster/version.js';
import { couch, eachCouchSetting } from '../lib/cluster/couch.js';
import { lineOf } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const file = (on: boolean): Record<string, string> => ({
  'local.ini': `[couchdb]\nmax_document_size = 8000000\ndelayed_commits = ${on}\n`,
});

export default defineRule({
  id: 'couchdb-delayed-commits',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['couchdb'],
  summary: 'delayed_commits acknowledges writes before they are on disk, or does nothing any more.',
  gains: 'Before version 3: single writes do not wait for the disk.',
  costs:
    'Before version 3 up to a second of acknowledged writes is lost when the machine fails. Version 3 took the setting away: it is ignored, and every write is on disk.',
  fineWhen: 'The data can be made again.',
  advice: 'Take it out.',
  sources: [
    {
      title: 'CouchDB 3.0: what is new',
      url: 'https://docs.couchdb.org/en/stable/whatsnew/3.0.html',
    },
  ],
  bad: couch(file(true), 'version 3'),
  good: couch(file(false)),
  check(cluster, context) {
    const version = cluster.versions.couchdb?.version;
    eachCouchSetting(cluster, 'couchdb.delayed_commits', ({ value, written }) => {
      if (value !== true) return;
      const old = version !== undefined && !isAtLeast(version, '3.0');
      context.report({
        origin: written.keyOrigin,
        severity: old ? 'warning' : 'info',
        message: old
          ? 'Writes are acknowledged up to a second before they are on disk: those are lost when the machine fails. Set delayed_commits to false.'
          : 'delayed_commits went in version 3: it is ignored there, and before it up to a second of acknowledged writes is lost when the machine fails. Take it out.',
        fixes: lineOf(written).map(edit => ({ title: 'Take it out', edits: [edit], safe: false })),
      });
    });
  },
});
