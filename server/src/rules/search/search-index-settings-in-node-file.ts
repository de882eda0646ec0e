import { neededVariable } from '../../cluster/uncertain.js';
import { clusterExample } from '../lib/cluster/example.js';
import { lineOf, pair, searchMembers } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const file = (line: string): Record<string, string> => ({
  'elasticsearch.yml': `cluster.name: logs\nnode.name: n1\n${line}`,
});

export default defineRule({
  id: 'search-index-settings-in-node-file',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'Settings of indexes in the config of a node: it does not start.',
  gains: 'None.',
  costs:
    'Since version 5 replicas, shards and the like belong to an index or a template. A node whose file holds them refuses to start.',
  fineWhen: 'Never.',
  advice: 'Put them into an index template, or set them on the indexes.',
  sources: [
    {
      title: 'Elasticsearch: what a node refuses',
      url: 'https://github.com/elastic/elasticsearch/blob/main/server/src/main/java/org/elasticsearch/common/settings/SettingsModule.java',
    },
  ],
  bad: [...pair(file('bootstrap.memory_lock: true\nindex.number_of_replicas: 2\n'), 'does not start')],
  good: [
    ...pair(file('')),
    // Nothing tells the version, which may be an old one.
    clusterExample('elasticsearch', file('index.number_of_replicas: 2\n')),
    ...pair(file('bootstrap.mlockall: true\nindex.number_of_replicas: 2\n')),
    clusterExample('elasticsearch', {
      'templates/elasticsearch.yml.j2':
        'cluster.name: logs\n{% if es_copies is defined %}\nindex.number_of_replicas: {{ es_copies }}\n{% endif %}\n',
    }),
    clusterExample('elasticsearch', {
      'roles/search/templates/elasticsearch.yml.j2': 'cluster.name: logs\nindex.number_of_shards: 3\n',
      'roles/search/tasks/main.yml':
        "- name: packages\n  apt_repository:\n    repo: 'deb http://packages.elastic.co/elasticsearch/2.x/debian stable main'\n",
    }),
  ],
  check(cluster, context) {
    const { version } = cluster.versions.elasticsearch ?? {};
    if (version !== undefined && (version[0] ?? 5) < 5) return;
    const seen = new Set<string>();
    for (const { settings } of searchMembers(cluster)) {
      const found = settings.written.find(({ key }) => OF_INDEX.test(key));
      if (found === undefined) continue;
      const place = `${found.keyOrigin.unit.uri}:${found.keyOrigin.span.start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      // Beside settings that a node of version 5 refuses as well it is of a version before, which takes them.
      if (version === undefined && settings.written.some(({ key }) => BEFORE_5.test(key))) continue;
      if (
        version === undefined &&
        cluster.system === 'elasticsearch' &&
        !settings.written.some(({ key }) => SINCE_5.test(key))
      )
        continue;
      // Whether anybody sets what a template asks for it does not tell.
      if (neededVariable(found.keyOrigin) !== undefined) continue;
      context.report({
        origin: found.keyOrigin,
        message: `${found.key} is a setting of indexes: since version 5 a node whose config holds it does not start. Put it into an index template.`,
        fixes: lineOf(found).map(edit => ({ title: 'Take it out', edits: [edit], safe: false })),
      });
    }
  },
});

/** What version 5 took away or renamed. */
const BEFORE_5 =
  /^(?:bootstrap\.mlockall|discovery\.zen\.ping\.multicast\.|path\.(?:work|plugins)|security\.manager\.enabled|script\.(?:disable_dynamic|groovy\.|indexed)|index\.(?:analysis|cache|merge|search\.slowlog)\.|marvel\.|shield\.|threadpool\.|indices\.cache\.)/;

/** What came with version 5 or later: what runs is no older. */
const SINCE_5 =
  /^(?:bootstrap\.memory_lock|discovery\.seed_|cluster\.initial_master_nodes|node\.roles|xpack\.|ingest\.)/;

/** Settings of the core that only indexes have. */
const OF_INDEX =
  /^index\.(?:number_of_(?:replicas|shards)|auto_expand_replicas|refresh_interval|translog\.|max_result_window|mapping\.total_fields)/;
