import type { Cluster } from '../../../cluster/model.js';
import { because } from '../../kit/reasons.js';
import { placeCopies } from './placement.js';
import type { Found } from './prepare.js';

/**
 * A described store that writes to any copies. With `degrades` other nodes stand in for copies that are away, as in Dynamo's
 * sloppy quorums (https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf, 4.6); with `conflicts: siblings` writes
 * of which neither knew the other are both kept (4.4).
 */
export function neutralOf(cluster: Cluster): Found | undefined {
  const settings = cluster.settings.neutral;
  if (settings?.text('protocol') !== 'leaderless') return undefined;
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.length < 2)
    return { why: `${cluster.name} is described with fewer than two nodes that hold data.` };
  const count = Math.min(settings.number('copies') ?? members.length, members.length);
  const own = (name: string) =>
    cluster.clients.map(client => client.settings.neutral?.number(name)).find(value => value !== undefined);
  const write = own('clients.writeCopies') ?? cluster.commit.count + 1;
  const read = own('clients.readCopies') ?? 1;
  const conflicts = settings.text('conflicts') ?? 'latest';
  const sloppy = cluster.commit.degrades;
  const detection = settings.number('failover.detection');
  const of = (...names: string[]) => because(cluster, 'neutral', ...names);
  const all = new Set(members.map(({ site }) => site.zone ?? site.region ?? ''));
  return {
    config: {
      nodes: members.map(({ id, site }) => ({
        name: id,
        site: [...all].indexOf(site.zone ?? site.region ?? ''),
        syncMs: cluster.commit.level === 'received' ? 10_000 : 0,
        hintWindowMs: 1e9,
        hintFlushMs: 0,
      })),
      copies: placeCopies(members, { '': count }),
      write,
      read,
      resolve: conflicts === 'latest' ? 'latest' : 'siblings',
      merges: conflicts === 'merge' || conflicts === 'custom',
      clocks: conflicts === 'latest',
      refusesStale: false,
      sloppy,
      degrades: false,
      detectMs: detection === undefined ? [1_000, 5_000] : [detection, detection + 1_000],
      gossip: false,
      hearsClose: true,
      returnMs: [100, 2_000],
      hintMs: [100, 2_000],
      readRepair: true,
      words: {
        unavailable: `fewer than the ${Math.max(write, read)} copies asked for can be reached`,
        stale: '',
        conflict:
          conflicts === 'latest' ? 'the later timestamp wins' : 'a program has to decide which of them holds',
      },
      because: {
        write: of('clients.writeCopies'),
        read: of('clients.readCopies'),
        copies: of('copies'),
        detect: detection === undefined ? [] : of('failover.detection'),
        hints: [],
        sync: of('commit.level'),
      },
    },
    members,
    program: 'node',
    title: 'Leaderless store',
    levels: [{ name: `${read} of ${count} copies`, linearizable: !sloppy && read + write > count }],
    limits: [
      ...(settings.given('conflicts') === undefined
        ? ['What becomes of two writes that did not know each other is not told: the later timestamp wins.']
        : []),
      ...(detection === undefined ? ['How soon a node counts as down is not told: 1 to 5 s are taken.'] : []),
      'Copies that were away are sent what they missed within seconds.',
    ],
  };
}
