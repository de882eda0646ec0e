import type { Cluster } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
import { isOlder, parseVersion, printVersion } from '../../cluster/version.js';
import type { Origin } from '../../sql/reading.js';
import { saidFirst } from '../lib/cluster/alike.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  confExample,
  MONGO_SOURCES,
  memberSettings,
  setExample,
  setOf,
  setScript,
  THREE,
} from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-removed-setting',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'A setting that this version of MongoDB does not know any more.',
  gains: 'None.',
  costs:
    'A mongod whose config names an option that is gone does not start; a document of a replica set with one is refused, or the default that it was to set does not hold.',
  fineWhen:
    'The servers are older than the version that removed it: say which one they are (`# MongoDB 4.4`, or the tag of the image).',
  advice:
    'Take it out. The default write concern is set by `setDefaultRWConcern` now; the journal is always on.',
  sources: [
    MONGO_SOURCES.config,
    {
      title: 'Options of the config file by version',
      url: 'https://www.mongodb.com/docs/manual/reference/configuration-file-settings-command-line-options-mapping/',
    },
  ],
  bad: [
    clusterExample(
      'mongodb',
      {
        'docker-compose.yml': `services:\n${['a', 'b', 'c'].map(name => `  ${name}:\n    image: mongo:7.0\n    command: mongod --replSet rs0 --journal\n`).join('')}`,
      },
      'here 7.0',
    ),
    confExample('storage:\n  journal:\n    enabled: true\n', 'does not start'),
    setExample(
      THREE,
      'settings: { getLastErrorDefaults: { w: "majority", wtimeout: 5000 } }',
      'setDefaultRWConcern',
    ),
  ],
  good: [
    clusterExample('mongodb', {
      'mongod.conf': 'storage:\n  journal:\n    enabled: true\nreplication:\n  replSetName: rs0\n',
      'rs-init.sh': `#!/bin/sh\nmongo <<EOF\n${setScript(THREE)}EOF\n`,
    }),
    confExample('replication:\n  replSetName: rs0\n  enableMajorityReadConcern: true\n', undefined, '6.0'),
    confExample('storage:\n  journal:\n    enabled: true\n', undefined, '4.4'),
    clusterExample('mongodb', {
      'replica-set.js':
        '// MongoDB 4.4\nrs.initiate({ _id: "rs0", settings: { getLastErrorDefaults: { w: "majority" } }, members: [{ _id: 0, host: "a:27017" }] });\n',
    }),
  ],
  check(cluster, context) {
    const own = removedIn(cluster);
    const first = saidFirst(
      cluster,
      context.clusters,
      each => new Map([...removedIn(each)].map(([message, { places }]) => [message, places[0]!])),
    );
    for (const [message, { origin, later }] of first) {
      const { severity, places } = own.get(message)!;
      context.report({
        origin,
        tag: 'deprecated',
        severity,
        message,
        related: [...places.slice(1), ...later].map(place => ({ origin: place, message: 'And here.' })),
      });
    }
  },
});

interface Removed {
  readonly severity: 'info' | 'warning' | 'error';
  readonly places: Origin[];
}

/** True where a script that speaks to the set runs `mongo`, which came with servers of up to 5.0. */
function usesOldShell({ origin, members }: Cluster): boolean {
  const texts = new Set([origin, ...members.map(each => each.origin)].map(({ unit }) => unit.piece.text));
  return [...texts].some(text =>
    /(?:^|[\s;&|/])mongo[ \t]+(?:<<|-)|["']mongo["'],/m.test(text.slice(0, 100_000)),
  );
}

/** What would be said of a set, with all places of each: members that are started alike have one cause. */
function removedIn(cluster: Cluster): ReadonlyMap<string, Removed> {
  const found = new Map<string, Removed>();
  const said = new Set<Written>();
  if (cluster.system !== 'mongodb') return found;
  for (const settings of [setOf(cluster), ...cluster.members.map(memberSettings)]) {
    for (const written of settings.written) {
      const parameter = settings.table.find(written.key);
      const { removed } = parameter ?? {};
      if (
        parameter === undefined ||
        removed === undefined ||
        parameter.renamedTo !== undefined ||
        said.has(written)
      )
        continue;
      // Inside the object that is reported as a whole.
      if (parameter.name.startsWith('settings.getLastErrorDefaults.')) continue;
      if (isOlder(settings.version, removed)) continue;
      // Who still writes `name = value` has kept it since before 2.6, and its packages may be as old.
      if (settings.version === undefined && isOldForm(written)) continue;
      // The shell of old went with 6.0: what runs it is older.
      if (settings.version === undefined && !isOlder(parseVersion(removed), '6.0') && usesOldShell(cluster))
        continue;
      // What cannot be switched off any more may still be switched on.
      if (
        parameter.name === 'replication.enableMajorityReadConcern' &&
        settings.given(parameter.name)?.value === true
      )
        continue;
      said.add(written);
      const known = settings.version !== undefined;
      const version = known ? ` (here ${printVersion(settings.version!)})` : '';
      const isOption = /^(?:storage|replication|net|security)\./.test(parameter.name);
      const then = isOption
        ? 'mongod does not start with it'
        : 'the write concern that it sets does not hold: use setDefaultRWConcern';
      const message = `${parameter.name} is gone from MongoDB ${removed} on${version}: ${then}. Take it out.`;
      const severity = !known ? 'info' : isOption ? 'error' : 'warning';
      const same = found.get(message);
      if (same === undefined) found.set(message, { severity, places: [written.keyOrigin] });
      else same.places.push(written.keyOrigin);
    }
  }
  return found;
}

/** True for a line of the form that configs had before they were YAML. */
function isOldForm({ keyOrigin: { unit, span } }: Written): boolean {
  return /^[ \t]*=/.test(unit.piece.text.slice(span.end, span.end + 40));
}
