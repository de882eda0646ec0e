import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  clientSettings,
  isOfProgram,
  MONGO_SOURCES,
  setScript,
  THREE,
  uriExample,
} from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-stale-reads',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'Reads go to secondaries, which may be any time behind.',
  gains: 'Secondaries take load off the primary, and are read while there is none.',
  costs:
    'Replication is asynchronous: a program may not see what it has just written, not even with w: "majority", and two reads may go back in time. Without maxStalenessSeconds a member that lags by hours is read like the others.',
  fineWhen:
    'Old data does no harm: reports, search, caches. Or every read runs in a causally consistent session with read concern majority.',
  advice: 'Bound the lag with maxStalenessSeconds (at least 90), or read from the primary what must be new.',
  sources: [
    MONGO_SOURCES.readPreference,
    {
      title: 'maxStalenessSeconds',
      url: 'https://www.mongodb.com/docs/manual/core/read-preference-staleness/',
    },
  ],
  bad: [
    uriExample('replicaSet=rs0&readPreference=secondary', 'any time'),
    uriExample('replicaSet=rs0&readPreference=nearest&maxStalenessSeconds=30', 'refuse it'),
  ],
  good: [
    uriExample('replicaSet=rs0&readPreference=secondaryPreferred&maxStalenessSeconds=120'),
    uriExample('replicaSet=rs0&readPreference=primaryPreferred'),
    // What copies a set reads where it is in nobody's way.
    clusterExample('mongodb', {
      'replica-set.js': setScript(THREE),
      'backup/app.env':
        'MONGO_URL=mongodb://db1:27017,db2:27017,db3:27017/?replicaSet=rs0&readPreference=secondary\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.members.length < 2 && !cluster.open) return;
    const said = new Set<string>();
    for (const client of cluster.clients) {
      if (!isOfProgram(client.origin.unit.uri) || readsAlone(client.origin)) continue;
      const settings = clientSettings(client);
      const preference = settings.given('readPreference');
      const limit = settings.given('maxStalenessSeconds');
      const bound = settings.number('maxStalenessSeconds');
      if (settings.text('readConcernLevel') === 'linearizable') continue;
      if (limit !== undefined && bound !== undefined && bound >= 0 && bound < 90_000) {
        context.report({
          origin: limit.written.origin,
          severity: 'warning',
          message: `maxStalenessSeconds is ${bound / 1000} and must be at least 90: drivers and servers refuse it. Use 90 or more.`,
        });
      } else if (
        (limit === undefined || bound === -1) &&
        (preference?.effective === 'secondary' ||
          preference?.effective === 'secondaryPreferred' ||
          preference?.effective === 'nearest')
      ) {
        // Once for all programs that ask for the same.
        if (said.has(preference.effective)) continue;
        said.add(preference.effective);
        context.report({
          origin: preference.written.origin,
          message: `readPreference=${preference.effective} reads from secondaries that may be any time behind: a program may miss what it has just written. Bound the lag with maxStalenessSeconds (90 or more), or read from the primary.`,
        });
      }
    }
  },
});

/** True for what copies, counts or watches: it writes nothing that it could miss. */
function readsAlone({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const around = text.slice(Math.max(0, span.start - AROUND), span.start);
  const path = unit.uri.split('/').slice(-3).join('/');
  return [path, around].some(each => READS.test(each));
}

const AROUND = 400;
const READS =
  /(?:^|[^a-z])(?:back-?ups?|dump(?:s|ed)?|export(?:er|s)?|analytics|reports?|reporting|metabase|superset|etl|bi|readonly|read-only|monitor(?:ing)?)(?:[^a-z]|$)/i;
