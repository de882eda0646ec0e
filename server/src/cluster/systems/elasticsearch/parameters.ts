import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';
import { INDEX } from './parameters/index-settings.js';
import { BOOLEAN, COUNT, LIST, type Row, row, SECONDS, TEXT } from './parameters/row.js';

const DISCOVERY: readonly Row[] = [
  ['cluster.name', TEXT, 'elasticsearch', 'Name of the cluster: nodes of another name do not join.'],
  ['node.name', TEXT, undefined, 'Name of the node; the host’s name if it is not set.'],
  [
    'node.roles',
    LIST,
    undefined,
    'What the node does. Without it a node does everything: it may become master, and holds data. An empty list makes a node that only passes requests on.',
    { since: '7.9', related: ['cluster.initial_master_nodes'] },
  ],
  ['node.master', BOOLEAN, true, 'The node may become master.', { deprecated: '7.9', removed: '8.0' }],
  ['node.data', BOOLEAN, true, 'The node holds data.', { deprecated: '7.9', removed: '8.0' }],
  ['node.ingest', BOOLEAN, true, 'The node runs pipelines.', { deprecated: '7.9', removed: '8.0' }],
  [
    'node.voting_only',
    BOOLEAN,
    false,
    'The node votes and never becomes master.',
    { since: '7.3', deprecated: '7.9', removed: '8.0' },
  ],
  [
    'discovery.type',
    { kind: 'enum', values: ['multi-node', 'single-node', 'zen'] },
    'multi-node',
    '`single-node`: the node elects itself and joins no other.',
  ],
  [
    'discovery.seed_hosts',
    LIST,
    undefined,
    'Nodes that may become master, to find the others by.',
    { since: '7.0' },
  ],
  ['discovery.seed_providers', LIST, undefined, 'Where lists of such nodes come from: `file`, or a plugin.'],
  [
    'cluster.initial_master_nodes',
    LIST,
    undefined,
    'Names of the nodes that make up the first voting configuration. Counts once, when the cluster is made; it must be the same on all of them, and is taken out afterwards.',
    {
      since: '7.0',
      applies: 'bootstrap',
      tradeOff: 'Nodes with different lists may found two clusters that never become one.',
      related: ['discovery.seed_hosts'],
    },
  ],
  [
    'cluster.auto_shrink_voting_configuration',
    BOOLEAN,
    true,
    'Takes nodes that have left out of the voting configuration, as long as three are left.',
    { since: '7.0', applies: 'runtime' },
  ],
  [
    'discovery.zen.minimum_master_nodes',
    COUNT,
    1,
    'Before version 7: how many nodes that may become master must see each other. More than half of them, or two masters are elected.',
    { deprecated: '7.0', removed: '8.0', applies: 'runtime' },
  ],
  [
    'discovery.zen.ping.unicast.hosts',
    LIST,
    undefined,
    'The name of `discovery.seed_hosts` before version 7.',
    { deprecated: '7.0', removed: '8.0' },
  ],
  [
    'cluster.no_master_block',
    { kind: 'enum', values: ['all', 'write', 'metadata_write'] },
    'write',
    'What a node without a master refuses. `all`: reads too; `write`: writes, and reads may be old.',
    { applies: 'runtime' },
  ],
  ['cluster.fault_detection.follower_check.interval', SECONDS, 1000, 'How often the master asks each node.'],
  ['cluster.fault_detection.follower_check.timeout', SECONDS, 10_000, 'How long it waits for an answer.'],
  [
    'cluster.fault_detection.follower_check.retry_count',
    COUNT,
    3,
    'After how many failures it takes the node out. A closed connection counts at once.',
  ],
  ['cluster.fault_detection.leader_check.interval', SECONDS, 1000, 'How often each node asks the master.'],
  ['cluster.fault_detection.leader_check.timeout', SECONDS, 10_000, 'How long it waits for an answer.'],
  [
    'cluster.fault_detection.leader_check.retry_count',
    COUNT,
    3,
    'After how many failures it looks for another master.',
  ],
  [
    'cluster.publish.timeout',
    SECONDS,
    30_000,
    'How long a change of the cluster’s state may take to reach a majority.',
  ],
];

