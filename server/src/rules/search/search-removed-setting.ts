import { isAtLeast, printVersion } from '../../cluster/version.js';
import { elastic, lineOf, searchMembers, searchNodes } from '../lib/cluster/search.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

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
  ],
  good: [...elastic(at('7.17', 'node.master: true\n')), ...elastic(at('8.11', 'node.roles: [master]\n'))],
  check(cluster, context) {
    const { version } = cluster.versions.elasticsearch ?? {};
    if (version === undefined || !isAtLeast(version, '8.0')) return;
    const seen = new Set<string>();
    for (const { settings } of searchMembers(cluster)) {
      for (const each of settings.written) {
        const now = NOW[each.key];
        const place = `${each.keyOrigin.unit.uri}:${each.keyOrigin.span.start}`;
        if (now === undefined || seen.has(place)) continue;
        seen.add(place);
        const renamed = now.startsWith('discovery') || now.startsWith('gateway');
        const flat =
          each.keyOrigin.unit.piece.text.slice(each.keyOrigin.span.start, each.keyOrigin.span.end) ===
          each.key;
        context.report({
          origin: each.keyOrigin,
          message: `Elasticsearch ${printVersion(version)} does not know ${each.key} and does not start with it. ${now === '' ? 'Take it out.' : `Use ${now}.`}`,
          fixes:
            renamed && flat
              ? [
                  {
                    title: `Use ${now}`,
                    edits: [replace(each.keyOrigin, now)],
                    safe: !now.startsWith('gateway'),
                  },
                ]
              : now === ''
                ? lineOf(each).map(edit => ({ title: 'Take it out', edits: [edit], safe: false }))
                : [],
        });
      }
    }
  },
});

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
