import { majority } from '../../cluster/quorum.js';
import { isAtLeast, isOlder, printVersion } from '../../cluster/version.js';
import { DISCOVERY, eachSearchSetting, elastic, lineOf, searchNodes } from '../lib/cluster/search.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const three = (version: string, minimum: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(searchNodes(`discovery.zen.minimum_master_nodes: ${minimum}\n`, '', '')).map(
      ([name, text]) => [name, `# Elasticsearch ${version}\n${text}`],
    ),
  );

export default defineRule({
  id: 'search-minimum-masters',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch'],
  summary: 'discovery.zen.minimum_master_nodes is no majority, or the version does not go by it.',
  gains: 'Before version 7 it is what keeps a cluster from having two masters.',
  costs:
    'Before version 7 a number that is not more than half of the nodes that may become master lets both sides of a partition elect one: each takes writes, and one side’s are lost. Version 7 ignores the setting, as it keeps a voting configuration by itself; version 8 does not start with it.',
  fineWhen: 'Never.',
  advice: 'Before version 7: n/2 + 1, rounded down. From version 7 on: take it out.',
  sources: [
    DISCOVERY,
    {
      title: 'Elasticsearch 6.8: avoiding split brain with minimum_master_nodes',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/6.8/discovery-settings.html',
    },
  ],
  bad: [
    ...elastic(three('6.8', 1), 'two masters'),
    ...elastic(three('7.17', 2), 'ignores'),
    ...elastic(three('8.11', 2), 'does not start'),
  ],
  good: [...elastic(three('6.8', 2)), ...elastic(searchNodes('', '', ''))],
  check(cluster, context) {
    const { version } = cluster.versions.elasticsearch ?? {};
    if (version === undefined) return;
    const voters = cluster.members.filter(({ votes }) => votes > 0).length;
    eachSearchSetting(cluster, 'discovery.zen.minimum_master_nodes', ({ value, written }) => {
      if (isAtLeast(version, '7.0')) {
        const fatal = isAtLeast(version, '8.0');
        context.report({
          origin: written.keyOrigin,
          severity: fatal ? 'error' : 'info',
          message: fatal
            ? `Elasticsearch ${printVersion(version)} does not know discovery.zen.minimum_master_nodes and does not start with it. Take it out: the voting configuration keeps itself.`
            : `Elasticsearch ${printVersion(version)} ignores discovery.zen.minimum_master_nodes: the voting configuration keeps itself, and this protects nothing. Take it out.`,
          fixes: lineOf(written).map(edit => ({ title: 'Take it out', edits: [edit], safe: fatal })),
        });
        return;
      }
      if (!isOlder(version, '7.0') || typeof value !== 'number' || cluster.open || voters < 2) return;
      const needed = majority(voters);
      if (value >= needed) return;
      context.report({
        origin: written.origin,
        message: `${voters} nodes may become master and ${value} of them may elect one: when the network parts them there are two masters, and the writes of one side are lost. Set it to ${needed}.`,
        fixes: [
          { title: `Set it to ${needed}`, edits: [replace(written.origin, String(needed))], safe: false },
        ],
      });
    });
  },
});
