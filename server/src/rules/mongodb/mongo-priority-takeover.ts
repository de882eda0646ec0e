import { isOneComposition } from '../lib/cluster/compositions.js';
import { MONGO_SOURCES, memberSettings, setExample, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-priority-takeover',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'A preferred primary takes over by a second election when it comes back.',
  gains: 'The primary is where you want it.',
  costs:
    'After the failover that its loss causes, the preferred member catches up and calls another election: a second stretch without writes, at a time that nobody chose. A member that flaps does so again and again.',
  fineWhen: 'The preferred machine is really the better one, or it must lead.',
  advice:
    'Give equal members equal priorities; keep differences for members that should only lead when nothing else can.',
  sources: [MONGO_SOURCES.config, MONGO_SOURCES.elections],
  bad: [
    setExample(
      [1, 2, 3].map(n => `host: "db${n}.example.net:27017"${n === 1 ? ', priority: 5' : ''}`),
      undefined,
      'second',
    ),
  ],
  good: [
    setExample(THREE),
    // Names of services, as far as anybody knows: of one machine.
    setExample(['host: "db1:27017", priority: 5', 'host: "db2:27017"', 'host: "db3:27017"']),
    // With two voters there is no failover.
    setExample(['host: "db1.example.net:27017", priority: 2', 'host: "db2.example.net:27017"']),
    // One is meant to lead.
    setExample([
      'host: "db1.example.net:27017", priority: 100',
      'host: "db2.example.net:27017", priority: 10',
      'host: "db3.example.net:27017", priority: 10',
    ]),
    setExample([
      'host: "db1.example.net:27017", priority: 2',
      'host: "db2.example.net:27017", priority: 2',
      'host: "db3.example.net:27017", priority: 1',
    ]),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const able = cluster.members.filter(({ eligible }) => eligible);
    const best = Math.max(...able.map(({ priority }) => priority ?? 0));
    const first = able.filter(({ priority }) => priority === best);
    // Where two share the highest priority, one of them follows the other without a further election.
    if (able.length < 2 || first.length !== 1) return;
    // Two voters alone elect nobody while the preferred one is away: there is no failover to be undone.
    if (cluster.members.filter(({ votes }) => votes > 0).length < 3) return;
    // So large a difference is no slip: it must lead.
    const next = Math.max(...able.map(({ priority }) => priority ?? 0).filter(each => each < best));
    if (best >= next * CHOSEN) return;
    // Members of one composition stand on one machine, which is lost as a whole; names without a domain may be theirs.
    if (isOneComposition(cluster, context.clusters)) return;
    if (!able.every(({ addresses, id }) => [id, ...addresses].some(each => each.includes('.')))) return;
    const given = memberSettings(first[0]!).given('members.priority');
    if (given === undefined) return;
    context.report({
      origin: given.written.origin,
      message: `${first[0]!.id} has the highest priority (${best}): each time it is lost and comes back, a second election makes it primary again and stops writes once more. Give equal members equal priorities unless it must lead.`,
    });
  },
});

/** From how many times the next priority on the highest one was chosen. */
const CHOSEN = 10;
