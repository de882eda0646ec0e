import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { MONGO_SOURCES, memberSettings, setExample, THREE } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-slave-delay',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'slaveDelay is called secondaryDelaySecs from MongoDB 5.0 on.',
  gains: 'None.',
  costs: 'From 5.0 on the document with the old name is refused, or the member is not delayed.',
  fineWhen: 'The servers are older than 5.0.',
  advice: 'Rename it.',
  sources: [MONGO_SOURCES.config],
  bad: [
    setExample(
      [...THREE, 'host: "db4:27017", priority: 0, votes: 0, hidden: true, slaveDelay: 3600'],
      undefined,
      'secondaryDelaySecs',
    ),
  ],
  good: [
    setExample([
      ...THREE,
      'host: "db4:27017", priority: 0, votes: 0, hidden: true, secondaryDelaySecs: 3600',
    ]),
    clusterExample('mongodb', {
      'replica-set.js':
        '// MongoDB 4.4\nrs.initiate({ _id: "rs0", members: [{ _id: 0, host: "a:27017" }, { _id: 1, host: "b:27017", priority: 0, hidden: true, votes: 0, slaveDelay: 60 }] });\n',
    }),
  ],
  check(cluster, context) {
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      if (isOlder(settings.version, '5.0')) continue;
      for (const written of settings.written) {
        if (written.key !== 'members.slaveDelay') continue;
        context.report({
          origin: written.keyOrigin,
          tag: 'deprecated',
          message: `slaveDelay of ${member.id} is called secondaryDelaySecs from MongoDB 5.0 on, which does not know the old name. Rename it.`,
          fixes: () => [
            {
              title: 'Rename to secondaryDelaySecs',
              // Before 5.0 the new name is refused.
              safe: settings.version !== undefined,
              edits: [
                { origin: written.keyOrigin, newText: quotedLike(written.keyOrigin, 'secondaryDelaySecs') },
              ],
            },
          ],
        });
      }
    }
  },
});

/** The name in the quotes that the old one stands in, if any. */
function quotedLike(
  { unit, span }: { unit: { piece: { text: string } }; span: { start: number } },
  name: string,
): string {
  const quote = unit.piece.text[span.start];
  return quote === '"' || quote === "'" ? `${quote}${name}${quote}` : name;
}
