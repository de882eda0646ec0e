import { NAMES_OF_TODAY } from '../../cluster/systems/cassandra/parameters.js';
import { cameFrom, nodeFile, nodesOf, one } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-old-and-new-name',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cassandra'],
  summary: 'A setting stands under its old and its new name: the node does not start.',
  gains: 'None.',
  costs:
    'Since version 4.1 settings have names without units, and the old ones are read as well. A file with both of one setting is refused, unless `cassandra.allow_new_old_config_keys` is set, and then one of the two counts.',
  fineWhen: 'Never.',
  advice: 'Take the old name out.',
  sources: [
    {
      title: 'Cassandra: how the file is loaded',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/YamlConfigurationLoader.java',
    },
  ],
  bad: one(
    {
      'conf/cassandra.yaml': nodeFile(
        'listen_address: 10.0.0.1\nmax_hint_window: 3h\nmax_hint_window_in_ms: 10800000\n',
      ),
    },
    'does not start',
  ),
  good: one({ 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nmax_hint_window: 3h\n') }),
  check(cluster, context) {
    for (const { settings } of nodesOf(cluster)) {
      if (cameFrom(settings) !== 'file') continue;
      const byKey = new Map(settings.written.map(each => [each.key, each]));
      for (const [key, each] of byKey) {
        const now = NAMES_OF_TODAY.get(key);
        const other = now === undefined ? undefined : byKey.get(now);
        if (other === undefined) continue;
        context.report({
          origin: each.keyOrigin,
          message: `${key} is the old name of ${now}, which is set as well: since version 4.1 the node does not start with both. Take ${key} out.`,
          related: [{ origin: other.keyOrigin, message: `${now} is set here.` }],
          fixes: removal(each.keyOrigin, each.origin),
        });
      }
    }
  },
});

/** Takes the line of a setting away, where it has one of its own. */
function removal(
  key: {
    readonly unit: import('../../sql/reading.js').SourceUnit;
    readonly span: { readonly start: number; readonly end: number };
  },
  value: { readonly span: { readonly end: number } },
) {
  const { text } = key.unit.piece;
  const start = text.lastIndexOf('\n', key.span.start - 1) + 1;
  const found = text.indexOf('\n', value.span.end);
  const end = found < 0 ? text.length : found + 1;
  if (text.slice(start, key.span.start).trim() !== '') return [];
  return [
    {
      title: 'Take the old name out',
      edits: [{ origin: { unit: key.unit, span: { start, end } }, newText: '' }],
      safe: false,
    },
  ];
}
