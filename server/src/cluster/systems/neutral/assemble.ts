import type { Client, Cluster, CommitRule, FailoverRule, Link, Member, Role } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import { isSystem } from '../../systems.js';
import { readPart } from './amounts.js';
import { type Item, keepMistakes, type Mistake, type NeutralData } from './data.js';
import { NEUTRAL_PARAMETERS } from './parameters.js';

/** Each description is one cluster. */
export function assemble(fragments: readonly Fragment<NeutralData>[]): Assembled {
  return { clusters: fragments.map(clusterOf) };
}

function clusterOf({ data, uri, origin }: Fragment<NeutralData>): Cluster {
  const mistakes: Mistake[] = [...data.mistakes];
  const settings = settingsOf({ written: data.whole });
  const members = membersOf(data, mistakes);
  const clients = data.clients.map((item, i): Client => {
    const own = settingsOf(item);
    return {
      id: own.text('clients.name') ?? `client ${i + 1}`,
      system: 'neutral',
      targets: [],
      settings: { neutral: own },
      origin: item.origin,
    };
  });
  const name = settings.text('name') ?? data.fileName;
  const system = settings.text('coordination.system');
  const addresses = settings.list('coordination.addresses');
  const coordination = settings.given('coordination.addresses') ?? settings.given('coordination.system');
  const cluster: Cluster = {
    id: `neutral:${name}@${uri}`,
    name,
    system: 'neutral',
    systems: new Set(['neutral']),
    versions: {},
    members,
    links: linksOf(data, members, settings, mistakes),
    commit: commitOf(settings, members, mistakes),
    failover: failoverOf(settings),
    ...(coordination === undefined || system === undefined
      ? {}
      : {
          coordination: {
            system: system === 'kubernetes' || isSystem(system) ? system : 'etcd',
            addresses,
            origin: coordination.written.origin,
          },
        }),
    resources: [],
    routers: [],
    clients,
    settings: { neutral: settings },
    missing: [],
    open: data.nodes.length === 0,
    origin: settings.given('name')?.written.origin ?? origin,
    sources: [uri],
  };
  keepMistakes(cluster, mistakes);
  return cluster;
}

function settingsOf({ written }: Pick<Item, 'written'>): Settings {
  return new Settings(NEUTRAL_PARAMETERS, undefined, written);
}

function membersOf(data: NeutralData, mistakes: Mistake[]): Member[] {
  const known = new Set<string>();
  return data.nodes.map((item, i): Member => {
    const own = settingsOf(item);
    const id = own.text('nodes.name') ?? `node ${i + 1}`;
    const named = own.given('nodes.name')?.written.origin;
    if (known.has(id))
      mistakes.push({
        origin: named ?? item.origin,
        message: `Two nodes are called \`${id}\`: names tell nodes apart.`,
      });
    known.add(id);
    const role = (own.text('nodes.role') ?? 'data') as Role;
    const votes = own.number('nodes.votes') ?? (role === 'data' || role === 'witness' ? 1 : 0);
    const priority = own.number('nodes.priority');
    const region = own.text('nodes.region');
    const zone = own.text('nodes.zone');
    const rack = own.text('nodes.rack');
    const host = own.text('nodes.host');
    const address = own.text('nodes.address');
    return {
      id,
      role,
      ...(own.flag('nodes.leader') === true ? { leader: true } : {}),
      votes: Math.max(0, Math.min(1000, votes)),
      eligible: role === 'data' && priority !== 0,
      ...(priority === undefined ? {} : { priority }),
      site: {
        ...(region === undefined ? {} : { region }),
        ...(zone === undefined ? {} : { zone }),
        ...(rack === undefined ? {} : { rack }),
        ...(host === undefined ? {} : { host }),
      },
      addresses: address === undefined ? [] : [address],
      settings: { neutral: own },
      origin: named ?? item.origin,
      configured: true,
    };
  });
}

