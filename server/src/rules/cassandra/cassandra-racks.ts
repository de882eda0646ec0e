import { majority } from '../../cluster/quorum.js';
import { ARCHITECTURE, factorsOf, keyspacesOf, nodesOf, placed, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const nodes = (...racks: string[]): Record<string, string> =>
  Object.assign(
    {},
    ...racks.map((rack, i) => placed(`n${i + 1}`, `10.0.0.${i + 1}`, 'eu', rack, '', '10.0.0.1,10.0.0.2')),
  ) as Record<string, string>;
const keyspace = "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\n";

export default defineRule({
  id: 'cassandra-racks',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A rack holds so many replicas that no quorum is left without it.',
  gains: 'Fewer racks or zones are cheaper, and less traffic goes between them.',
  costs:
    'Replicas go to different racks as long as there are some without one; then racks get a second one. With three replicas in two racks one of them holds two: when it fails, half of all rows have one replica left and no quorum.',
  fineWhen: 'Racks here are names only and do not fail as one.',
  advice: 'Have as many racks as replicas, with the same number of nodes in each.',
  sources: [ARCHITECTURE],
  bad: twins({ ...nodes('a', 'a', 'b', 'b'), 'schema.cql': keyspace }, '2 of 3'),
  good: [
    ...twins({ ...nodes('a', 'b', 'c'), 'schema.cql': keyspace }),
    ...twins({ ...nodes('a', 'a', 'a'), 'schema.cql': keyspace }),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const said = new Set<string>();
    for (const each of keyspacesOf(cluster)) {
      for (const { dc, copies, origin } of factorsOf(cluster, each)) {
        const members = nodesOf(cluster).filter(({ member }) => member.site.zone === dc);
        if (members.length < copies || members.some(({ member }) => member.site.rack === undefined)) continue;
        const racks = new Map<string, number>();
        for (const { member } of members) {
          racks.set(member.site.rack!, (racks.get(member.site.rack!) ?? 0) + 1);
        }
        // One rack for all is how people write that they have none.
        if (racks.size < 2 || racks.size >= copies || said.has(dc)) continue;
        const held = Math.ceil(copies / racks.size);
        if (copies - held >= majority(copies)) continue;
        said.add(dc);
        const rack = members[0]?.settings.raw('place.rack');
        context.report({
          origin,
          message: `${dc} has ${racks.size} racks for ${copies} replicas of ${each.name}: one holds ${held} of ${copies} for part of the rows, and without it LOCAL_QUORUM (${majority(copies)}) fails for them. Use ${copies} racks.`,
          related: rack === undefined ? [] : [{ origin: rack.origin, message: 'A rack.' }],
        });
      }
    }
  },
});
