import { minutesDownAYear, printAvailability, quorumAvailability } from '../../cluster/availability.js';
import type { Cluster, Member } from '../../cluster/model.js';
import { weightedMajority } from '../../cluster/quorum.js';
import {
  copiesOf,
  decidesByVotes,
  described,
  nodes,
  objectivesOf,
  votersOf,
  zoneOf,
} from '../lib/cluster/described.js';
import { clusterExample } from '../lib/cluster/example.js';
import { SLO_SOURCE } from '../lib/cluster/objectives.js';
import { defineRule } from '../rule.js';

const etcd = (count: number, availability: string, says?: string) => {
  const list = Array.from({ length: count }, (_, i) => `n${i + 1}=http://10.0.0.${i + 1}:2380`).join(',');
  return clusterExample(
    'etcd',
    {
      'faultline.yaml': `objectives: { availability: ${availability} }\n`,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `n${i + 1}/etcd.conf.yml`,
          `name: n${i + 1}\ninitial-advertise-peer-urls: http://10.0.0.${i + 1}:2380\ninitial-cluster: ${list}\ninitial-cluster-state: new\n`,
        ]),
      ),
    },
    says,
  );
};

export default defineRule({
  id: 'cluster-objective-availability',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'etcd'],
  summary:
    'With this many members in these zones, writes are taken for a smaller part of the time than asked.',
  gains: 'Fewer machines, or fewer zones.',
  costs:
    'Writes stop whenever too few members are up. Machines fail one by one, and all of a zone with the zone.',
  fineWhen: 'The machines or zones are better than assumed: say so in the options of the rule.',
  advice: 'Spread the members over more zones, add two voters, or ask for what this cluster can give.',
  sources: [
    SLO_SOURCE,
    {
      title: 'Google Compute Engine: what is promised of one machine and of several zones',
      url: 'https://cloud.google.com/compute/sla',
    },
  ],
  options: {
    machine: {
      description: 'Percent of the time that a machine is up while its zone is.',
      default: 99.9,
      type: 'number',
    },
    zone: { description: 'Percent of the time that a zone is up.', default: 99.95, type: 'number' },
  },
  bad: [
    described(
      `protocol: raft\n${nodes('a east', 'b east', 'c east')}objectives: { availability: 99.99% }\n`,
      '1 zone',
    ),
    described(
      `protocol: primary-backup\n${nodes('a east leader: true', 'b west')}objectives: { availability: 99.99% }\n`,
      'a alone',
    ),
    etcd(2, '99.99%', '2 of 2'),
  ],
  good: [
    described(
      `protocol: raft\n${nodes('a east', 'b west', 'c north')}objectives: { availability: 99.99% }\n`,
    ),
    etcd(3, '99.99%'),
  ],
  check(cluster, context) {
    const { availability: asked } = objectivesOf(cluster, context);
    if (asked === undefined || cluster.open || cluster.members.length === 0) return;
    const odds = { member: Number(context.options.machine) / 100, zone: Number(context.options.zone) / 100 };
    const group = neededGroup(cluster);
    if (group === undefined) return;
    const reached = quorumAvailability(group.members, group.needed, odds);
    if (!(reached < asked)) return;
    const zones = new Set(group.members.map(zoneOf));
    const where = zones.has(undefined) ? '' : ` in ${zones.size} ${zones.size === 1 ? 'zone' : 'zones'}`;
    context.report({
      origin: cluster.origin,
      message: `Asked: ${printAvailability(asked)} (${printMinutes(asked)} a year). ${group.what}${where} gives at most ${printAvailability(reached)} (${printMinutes(reached)}), with machines up ${Number(context.options.machine)}% and zones ${Number(context.options.zone)}% of the time. Add voters or zones.`,
    });
  },
});

/** The members of whom enough must be up, with how many votes that is. */
function neededGroup(cluster: Cluster):
  | {
      readonly members: readonly Pick<Member, 'votes' | 'site'>[];
      readonly needed: number;
      readonly what: string;
    }
  | undefined {
  const protocol = cluster.settings.neutral?.text('protocol');
  if (cluster.system === 'neutral' && protocol === undefined) return undefined;
  if (decidesByVotes(cluster)) {
    const voters = votersOf(cluster);
    const needed = weightedMajority(voters.map(({ votes }) => votes));
    const all = voters.reduce((sum, { votes }) => sum + votes, 0);
    return voters.length === 0 ? undefined : { members: voters, needed, what: `${needed} of ${all} votes` };
  }
  const copies = copiesOf(cluster).map(member => ({ ...member, votes: 1 }));
  const leader = copies.find(member => member.leader) ?? copies[0];
  if (leader === undefined) return undefined;
  if (cluster.failover.kind === 'manual' && (protocol === 'primary-backup' || protocol === 'chain'))
    return { members: [leader], needed: 1, what: `The leader ${leader.id} alone` };
  const needed = cluster.commit.degrades ? 1 : cluster.commit.count + 1;
  return { members: copies, needed, what: `${needed} of ${copies.length} copies` };
}

function printMinutes(availability: number): string {
  const minutes = minutesDownAYear(availability);
  return minutes >= 600
    ? `${Math.round(minutes / 60)} h`
    : `${minutes >= 10 ? Math.round(minutes) : Math.round(minutes * 10) / 10} min`;
}
