import { MONGO_SOURCES, setExample } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mongo-electable-in-one-site',
  subject: 'mongodb',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mongodb'],
  summary: 'Members in several data centres, and only those of one may become primary.',
  gains: 'The primary stays near the programs that write.',
  costs:
    'When that data centre is lost nobody may take over: the other copies are read-only until somebody reconfigures the set by force.',
  fineWhen: 'Moving to the other data centre is a decision for people.',
  advice: 'Give a member elsewhere a low priority above 0, and let a third place hold the deciding vote.',
  sources: [MONGO_SOURCES.elections, MONGO_SOURCES.config],
  bad: [
    setExample(
      [
        'host: "a1:27017", priority: 2, tags: { dc: "east" }',
        'host: "a2:27017", tags: { dc: "east" }',
        'host: "b1:27017", priority: 0, tags: { dc: "west" }',
      ],
      undefined,
      'east',
    ),
  ],
  good: [
    setExample([
      'host: "a1:27017", tags: { dc: "east" }',
      'host: "a2:27017", tags: { dc: "east" }',
      'host: "b1:27017", tags: { dc: "west" }',
    ]),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const data = cluster.members.filter(({ role }) => role !== 'witness');
    const zoneOf = ({ region = '', zone = '' }: { region?: string; zone?: string }) => `${region}/${zone}`;
    const zones = new Set(data.map(({ site }) => zoneOf(site)));
    if (zones.size < 2 || data.some(({ site }) => site.zone === undefined && site.region === undefined))
      return;
    const able = data.filter(({ eligible }) => eligible);
    const ableZones = new Set(able.map(({ site }) => zoneOf(site)));
    const away = data.filter(({ site }) => !ableZones.has(zoneOf(site)));
    if (ableZones.size !== 1 || away.length === 0) return;
    const { site } = able[0]!;
    const delayed = away.every(
      member => (member.settings.mongodb?.number('members.secondaryDelaySecs') ?? 0) > 0,
    );
    if (delayed) return;
    context.report({
      origin: away[0]!.settings.mongodb?.given('members.priority')?.written.origin ?? away[0]!.origin,
      message: `Only the ${able.length} members in ${site.zone ?? site.region} may become primary: when it is lost, the ${away.length} elsewhere stay read-only until somebody reconfigures by force. Give one of them a low priority above 0 if the set should move by itself.`,
    });
  },
});
