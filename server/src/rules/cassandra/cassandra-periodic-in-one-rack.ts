import { isOlder } from '../../cluster/version.js';
import { CONFIGURATION, keyspacesOf, nodesOf, placed, twins } from '../lib/cluster/cassandra.js';
import { inOneCompose } from '../lib/cluster/kafka.js';
import { durationText } from '../lib/durations.js';
import { defineRule } from '../rule.js';

const three = (...racks: string[]): Record<string, string> => ({
  ...(Object.assign(
    {},
    ...racks.map((rack, i) =>
      placed(
        `n${i + 1}`,
        `10.0.0.${i + 1}`,
        'eu',
        rack,
        'commitlog_sync: periodic\ncommitlog_sync_period_in_ms: 10000\n',
        '10.0.0.1,10.0.0.2',
      ),
    ),
  ) as Record<string, string>),
  'schema.cql': "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\n",
});

export default defineRule({
  id: 'cassandra-periodic-in-one-rack',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'All replicas share a rack, and acknowledge writes before they are on disk.',
  gains: 'Writes do not wait for the disk.',
  costs:
    'With `periodic` a write is acknowledged when the replicas have it in memory; the disk follows up to the period later. Replicas in different racks seldom lose power together. In one rack they do, and then writes that were acknowledged at a quorum, even at ALL, are gone.',
  fineWhen: 'The rack’s power is safe, or the last seconds may be lost.',
  advice:
    'Spread the nodes over racks or zones; or use `commitlog_sync: batch`, or `group` from Cassandra 4.0 on.',
  sources: [CONFIGURATION],
  bad: twins(three('a', 'a', 'a'), '10 seconds'),
  good: twins(three('a', 'b', 'c')),
  check(cluster, context) {
    const nodes = nodesOf(cluster);
    if (cluster.open || nodes.length < 3 || keyspacesOf(cluster).length === 0) return;
    const sites = new Set(nodes.map(({ member }) => `${member.site.zone ?? '?'}/${member.site.rack ?? '?'}`));
    const [place] = sites;
    // A rack that nobody named is no rack that is known to fail as one.
    const told = nodes.every(({ settings }) => settings.raw('place.rack') !== undefined);
    if (sites.size > 1 || place === undefined || place.includes('?') || !told) return;
    const { settings } = nodes[0]!;
    const sync = settings.get('commitlog_sync');
    const period = settings.number('commitlog_sync_period') ?? settings.number('commitlog_sync_period_in_ms');
    if (sync?.effective !== 'periodic' || period === undefined || period <= 0) return;
    // Containers of one compose file share a machine, whatever they call its rack.
    if (inOneCompose(cluster)) return;
    // `group` came with Cassandra 4.0, and ScyllaDB does not know it.
    const other = cluster.system !== 'cassandra' || isOlder(settings.version, '4.0') ? 'batch' : 'group';
    context.report({
      origin: sync.written?.origin ?? cluster.origin,
      message: `All ${nodes.length} nodes stand in ${place}, and writes are acknowledged up to ${durationText(period / 1000)} before they are on disk: when the rack loses power, writes acknowledged at any level are lost. Spread the nodes, or use commitlog_sync: ${other}.`,
    });
  },
});