/** Links as written, between all nodes of the places that they name; and from the leader to the others where it has any. */
function linksOf(
  data: NeutralData,
  members: readonly Member[],
  settings: Settings,
  mistakes: Mistake[],
): Link[] {
  const found: Link[] = [];
  const fallback =
    settings.given('commit.copies') === undefined
      ? 'async'
      : ((settings.text('commit.level') ?? 'durable') as Link['sync']);
  const byProtocol = PROTOCOL[settings.text('protocol') ?? ''];
  for (const item of data.links) {
    const own = settingsOf(item);
    const ends = (['links.from', 'links.to'] as const).map(key => {
      const text = own.text(key);
      const matching = members.filter(
        ({ id, site }) => id === text || site.zone === text || site.region === text,
      );
      if (text !== undefined && matching.length === 0)
        mistakes.push({
          origin: own.given(key)!.written.origin,
          message: `No node, zone or region is called \`${text.slice(0, 40)}\`.`,
        });
      return matching;
    });
    const loss = readPart(own.text('links.loss') ?? '');
    const latencyMs = own.number('links.latency');
    const delay = own.number('links.delay');
    for (const from of ends[0]!) {
      if (found.length >= 1000) break;
      for (const to of ends[1]!.slice(0, 1000 - found.length)) {
        if (from.id === to.id) continue;
        found.push({
          from: from.id,
          to: to.id,
          kind: byProtocol?.kind ?? 'log',
          sync: (own.text('links.sync') as Link['sync'] | undefined) ?? byProtocol?.sync ?? fallback,
          ...(latencyMs === undefined ? {} : { latencyMs }),
          ...(loss === undefined ? {} : { loss }),
          ...(delay === undefined || delay === 0 ? {} : { delay }),
          origin: item.origin,
        });
      }
    }
  }
  const leader = members.find(member => member.leader) ?? members.find(({ eligible }) => eligible);
  if (data.links.length > 0 || leader === undefined || settings.text('protocol') !== 'primary-backup')
    return found;
  for (const { id, role, origin } of members) {
    if (id !== leader.id && (role === 'data' || role === 'learner'))
      found.push({ from: leader.id, to: id, kind: 'log', sync: fallback, origin });
  }
  return found;
}

const PROTOCOL: Readonly<Record<string, { readonly kind: Link['kind']; readonly sync?: Link['sync'] }>> = {
  raft: { kind: 'log', sync: 'quorum' },
  paxos: { kind: 'log', sync: 'quorum' },
  leaderless: { kind: 'peer' },
  'multi-leader': { kind: 'peer', sync: 'async' },
};

function commitOf(settings: Settings, members: readonly Member[], mistakes: Mistake[]): CommitRule {
  const protocol = settings.text('protocol');
  const votes = protocol === 'raft' || protocol === 'paxos';
  const given = settings.given('commit.copies');
  const said = given?.written.raw === undefined ? undefined : String(given.written.raw);
  const of = settings.given('commit.of');
  const named = of === undefined ? undefined : settings.list('commit.of');
  for (const id of named ?? []) {
    if (members.some(member => member.id === id)) continue;
    mistakes.push({
      origin: of!.written.origin,
      message: `\`of\` names ${id.slice(0, 40)}, which is none of the nodes.`,
    });
  }
  const holders = members.filter(({ role }) => role === 'data').length;
  const voters = members.filter(({ votes: own }) => own > 0).length;
  const wanted =
    said === 'majority' || (said === undefined && votes)
      ? majority(votes ? voters : holders)
      : said === 'all' || (said === undefined && protocol === 'chain')
        ? holders
        : said === undefined
          ? protocol === 'leaderless'
            ? majority(Math.min(settings.number('copies') ?? holders, holders))
            : 1
          : Number(said) || 1;
  const level = settings.text('commit.level') ?? 'durable';
  const after = settings.number('commit.degradesAfter');
  return {
    count: Math.max(0, wanted - 1),
    method:
      said === 'majority' || (votes && said === undefined)
        ? 'majority'
        : said === 'all' || (protocol === 'chain' && said === undefined)
          ? 'all'
          : wanted <= 1
            ? 'none'
            : 'any',
    ...(named === undefined ? {} : { of: named }),
    level: wanted <= 1 ? 'async' : (level as CommitRule['level']),
    degrades: settings.flag('commit.degrades') === true || after !== undefined,
    ...(after === undefined ? {} : { degradesAfterMs: after }),
    ...(given === undefined ? {} : { origin: given.written.origin }),
  };
}

function failoverOf(settings: Settings): FailoverRule {
  const protocol = settings.text('protocol');
  const byItself =
    protocol === 'leaderless' || protocol === 'multi-leader'
      ? 'none needed'
      : protocol === 'raft' || protocol === 'paxos'
        ? 'automatic'
        : 'manual';
  const kind = (settings.text('failover.kind') as FailoverRule['kind'] | undefined) ?? byItself;
  const by = settings.text('failover.by');
  const detection = settings.number('failover.detection');
  const takeover = settings.number('failover.takeover') ?? 0;
  const given = settings.given('failover.kind') ?? settings.given('failover.detection');
  return {
    kind,
    by: by !== undefined && isSystem(by) ? by : undefined,
    ...(detection === undefined ? {} : { detectMs: [detection, detection + takeover] as const }),
    ...(given === undefined ? {} : { origin: given.written.origin }),
  };
}
