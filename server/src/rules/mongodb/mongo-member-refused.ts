import type { Member } from '../../cluster/model.js';
import { MONGO_SOURCES, memberSettings, placeOf, setExample, valueFix } from '../lib/cluster/mongo.js';
import { defineRule, type Fix } from '../rule.js';

const two = ['host: "db1:27017"', 'host: "db2:27017"'];

export default defineRule({
  id: 'mongo-member-refused',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mongodb'],
  summary: 'A member of a replica set that MongoDB refuses: it could lead, and must not.',
  gains: 'None: the document is refused.',
  costs:
    'Only a member that votes, builds indexes, is visible and not delayed may have a priority, and the priority is 1 where none is written. An arbiter always votes. Otherwise `rs.initiate` and `rs.reconfig` fail.',
  fineWhen: 'Never.',
  advice: 'Write `priority: 0` beside votes: 0, hidden: true, a delay or buildIndexes: false.',
  sources: [MONGO_SOURCES.memberSource, MONGO_SOURCES.config],
  bad: [
    setExample([...two, 'host: "db3:27017", votes: 0, priority: 1'], undefined, 'votes: 0'),
    setExample([...two, 'host: "db3:27017", hidden: true'], undefined, 'hidden: true'),
    setExample([...two, 'host: "db3:27017", arbiterOnly: true, votes: 0'], undefined, 'always votes'),
    setExample([...two, 'host: "db1:27017"'], undefined, 'twice'),
    setExample([...two, 'host: "db1:27017"', 'host: "db1:27017"'], undefined, 'twice'),
  ],
  good: [
    setExample([
      ...two,
      'host: "db3:27017", votes: 0, priority: 0',
      'host: "db4:27017", hidden: true, priority: 0',
    ]),
  ],
  check(cluster, context) {
    const hosts = new Set<string>();
    const told = new Set<string>();
    for (const member of cluster.members) {
      const settings = memberSettings(member);
      const host = settings.given('members.host');
      const name = typeof host?.value === 'string' ? host.value : member.id;
      if (host !== undefined && hosts.has(name.toLowerCase())) {
        if (told.has(name.toLowerCase())) continue;
        told.add(name.toLowerCase());
        context.report({
          origin: host.written.origin,
          message: `${name} is a member of ${cluster.name} twice: the document is refused. Name each member once.`,
        });
        continue;
      }
      hosts.add(name.toLowerCase());
      const found = problemOf(member);
      if (found !== undefined)
        context.report({
          origin: found.at === 'member' ? member.origin : placeOf(member, found.at),
          message: `${name} ${found.says}: the document is refused. ${found.advice}`,
          fixes: () => fixesFor(member, found.at),
        });
    }
  },
});

function problemOf(member: Member): { at: string; says: string; advice: string } | undefined {
  const settings = memberSettings(member);
  if (['members.priority', 'members.votes', 'members.arbiterOnly'].some(name => settings.isHidden(name)))
    return undefined;
  if (member.role === 'witness')
    return settings.number('members.votes') === 0
      ? {
          at: 'members.votes',
          says: 'is an arbiter, which always votes, and has votes: 0',
          advice: 'Leave votes out.',
        }
      : undefined;
  if (settings.number('members.priority') === 0) return undefined;
  const advice = 'Give it priority: 0.';
  const because = settings.given('members.priority') === undefined ? 'the default priority, 1' : 'a priority';
  if (settings.number('members.votes') === 0)
    return { at: 'members.votes', says: `has votes: 0 and ${because}`, advice };
  if (settings.flag('members.hidden') === true)
    return { at: 'members.hidden', says: `has hidden: true and ${because}`, advice };
  if ((settings.number('members.secondaryDelaySecs') ?? 0) > 0)
    return { at: 'members.secondaryDelaySecs', says: `is delayed and has ${because}`, advice };
  if (settings.flag('members.buildIndexes') === false)
    return { at: 'members.buildIndexes', says: `has buildIndexes: false and ${because}`, advice };
  return undefined;
}

function fixesFor(member: Member, at: string): Fix[] {
  const settings = memberSettings(member);
  if (member.role === 'witness') return [];
  const priority = settings.given('members.priority');
  if (priority !== undefined) return [valueFix('Set priority to 0', priority.written, '0')];
  const cause = settings.given(at)?.written;
  const text = cause?.origin.unit.piece.text;
  // Beside a value of the same object: only scripts have members in braces.
  if (cause === undefined || text === undefined || !/^\s*[,}]/.test(text.slice(cause.origin.span.end)))
    return [];
  const end = { start: cause.origin.span.end, end: cause.origin.span.end };
  return [
    {
      title: 'Add priority: 0',
      safe: false,
      edits: [{ origin: { unit: cause.origin.unit, span: end }, newText: ', priority: 0' }],
    },
  ];
}
