import { CONFIGURATION, centresOf, nodesOf, one, placed } from '../lib/cluster/cassandra.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const three = (seeds: string): Record<string, string> => ({
  ...placed('n1', '10.0.0.1', 'eu', 'a', '', seeds),
  ...placed('n2', '10.0.0.2', 'eu', 'b', '', seeds),
  ...placed('n3', '10.0.0.3', 'eu', 'c', '', seeds),
});
const two = (seeds: string): Record<string, string> => ({
  ...placed('n1', '10.0.0.1', 'eu', 'a', '', seeds),
  ...placed('n2', '10.0.0.2', 'eu', 'b', '', seeds),
  ...placed('n3', '10.0.1.1', 'us', 'a', '', seeds),
  ...placed('n4', '10.0.1.2', 'us', 'b', '', seeds),
});

export default defineRule({
  id: 'cassandra-seeds',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'The seeds of a cluster: only one, every node, or those of one data centre.',
  gains: 'One list that never changes is simple to hand out.',
  costs:
    'A node that starts asks a seed for the others. With one seed, nothing new can start while it is down, and a seed that is made anew while it names only itself founds a cluster of its own. A seed never streams data when it joins: where every node is a seed, each new one is empty and answers all the same.',
  fineWhen: 'The cluster is for development.',
  advice:
    'Name two or three seeds of each data centre, the same on all nodes, and never a node that is about to join.',
  sources: [
    CONFIGURATION,
    {
      title: 'ScyllaDB: seed nodes, of which one is enough there',
      url: 'https://docs.scylladb.com/manual/stable/kb/seed-nodes.html',
    },
    {
      title: 'Cassandra: seeds do not bootstrap',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/overview/faq/index.html',
    },
  ],
  bad: [
    ...one(three('10.0.0.1'), 'only seed'),
    ...one(two('10.0.0.1,10.0.0.2,10.0.1.1,10.0.1.2'), 'Every node'),
    ...one(two('10.0.0.1,10.0.0.2'), 'all in eu'),
  ],
  good: [
    ...one(three('10.0.0.1,10.0.0.2')),
    // Three are as many as one is told to name.
    ...one(three('10.0.0.1,10.0.0.2,10.0.0.3')),
    // The image of Kubernetes' own examples asks its API who the seeds are.
    ...one({
      'cassandra.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: cassandra\nspec:\n  serviceName: cassandra\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: cassandra\n          image: gcr.io/google-samples/cassandra:v13\n          env:\n            - name: CASSANDRA_SEEDS\n              value: cassandra-0.cassandra.default.svc.cluster.local\n',
    }),
    ...one(two('10.0.0.1,10.0.1.1')),
    // One seed is enough for ScyllaDB, of which a seed has no part once a node has joined, and all of them may be.
    ...['10.0.0.1', '10.0.0.1,10.0.0.2,10.0.0.3'].map(seeds =>
      clusterExample(
        'cassandra',
        Object.fromEntries(
          Object.entries(three(seeds)).map(([name, text]) => [
            name.replace('cassandra.yaml', 'scylla.yaml'),
            text,
          ]),
        ),
      ),
    ),
  ],
  check(cluster, context) {
    const nodes = nodesOf(cluster);
    if (nodes.length < 3 || cluster.open || cluster.system !== 'cassandra') return;
    const seeds = new Map(
      nodes.flatMap(({ settings }) =>
        settings.written
          .filter(({ key }) => key.startsWith('seed.'))
          .map(each => [String(each.raw), each.origin] as const),
      ),
    );
    const [first] = seeds;
    if (first === undefined || ASKS_API.test(first[1].unit.piece.text)) return;
    const isSeed = (addresses: readonly string[]): boolean =>
      [...seeds.keys()].some(seed => addresses.some(address => hostOnly(seed) === hostOnly(address)));
    const members = nodes.filter(({ member }) => isSeed(member.addresses));
    const centres = centresOf(cluster);
    const inCentres = new Set(members.map(({ member }) => member.site.zone));
    if (seeds.size === 1) {
      context.report({
        origin: first[1],
        message: `${first[0]} is the only seed of ${nodes.length} nodes: while it is down no node can join, and where it starts without its data it founds a cluster of its own. Name two or three per data centre.`,
      });
    } else if (members.length === nodes.length && nodes.length > 3) {
      context.report({
        origin: first[1],
        message: `Every node of the ${nodes.length} is a seed: seeds join without streaming data, so a node that is added so is empty and answers all the same. Name two or three per data centre.`,
      });
    } else if (centres !== undefined && centres.size > 1 && members.length > 0 && inCentres.size === 1) {
      context.report({
        origin: first[1],
        message: `The seeds are all in ${[...inCentres][0]}: when that data centre is away no node can join the other ${centres.size === 2 ? 'one' : 'ones'}. Name two of each.`,
      });
    }
  },
});

/** Its provider of seeds asks the API of Kubernetes who they are, and goes by the list only where nobody answers. */
const ASKS_API = /\bimage:[ \t]*["']?[^\s"']*\b(?:google[-_]samples|kubernetes)\/cassandra\b/;

function hostOnly(address: string): string {
  return address.replace(/^([^:]+):\d+$/, '$1').toLowerCase();
}
