import { folderOfUri } from '../../cluster/folders.js';
import type { Cluster } from '../../cluster/model.js';
import type { Settings } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { pair, searchMembers } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const file = (security: string): string => `cluster.name: logs\nnetwork.host: 0.0.0.0\n${security}`;

export default defineRule({
  id: 'search-open-to-all',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'A node takes requests from other machines with security switched off.',
  gains: 'Programs need no password and no certificate.',
  costs:
    'Whoever reaches port 9200 reads, changes and deletes every index; whoever reaches port 9300 joins as a node. Copies follow at once.',
  fineWhen: 'The network lets only programs through that may do everything.',
  advice: 'Switch security on, or bind to a local address.',
  sources: [
    {
      title: 'Elasticsearch: security settings',
      url: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/security-settings.html',
    },
  ],
  bad: [
    clusterExample(
      'elasticsearch',
      { 'elasticsearch.yml': file('xpack.security.enabled: false\n') },
      '0.0.0.0',
    ),
    clusterExample('opensearch', { 'opensearch.yml': file('plugins.security.disabled: true\n') }, '0.0.0.0'),
    // Only programs reach it: other nodes find it on its own machine alone.
    clusterExample(
      'elasticsearch',
      {
        'elasticsearch.yml':
          'cluster.name: logs\nhttp.host: 0.0.0.0\ncluster.initial_master_nodes: ["log"]\nxpack.security.enabled: false\n',
      },
      'answers HTTP at 0.0.0.0 and asks nobody who they are: whoever reaches it reads and deletes every index. ',
    ),
  ],
  good: [
    // The composition beside it does not mount it.
    clusterExample('elasticsearch', {
      'elasticsearch.yml': 'network.host: 0.0.0.0\nxpack.security.enabled: false\n',
      'compose.yml':
        'services:\n  es:\n    image: docker.elastic.co/elasticsearch/elasticsearch:7.17.0\n    environment:\n      - discovery.type=single-node\n',
    }),
    ...pair({ 'elasticsearch.yml': file('') }),
    clusterExample('elasticsearch', {
      'elasticsearch.yml': 'cluster.name: logs\nnetwork.host: 127.0.0.1\nxpack.security.enabled: false\n',
    }),
  ],
  check(cluster, context) {
    if (isPassedOver(cluster, context.clusters)) return;
    for (const { settings } of searchMembers(cluster)) {
      // Of containers the composition decides what is reached.
      if (settings.raw('place.from')?.raw !== 'file') continue;
      const host = settings.given('network.host') ?? settings.given('http.host');
      const address = host?.value;
      // `POD_IP` is filled in by a script.
      if (typeof address !== 'string' || /^(?:_local_|localhost|127\.|::1$|[A-Z][A-Z0-9_]+$)/.test(address))
        continue;
      const off =
        settings.given('xpack.security.enabled')?.value === false
          ? settings.given('xpack.security.enabled')
          : settings.given('plugins.security.disabled')?.value === true
            ? settings.given('plugins.security.disabled')
            : undefined;
      if (off === undefined) continue;
      context.report({
        origin: off.written.origin,
        message: `The node ${settings.given('network.host') === undefined ? 'answers HTTP' : 'listens'} at ${address} and asks nobody who they are: whoever reaches it reads and deletes every index${mayBeJoined(settings) ? ', or joins as a node' : ''}. Switch security on, or let nobody but its own programs reach the port.`,
      });
      return;
    }
  },
});

/** True where the file itself speaks of other nodes: what starts it may set `discovery.type` to `single-node`. */
function mayBeJoined(settings: Settings): boolean {
  return (
    settings.given('discovery.type')?.value !== 'single-node' &&
    // With `http.host` alone other nodes reach it by its own machine only.
    ['network.host', 'transport.host'].some(name => settings.given(name) !== undefined) &&
    ['discovery.seed_hosts', 'discovery.zen.ping.unicast.hosts', 'cluster.initial_master_nodes'].some(
      name => settings.given(name) !== undefined,
    )
  );
}

/** True for files beside a composition that starts the product without mounting them. */
function isPassedOver(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  const folders = new Set(cluster.sources.map(folderOfUri));
  return clusters.some(
    other =>
      other !== cluster &&
      other.system === cluster.system &&
      searchMembers(other).every(({ settings }) => settings.raw('place.from')?.raw === 'service') &&
      other.sources.some(uri => folders.has(folderOfUri(uri)) && !cluster.sources.includes(uri)),
  );
}
