import type { Written } from '../../cluster/settings.js';
import { neededVariable } from '../../cluster/uncertain.js';
import { isAtLeast, printVersion } from '../../cluster/version.js';
import { elastic, lineOf, searchMembers, searchNodes } from '../lib/cluster/search.js';
import { replace } from '../lib/edits.js';
import { defineRule, type Edit, type Fix } from '../rule.js';

const at = (version: string, line: string): Record<string, string> => ({
  'elasticsearch.yml': `# Elasticsearch ${version}\n${searchNodes(line)['n1/elasticsearch.yml']!}`,
});

export default defineRule({
  id: 'search-removed-setting',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['elasticsearch'],
  summary: 'A setting that version 8 took away: the node does not start.',
  gains: 'None.',
  costs:
    'A node refuses settings that it does not know. Version 8 took away `node.master`, `node.data` and the like (now `node.roles`), what began with `discovery.zen`, and the counts of `gateway` that did not count data nodes.',
  fineWhen: 'Never.',
  advice: 'Use `node.roles`, `discovery.seed_hosts`, `gateway.recover_after_data_nodes`.',
  sources: [
    {
      title: 'Elasticsearch: migrating to 8.0',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/8.0/migrating-8.0.html',
    },
  ],
  bad: [
    ...elastic(at('8.11', 'node.master: true\n'), 'node.roles'),
    ...elastic(at('8.11', 'discovery.zen.ping.unicast.hosts: [10.0.0.1]\n'), 'discovery.seed_hosts'),
    ...elastic(at('8.11', 'gateway.recover_after_nodes: 2\n'), 'gateway.recover_after_data_nodes'),
    ...elastic(
      at('8.11', 'gateway.recover_after_nodes: 2\ngateway.expected_nodes: 3\n'),
      'The same holds for gateway.expected_nodes',
    ),
  ],
  good: [
    ...elastic(at('7.17', 'node.master: true\n')),
    ...elastic(at('8.11', 'node.roles: [master]\n')),
    ...elastic({
      'templates/elasticsearch.yml.j2':
        '# Elasticsearch 8.11\ncluster.name: logs\n{% if es_master is defined %}\nnode.master: {{ es_master }}\n{% endif %}\n',
    }),
  ],
  check(cluster, context) {
    const { version } = cluster.versions.elasticsearch ?? {};
    if (version === undefined || !isAtLeast(version, '8.0')) return;
    const files = new Map<string, Map<number, Written>>();
    for (const { settings } of searchMembers(cluster)) {
      for (const each of settings.written) {
        if (NOW[each.key] === undefined) continue;
        const { unit, span } = each.keyOrigin;
        // Whether anybody sets what a template asks for it does not tell.
        if (neededVariable(each.keyOrigin) !== undefined) continue;
        const own = files.get(unit.uri) ?? new Map<number, Written>();
        files.set(unit.uri, own.set(span.start, each));
      }
    }
    // Once for each file: the others of it are named with the first.
    for (const own of files.values()) {
      const [first, ...others] = [...own.values()];
      if (first === undefined) continue;
      const names = [...new Set(others.map(({ key }) => key))].filter(key => key !== first.key);
      const more =
        names.length === 0
          ? ''
          : ` The same holds for ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}.`;
      context.report({
        origin: first.keyOrigin,
        message: `Elasticsearch ${printVersion(version)} does not know ${first.key} and does not start with it. ${insteadOf(first)}${more}`,
        related: others.map(each => ({ origin: each.keyOrigin, message: insteadOf(each) })),
        fixes: () => fixesOf([first, ...others]),
      });
    }
  },
});

function insteadOf({ key }: Written): string {
  const now = NOW[key];
  return now === undefined || now === '' ? 'Take it out.' : `Use ${now}.`;
}

/** What mends all of them at once; nothing where one of them takes thought. */
function fixesOf(all: readonly Written[]): readonly Fix[] {
  const edits = all.map(editsOf);
  if (edits.some(({ length }) => length === 0)) return [];
  const [first] = all;
  const now = NOW[first!.key] ?? '';
  const title = all.length > 1 ? 'Write the names of version 8' : now === '' ? 'Take it out' : `Use ${now}`;
  return [{ title, edits: edits.flat(), safe: all.every(({ key }) => /^discovery/.test(NOW[key] ?? '')) }];
}

function editsOf(each: Written): readonly Edit[] {
  const now = NOW[each.key] ?? '';
  const { unit, span } = each.keyOrigin;
  if (now === '') return lineOf(each);
  const flat = unit.piece.text.slice(span.start, span.end) === each.key;
  return flat && /^(?:discovery|gateway)/.test(now) ? [replace(each.keyOrigin, now)] : [];
}

/** What went in version 8, with what stands for it; `''`: nothing. */
const NOW: Readonly<Record<string, string>> = {
  'node.master': 'node.roles',
  'node.data': 'node.roles',
  'node.ingest': 'node.roles',
  'node.ml': 'node.roles',
  'node.voting_only': 'node.roles',
  'discovery.zen.ping.unicast.hosts': 'discovery.seed_hosts',
  'discovery.zen.hosts_provider': 'discovery.seed_providers',
  'discovery.zen.no_master_block': '',
  'gateway.expected_nodes': 'gateway.expected_data_nodes',
  'gateway.recover_after_nodes': 'gateway.recover_after_data_nodes',
  'gateway.expected_master_nodes': '',
  'gateway.recover_after_master_nodes': '',
};
