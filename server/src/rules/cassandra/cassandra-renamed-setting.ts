import type { Written } from '../../cluster/settings.js';
import { NAMES_OF_TODAY } from '../../cluster/systems/cassandra/parameters.js';
import { isAtLeast, printVersion } from '../../cluster/version.js';
import { cameFrom, nodeFile, nodesOf, one } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import type { Edit } from '../rule.js';
import { defineRule } from '../rule.js';

const file = (version: string, lines: string): Record<string, string> => ({
  'conf/cassandra.yaml': `# Apache Cassandra ${version}\n${nodeFile(`listen_address: 10.0.0.1\n${lines}`)}`,
});

export default defineRule({
  id: 'cassandra-renamed-setting',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'info',
  engines: ['cassandra'],
  summary: 'Settings stand under the names that they had before version 4.1.',
  gains: 'The same file serves older nodes.',
  costs:
    'The old names are read, with a warning in the log, and are deprecated. When one of them comes to stand beside its new name the node does not start.',
  fineWhen: 'The cluster is being upgraded, and the file serves both versions.',
  advice: 'Use the new names, with units in the values.',
  sources: [
    {
      title: 'Cassandra: names of settings and what they replace',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/Config.java',
    },
  ],
  bad: one(
    file('4.1', 'max_hint_window_in_ms: 10800000\ncommitlog_segment_size_in_mb: 32\n'),
    'max_hint_window',
  ),
  good: [
    ...one(file('4.1', 'max_hint_window: 3h\n')),
    ...one(file('3.11', 'max_hint_window_in_ms: 10800000\n')),
  ],
  check(cluster, context) {
    const version = cluster.versions.cassandra?.version;
    if (version === undefined || !isAtLeast(version, '4.1')) return;
    for (const { settings } of nodesOf(cluster)) {
      if (cameFrom(settings) !== 'file') continue;
      const old = settings.written.filter(
        ({ key }) => NAMES_OF_TODAY.has(key) && settings.raw(key)?.key === key,
      );
      const [first] = old;
      if (first === undefined) continue;
      context.report({
        origin: first.keyOrigin,
        tag: 'deprecated',
        message: `${first.key} is called ${NAMES_OF_TODAY.get(first.key)!} since version 4.1, with a unit in the value${old.length > 1 ? `; ${old.length - 1} more settings of this file have old names` : ''}. Cassandra ${printVersion(version)} still reads them.`,
        fixes: () => {
          const edits = old.flatMap(edit);
          return edits.length === 0 ? [] : [{ title: 'Use the names of today', edits, safe: false }];
        },
      });
      return;
    }
  },
});

/** The new name, and the value with the unit of the old one. */
function edit(written: Written): Edit[] {
  const name = replace(written.keyOrigin, NAMES_OF_TODAY.get(written.key)!);
  const unit = UNITS[/_in_(ms|kb|mb)$/.exec(written.key)?.[1] ?? ''];
  const value = String(written.raw ?? '');
  if (unit === undefined) return [name];
  return /^\d+$/.test(value) ? [name, replace(written.origin, `${value}${unit}`)] : [];
}

const UNITS: Readonly<Record<string, string>> = { ms: 'ms', kb: 'KiB', mb: 'MiB' };
