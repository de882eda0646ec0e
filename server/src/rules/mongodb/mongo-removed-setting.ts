import type { Written } from '../../cluster/settings.js';
import { isOlder, printVersion } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  confExample,
  MONGO_SOURCES,
  memberSettings,
  setExample,
  setOf,
  THREE,
} from '../lib/cluster/mongo.js';
import { type ClusterContext, defineRule } from '../rule.js';

type Report = Parameters<ClusterContext['report']>[0];

export default defineRule({
  id: 'mongo-removed-setting',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
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
    confExample('replication:\n  replSetName: rs0\n  enableMajorityReadConcern: true\n', undefined, '6.0'),
    confExample('storage:\n  journal:\n    enabled: true\n', undefined, '4.4'),
    clusterExample('mongodb', {
      'replica-set.js':
        '// MongoDB 4.4\nrs.initiate({ _id: "rs0", settings: { getLastErrorDefaults: { w: "majority" } }, members: [{ _id: 0, host: "a:27017" }] });\n',
    }),
  ],
  check(cluster, context) {
    const said = new Set<Written>();
    const found = new Map<string, { readonly written: Written; readonly report: Report }[]>();
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
        const report: Report = {
          origin: written.keyOrigin,
          tag: 'deprecated',
          severity: !known ? 'info' : isOption ? 'error' : 'warning',
          message: `${parameter.name} is gone from MongoDB ${removed} on${version}: ${then}. Take it out.`,
        };
        const same = found.get(report.message);
        if (same === undefined) found.set(report.message, [{ written, report }]);
        else same.push({ written, report });
      }
    }
    // Members that are started alike have one cause, and one fix.
    for (const [first, ...rest] of found.values()) {
      if (first === undefined) continue;
      const related = rest.map(({ written }) => ({ origin: written.keyOrigin, message: 'And here.' }));
      context.report({ ...first.report, related });
    }
  },
});