const RECOVERY: readonly Row[] = [
  ['gateway.expected_data_nodes', COUNT, 0, 'Recovery begins at once when so many data nodes are there.'],
  [
    'gateway.recover_after_data_nodes',
    COUNT,
    0,
    'Recovery does not begin before so many data nodes are there.',
  ],
  ['gateway.recover_after_time', SECONDS, 300_000, 'How long recovery waits for the expected nodes.'],
  ...[
    'gateway.expected_nodes',
    'gateway.expected_master_nodes',
    'gateway.recover_after_nodes',
    'gateway.recover_after_master_nodes',
  ].map(
    (name): Row => [
      name,
      COUNT,
      undefined,
      'Counted other nodes than those with data.',
      { deprecated: '7.7', removed: '8.0' },
    ],
  ),
  [
    'cluster.routing.allocation.awareness.attributes',
    LIST,
    undefined,
    'Attributes of nodes (`node.attr.zone`) over whose values the copies of a shard are spread.',
    { applies: 'runtime', related: ['cluster.routing.allocation.awareness.force.zone.values'] },
  ],
  [
    'cluster.routing.allocation.awareness.force.zone.values',
    LIST,
    undefined,
    'All zones that there are: copies that belong into one that is away stay unassigned, instead of filling the others.',
    { applies: 'runtime' },
  ],
  [
    'cluster.routing.allocation.enable',
    { kind: 'enum', values: ['all', 'primaries', 'new_primaries', 'none'] },
    'all',
    'Which shards may be placed. Left at `none` after maintenance, nothing recovers.',
    { applies: 'runtime' },
  ],
  [
    'cluster.routing.allocation.same_shard.host',
    BOOLEAN,
    false,
    'Keeps copies of a shard off nodes of one machine.',
    { applies: 'runtime' },
  ],
  [
    'cluster.routing.allocation.disk.watermark.low',
    TEXT,
    '85%',
    'Used disk from which on a node gets no more shards.',
    { applies: 'runtime' },
  ],
  [
    'cluster.routing.allocation.disk.watermark.high',
    TEXT,
    '90%',
    'Used disk from which on shards move away.',
    { applies: 'runtime' },
  ],
  [
    'cluster.routing.allocation.disk.watermark.flood_stage',
    TEXT,
    '95%',
    'Used disk from which on indexes with a shard there refuse writes.',
    { applies: 'runtime' },
  ],
  [
    'action.destructive_requires_name',
    BOOLEAN,
    [{ value: false }, { since: '8.0', value: true }],
    'Indexes are not deleted by patterns.',
    { applies: 'runtime' },
  ],
];

const NETWORK: readonly Row[] = [
  [
    'network.host',
    TEXT,
    '_local_',
    'Address of the node. Anything but a local one switches the checks of production on.',
  ],
  ['network.bind_host', TEXT, undefined, 'Address that it listens at.'],
  ['network.publish_host', TEXT, undefined, 'Address that others are told.'],
  ['http.host', TEXT, undefined, 'Address for clients.'],
  ['http.port', TEXT, '9200-9300', 'Port for clients.'],
  ['transport.host', TEXT, undefined, 'Address for other nodes.'],
  ['transport.port', TEXT, '9300-9400', 'Port for other nodes.'],
  [
    'xpack.security.enabled',
    BOOLEAN,
    [{ value: false }, { since: '8.0', value: true }],
    'Asks who it is that sends a request, and encrypts between nodes.',
  ],
  ['xpack.security.transport.ssl.enabled', BOOLEAN, false, 'Encrypts between nodes.'],
  ['xpack.security.http.ssl.enabled', BOOLEAN, false, 'Encrypts for clients.'],
  ['plugins.security.disabled', BOOLEAN, false, 'OpenSearch: switches the security plugin off.'],
];

const ROWS = [...DISCOVERY, ...RECOVERY, ...NETWORK];

export const ELASTICSEARCH_PARAMETERS = parameterTable('elasticsearch', ROWS.map(row));

const OWN: Readonly<Record<string, boolean | string>> = {
  'cluster.name': 'opensearch',
  'action.destructive_requires_name': false,
};

/** OpenSearch went its own way at version 7.10: numbers of versions are others. */
export const OPENSEARCH_PARAMETERS = parameterTable(
  'opensearch',
  ROWS.map(row)
    .flatMap((each): Parameter[] => {
      const { since: _, removed: __, deprecated: ___, ...rest } = each;
      if (each.name.startsWith('xpack.')) return [];
      const own = OWN[each.name];
      return [{ ...rest, ...(own === undefined ? {} : { default: own }) }];
    })
    .concat(
      row([
        'cluster.initial_cluster_manager_nodes',
        LIST as ParameterType,
        undefined,
        'The name of `cluster.initial_master_nodes` since version 2.0.',
        { since: '2.0', renamedTo: 'cluster.initial_master_nodes', applies: 'bootstrap' },
      ]),
    ),
);

/** Settings of an index, without `index.` before them. */
export const INDEX_PARAMETERS = parameterTable('elasticsearch', INDEX, name => name.replace(/^index\./, ''));
