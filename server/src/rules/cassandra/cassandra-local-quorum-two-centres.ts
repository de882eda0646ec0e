import { majority } from '../../cluster/quorum.js';
import {
  ARCHITECTURE,
  factorsOf,
  isProgram,
  keyspacesOf,
  levelsOf,
  settingsOf,
  twins,
} from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const app = (dc: string): string =>
  `datastax-java-driver.basic {\n  load-balancing-policy.local-datacenter = ${dc}\n  request.consistency = LOCAL_QUORUM\n}\n`;
const files = (...centres: string[]): Record<string, string> => ({
  'schema.cql':
    "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3, 'us': 3};\n",
  ...Object.fromEntries(centres.map((dc, i) => [`app${i}/application.conf`, app(dc)])),
});

export default defineRule({
  id: 'cassandra-local-quorum-two-centres',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'Programs in several data centres use LOCAL_QUORUM on the same keyspace.',
  gains: 'Each program is fast, and goes on when the other data centre is away.',
  costs:
    'A quorum of one data centre need not meet a quorum of another: a program does not see what the other side has just had acknowledged, and of two writes to one column the later timestamp wins, whatever each had read. A user who is sent to the other side may miss their own writes.',
  fineWhen: 'Each row is written in one data centre, or old rows do no harm elsewhere.',
  advice:
    'Send each user to one data centre; use QUORUM over three data centres for what must be seen everywhere.',
  sources: [ARCHITECTURE],
  bad: twins(files('eu', 'us'), 'eu and us'),
  good: twins(files('eu', 'eu')),
  check(cluster, context) {
    const local = levelsOf(cluster).filter(
      ({ client, level }) =>
        level === 'LOCAL_QUORUM' && isProgram(client) && !client.id.includes('(profile '),
    );
    const centres = new Map(
      local.map(each => [
        settingsOf(cluster, each.client)?.text('basic.load-balancing-policy.local-datacenter'),
        each,
      ]),
    );
    centres.delete(undefined);
    if (centres.size < 2) return;
    const shared = keyspacesOf(cluster).find(keyspace =>
      [...centres.keys()].every(dc =>
        factorsOf(cluster, keyspace).some(factor => factor.dc === dc && factor.copies > 0),
      ),
    );
    if (shared === undefined) return;
    const [first, second] = [...centres];
    const copies = factorsOf(cluster, shared).find(({ dc }) => dc === second![0])!.copies;
    context.report({
      origin: second![1].origin,
      message: `Programs in ${first![0]} and ${second![0]} use LOCAL_QUORUM on ${shared.name}: ${majority(copies)} of ${copies} replicas of one side need not meet those of the other, so neither sees at once what the other wrote, and the later timestamp wins.`,
      related: [{ origin: first![1].origin, message: `The program in ${first![0]}.` }],
    });
  },
});
