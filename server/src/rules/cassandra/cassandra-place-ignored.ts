import {
  CONFIGURATION,
  eachWritten,
  hasSimpleSnitch,
  nodeFile,
  nodesOf,
  placed,
  twins,
} from '../lib/cluster/cassandra.js';
import { replaceIn } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const simple = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text.replace('GossipingPropertyFileSnitch', 'SimpleSnitch'),
    ]),
  );

export default defineRule({
  id: 'cassandra-place-ignored',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Nodes are given data centres that SimpleSnitch does not read.',
  gains: 'SimpleSnitch needs no file; that is enough for one data centre.',
  costs:
    'SimpleSnitch puts every node into `datacenter1`, `rack1`, whatever `cassandra-rackdc.properties` or the environment says: replicas are spread over the sites by chance, LOCAL levels span them all, and drivers that ask for the data centre by its name find no node.',
  fineWhen: 'Never: what is written has no effect.',
  advice:
    'Set `endpoint_snitch: GossipingPropertyFileSnitch` before the first data is written; later it moves replicas and needs a full repair.',
  sources: [
    CONFIGURATION,
    {
      title: 'Cassandra: SimpleSnitch',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/locator/SimpleSnitch.java',
    },
  ],
  bad: [
    ...twins(
      simple({
        ...placed('n1', '10.0.0.1', 'eu', 'a'),
        'n2/cassandra.yaml': nodeFile(
          'listen_address: 10.0.1.1\nendpoint_snitch: GossipingPropertyFileSnitch\n',
        ),
        'n2/cassandra-rackdc.properties': 'dc=us\nrack=a\n',
      }),
      'datacenter1',
    ),
  ],
  good: twins({ ...placed('n1', '10.0.0.1', 'eu', 'a'), ...placed('n2', '10.0.1.1', 'us', 'a') }),
  check(cluster, context) {
    const told = new Set(nodesOf(cluster).flatMap(({ settings }) => settings.raw('place.dc')?.raw ?? []));
    // One data centre under another name does no harm until something names it.
    if (told.size < 2) return;
    const simple = nodesOf(cluster).filter(({ settings }) => hasSimpleSnitch(settings));
    const [first] = simple;
    if (first === undefined) return;
    const all = simple.length === nodesOf(cluster).length;
    const written = first.settings.given('endpoint_snitch');
    context.report({
      origin: written?.written.origin ?? first.settings.raw('place.dc')?.origin ?? first.member.origin,
      message: all
        ? `Nodes are given ${told.size} data centres (${[...told].slice(0, 4).join(', ')}), but SimpleSnitch reads none of that: all stand in datacenter1, rack1, so replicas are not spread over the sites. Set endpoint_snitch to GossipingPropertyFileSnitch.`
        : `${first.member.id} is given ${String(first.settings.raw('place.dc')?.raw ?? 'no data centre')}, but SimpleSnitch puts it into datacenter1, rack1, apart from the nodes whose snitch reads their place. Set endpoint_snitch to GossipingPropertyFileSnitch.`,
      fixes: () => {
        const edits: NonNullable<ReturnType<typeof replaceIn>>[] = [];
        eachWritten(cluster, 'endpoint_snitch', setting => {
          const edit = replaceIn(
            setting.written.origin,
            /(?:org\.apache\.cassandra\.locator\.)?SimpleSnitch/,
            'GossipingPropertyFileSnitch',
          );
          if (edit) edits.push(edit);
        });
        return edits.length === 0 ? [] : [{ title: 'Use GossipingPropertyFileSnitch', edits, safe: false }];
      },
    });
  },
});
