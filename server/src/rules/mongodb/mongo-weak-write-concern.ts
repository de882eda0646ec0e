import type { Settings } from '../../cluster/settings.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  clientSettings,
  MONGO_SOURCES,
  setOf,
  setScript,
  THREE,
  uriExample,
  valueFix,
} from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-weak-write-concern',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mongodb'],
  summary: 'Writes to a replica set are acknowledged before a majority has them.',
  gains: 'Writes do not wait for other members: a round trip less.',
  costs:
    'With w: 1 what only the primary had is rolled back when another one leads: it was acknowledged, and is gone; reads with local concern saw it. With w: 0 not even errors are noticed. journal=false acknowledges before anything is on a disk.',
  fineWhen: 'The data can be made again: caches, metrics, events that are sent twice anyway.',
  advice: 'Use w=majority for what must stay, with a wtimeoutMS that the program handles.',
  sources: [MONGO_SOURCES.writeConcern, MONGO_SOURCES.rollbacks],
  bad: [
    uriExample('replicaSet=rs0&w=1', 'rolled back'),
    uriExample('replicaSet=rs0&w=0', 'no error'),
    uriExample('replicaSet=rs0&w=majority&journal=false', 'disk'),
    clusterExample(
      'mongodb',
      {
        'replica-set.js': `${setScript(THREE)}db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 1 } });\n`,
      },
      'default',
    ),
  ],
  good: [
    uriExample('replicaSet=rs0&w=majority&wtimeoutMS=5000'),
    uriExample('replicaSet=rs0'),
    clusterExample('mongodb', {
      'grow.sh': `mongosh --eval '${setScript(THREE).trim()}'\nif [ -n "$ARBITER" ]; then\n  mongosh --eval 'db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 1 } })'\n  mongosh --eval "rs.addArb('$ARBITER')"\nfi\n`,
    }),
    // A task that runs in some set-ups alone.
    clusterExample('mongodb', {
      'replica-set.js': setScript(THREE),
      'tasks/concern.yml':
        '---\n- name: one arbiter\n  shell: mongosh --eval \'db.adminCommand({"setDefaultRWConcern":1,"defaultWriteConcern":{"w":1}})\'\n  when: arbiters | length > 0\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.members.length < 2 && !cluster.open) return;
    const say = (settings: Settings, name: string, whose: string) => {
      const given = settings.given(name);
      // A set with an arbiter must be given a default of its own; a majority there may stop writes.
      if (name !== 'w' && given !== undefined && ARBITER.test(given.written.origin.unit.piece.text)) return;
      const w = given?.effective;
      if (given === undefined || (String(w) !== '0' && String(w) !== '1')) return;
      if (isConditionalTask(given.written.origin)) return;
      const text = given.written.origin.unit.piece.text.slice(
        given.written.origin.span.start,
        given.written.origin.span.end,
      );
      context.report({
        origin: given.written.origin,
        message:
          String(w) === '0'
            ? `${whose} with w: 0: no error is noticed, not even that there is no primary. Use w: "majority" for what must stay.`
            : `${whose} with w: 1: what only the primary of ${cluster.name} had when it was lost is rolled back, though it was acknowledged. Use w: "majority" for what must stay.`,
        fixes: () => [
          valueFix(
            'Ask for a majority',
            given.written,
            name === 'w' && text === String(w) ? 'majority' : '"majority"',
          ),
        ],
      });
    };
    say(setOf(cluster), 'defaultWriteConcern.w', 'Writes are acknowledged by default');
    for (const client of cluster.clients) {
      const settings = clientSettings(client);
      say(settings, 'w', 'This program writes');
      const journal = settings.given('journal');
      if (journal?.effective === false && settings.text('w') !== '0' && settings.text('w') !== '1')
        context.report({
          origin: journal.written.origin,
          message:
            'With journal=false this program is told of success before a write is on any disk: a power cut of most members at once loses it. Leave it out.',
          fixes: () => [valueFix('Wait for the journal', journal.written, 'true')],
        });
    }
  },
});

const ARBITER = /\baddArb\b|["']?arbiterOnly["']?[ \t]*:[ \t]*true\b/;

/** True within a task of a playbook that has a condition: it runs in some set-ups alone. */
function isConditionalTask({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const start = text.lastIndexOf('\n- ', span.start);
  const found = text.indexOf('\n- ', span.start);
  const task = text.slice(start + 1, found === -1 ? text.length : found);
  return start >= 0 && /\.ya?ml(?:\.\w+)?$/i.test(unit.uri) && /^[ \t]+when[ \t]*:/m.test(task);
}
