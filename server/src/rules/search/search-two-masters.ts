import type { Cluster } from '../../cluster/model.js';
import { majority } from '../../cluster/quorum.js';
import { isOlder } from '../../cluster/version.js';
import type { Origin } from '../../sql/reading.js';
import { isSpread } from '../lib/cluster/compositions.js';
import { clusterExample } from '../lib/cluster/example.js';
import { pair, searchMembers, searchNodes, searchSettings, VOTING } from '../lib/cluster/search.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

/** True for what shows how something else is done: nobody counts on it. */
function isShownOff({ unit: { uri } }: Origin): boolean {
  return /\/(?:examples?|samples?|recipes|demos?|tutorials?|labs?)\//i.test(
    uri.split('/').slice(-5).join('/'),
  );
}

/** Before version 7: what decides is set, and is a majority of two. */
function needsBoth(cluster: Cluster): boolean {
  return searchMembers(cluster).some(
    ({ settings }) => (settings.number('discovery.zen.minimum_master_nodes') ?? 1) >= 2,
  );
}

/** Where the files that are here name two nodes that found the cluster, and none that they could find besides. */
function foundersOf(cluster: Cluster): Origin | undefined {
  for (const { settings } of searchMembers(cluster)) {
    const names = settings.given('cluster.initial_master_nodes');
    const seeds = settings.given('discovery.seed_hosts');
    if (names === undefined || seeds === undefined) continue;
    if (settings.isHidden('cluster.initial_master_nodes') || settings.isHidden('discovery.seed_hosts'))
      return;
    const founders = new Set(settings.list('cluster.initial_master_nodes'));
    const known = new Set(settings.list('discovery.seed_hosts'));
    if (founders.size !== 2 || known.size === 0 || known.size > 2) return;
    // A name of all of them in one, as a service of Kubernetes has.
    if (known.size === 1 && !founders.has([...known][0]!)) return;
    return names.written.origin;
  }
  return undefined;
}

export default defineRule({
  id: 'search-two-masters',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'One or two nodes may become master in a cluster of several nodes.',
  gains: 'Fewer nodes that must stay up.',
  costs:
    'A master is elected by more than half of the voting configuration. With two that is both; the cluster leaves one of them out of it, so that the other decides alone: when that one fails there is no master, nothing can be changed, and in Elasticsearch writes stop. The other may fail, but nobody chooses which.',
  fineWhen: 'The cluster may stop with one machine.',
  advice:
    'Let three nodes become master, in three zones; the third may hold no data (`voting_only` in Elasticsearch).',
  sources: [
    VOTING,
    {
      title: 'Elasticsearch: NoMasterBlockService, refuses writes by default',
      url: 'https://github.com/elastic/elasticsearch/blob/main/server/src/main/java/org/elasticsearch/cluster/coordination/NoMasterBlockService.java',
    },
    {
      title: 'OpenSearch: NoClusterManagerBlockService, refuses metadata alone by default',
      url: 'https://github.com/opensearch-project/OpenSearch/blob/main/server/src/main/java/org/opensearch/cluster/coordination/NoClusterManagerBlockService.java',
    },
  ],
  bad: [
    ...pair(searchNodes('', ''), 'voting configuration'),
    ...pair(searchNodes('node.roles: [master]\n', 'node.roles: [data]\n', 'node.roles: [data]\n'), 'Only n1'),
    // The file of one of them.
    ...pair(
      {
        'elasticsearch.yml':
          'cluster.name: logs\nnode.name: n1\ndiscovery.seed_hosts: [n1, n2]\ncluster.initial_master_nodes: [n1, n2]\n',
      },
      'begins with 2 nodes',
    ),
  ],
  good: [
    // More are known, and may become master.
    ...pair({
      'elasticsearch.yml':
        'cluster.name: logs\nnode.name: n1\ndiscovery.seed_hosts: [n1, n2, n3]\ncluster.initial_master_nodes: [n1, n2]\n',
    }),
    ...pair({ 'elasticsearch.yml': 'cluster.name: logs\nnode.name: n1\ndiscovery.seed_hosts: [n1, n2]\n' }),
    // Before version 7, and of a version that nobody tells.
    clusterExample('elasticsearch', {
      'a/elasticsearch.yml': 'cluster.name: c\nnode.name: a\ndiscovery.zen.ping.unicast.hosts: [a, b]\n',
      'b/elasticsearch.yml': 'cluster.name: c\nnode.name: b\ndiscovery.zen.ping.unicast.hosts: [a, b]\n',
    }),
    // Of 6.8 either may elect itself, which is another danger.
    clusterExample('elasticsearch', {
      Dockerfile: 'FROM elasticsearch:6.8.23\n',
      ...searchNodes('', ''),
    }),
    ...pair(searchNodes('', '', '')),
    ...pair(searchNodes('node.roles: [master, data]\n')),
    ...pair(searchNodes('', '', 'node.roles: [master, voting_only]\n')),
  ],
  check(cluster, context) {
    const founders = cluster.open ? foundersOf(cluster) : undefined;
    if (founders !== undefined && !isTrialFile(founders, context.clusters))
      context.report({
        origin: founders,
        severity: 'info',
        message: `The cluster begins with 2 nodes that may become master, and this file knows no others: one of the two is kept out of the voting configuration, and when the other fails no master is elected. Let three nodes become master, and name them here.`,
      });
    if (cluster.open || cluster.members.length < 2) return;
    if (searchMembers(cluster).some(({ settings }) => settings.text('discovery.type') === 'single-node'))
      return;
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    if (voters.length === 0 || voters.length > 2) return;
    const [first] = voters;
    const version = cluster.versions.elasticsearch?.version;
    // Without a master Elasticsearch refuses writes by default, OpenSearch only what changes metadata (no_master_block).
    const own = cluster.system === 'elasticsearch';
    const stops = own
      ? 'and writes stop'
      : 'and nothing but what exists is written to: no index, mapping or shard can change';
    const third = own ? 'voting_only and hold no data' : 'a master alone and hold no data';
    const former = searchMembers(cluster).some(({ settings }) =>
      settings.written.some(({ key }) => key.startsWith('discovery.zen.')),
    );
    // Before version 7 it is minimum_master_nodes that decides, which another rule looks at.
    if (former && version === undefined) return;
    const modern = cluster.system !== 'elasticsearch' || !isOlder(version, '7.0');
    // With fewer the one that is left elects itself, as the other does in a partition.
    if (!modern && voters.length === 2 && !needsBoth(cluster)) return;
    if (isTrialFile(first!.origin, context.clusters)) return;
    const isStarted = searchSettings(cluster, first!)?.raw('place.from')?.raw === 'service';
    // A composition runs on one machine, whose loss no number of masters survives.
    const { unit } = first!.origin;
    if (isStarted && /compose[^/]*\.ya?ml$/i.test(unit.uri) && !isSpread(unit.piece.text)) return;
    // Before version 7 two masters need a setting of their own, which another rule looks at.
    context.report({
      origin: first!.origin,
      severity: isStarted || isShownOff(first!.origin) ? 'info' : 'warning',
      message:
        voters.length === 1
          ? `Only ${first!.id} of ${cluster.members.length} nodes may become master: while it is away no master is there, ${stops}. Let three nodes become master; they survive the loss of one.`
          : modern
            ? `Only 2 nodes may become master, and one of them is kept out of the voting configuration: when the other fails no master is elected, ${stops}. Add a third, which may be ${third}.`
            : `Only 2 nodes may become master, and a majority of 2 is ${majority(2)}: when one fails no master is elected and writes stop. Add a third, which may hold no data.`,
    });
  },
});
