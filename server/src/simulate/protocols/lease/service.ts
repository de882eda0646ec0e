import { hostOf } from '../../../cluster/join.js';
import type { Cluster, Member } from '../../../cluster/model.js';
import type { LockServiceConfig } from '../../kit/lock-service.js';
import type { Hosts } from './hosts.js';

export interface AddedService {
  readonly config: LockServiceConfig;
  /** Spoken to by the interface whose lock is a key under a lease of etcd 3. */
  readonly etcd3: boolean;
  /** Processes that keep the lock. */
  readonly members: readonly number[];
  /** Per node: the process through which it reaches them; undefined: it asks any of them itself. */
  readonly localAgents: readonly number[] | undefined;
  readonly limits: readonly string[];
}

/** Adds the members of what keeps the lock: beside the nodes where they share machines, else on machines of their own. */
export function addService(
  cluster: Cluster,
  all: readonly Cluster[],
  hosts: Hosts,
  ttlMs: number,
): AddedService {
  const { coordination } = cluster;
  const system =
    coordination?.system ?? (cluster.members.some(({ votes }) => votes > 0) ? 'raft' : undefined);
  const found = all.find(({ id }) => id === coordination?.cluster);
  const limits: string[] = [];
  const voters = found?.members.filter(({ votes }) => votes > 0) ?? [];
  const program: string = system ?? 'dcs';
  const nodes = cluster.members.filter(({ role }) => role === 'data');
  const add = (name: string, host: number) =>
    hosts.run(host, program, hosts.processes.some(each => each.name === name) ? `${name}/${program}` : name, {
      serves: false,
    });
  const written = coordination?.addresses ?? [];
  const addresses = [...new Set(written.filter(address => !isLocal(address)).map(hostOf))].slice(0, 9);
  const members: number[] = [];
  if (voters.length > 0) for (const voter of voters) members.push(add(voter.id, hosts.of(voter)));
  else if (system === 'raft') for (const node of nodes) members.push(add(`${node.id}/raft`, hosts.of(node)));
  else if (system === 'kubernetes') members.push(add('kubernetes', hosts.at('kubernetes', [])));
  else if (addresses.length > 0) {
    for (const address of addresses) {
      const node = nodes.find(each => hostsOf(each).includes(address));
      members.push(
        node === undefined
          ? add(address, hosts.at(address, [address]))
          : add(`${node.id}/${program}`, hosts.of(node)),
      );
    }
  } else if (written.length > 0 && nodes.length > 1)
    for (const node of nodes) members.push(add(`${node.id}/${program}`, hosts.of(node)));
  else {
    members.push(add(program, hosts.at(program, [])));
    limits.push(
      'The files do not show what keeps the lock: it is taken for one service on a host of its own.',
    );
  }
  const local = system === 'consul' && addresses.length === 0;
  return {
    config: { name: TITLES[program] ?? program, ...timesOf(program, found, ttlMs) },
    etcd3: coordination?.interface === 'etcd3',
    members,
    localAgents: local
      ? nodes.map(node => {
          const host = hosts.of(node);
          const own = members.find(p => hosts.processes[p]!.host === host);
          return own ?? add(`${node.id}/consul agent`, host);
        })
      : undefined,
    limits,
  };
}

/**
 * How long elections take and when leases end. etcd looks for leases that are over every 500 ms
 * (https://github.com/etcd-io/etcd/blob/main/server/lease/lessor.go); Consul ends a session between its TTL, of which
 * Patroni asks for the half, and twice of it (https://developer.hashicorp.com/consul/docs/dynamic-app-config/sessions);
 * Patroni looks for a change of the lock in Kubernetes itself.
 */
function timesOf(
  program: string,
  found: Cluster | undefined,
  ttlMs: number,
): Omit<LockServiceConfig, 'name'> {
  const detect = found?.failover.detectMs;
  switch (program) {
    case 'etcd':
      return {
        electionMs: detect ?? [1_000, 4_000],
        expiryMs: [ttlMs, ttlMs + 600],
        staleReads: true,
        preVote: preVoteOf(found),
      };
    case 'consul':
      return {
        electionMs: detect ?? [5_000, 10_000],
        expiryMs: [Math.round(ttlMs / 2), ttlMs],
        staleReads: false,
        // Its servers ask for votes before they stand since 1.20; either way no reader of a lock hears of it for long.
        preVote: true,
      };
    case 'zookeeper':
      return {
        electionMs: detect ?? [200, 2_000],
        expiryMs: [ttlMs, ttlMs + 2_000],
        staleReads: false,
        preVote: true,
      };
    case 'raft':
      return { electionMs: [400, 3_000], expiryMs: [ttlMs, ttlMs + 1_000], staleReads: true, preVote: false };
    default:
      return { electionMs: [50, 1_000], expiryMs: [ttlMs, ttlMs + 500], staleReads: false, preVote: true };
  }
}

/** Undefined where neither a file nor a known version says whether members ask before they stand. */
function preVoteOf(found: Cluster | undefined): boolean | undefined {
  const settings = found?.members.map(member => member.settings.etcd);
  if (settings === undefined || settings.length === 0) return undefined;
  const known =
    found?.versions.etcd !== undefined || settings.every(each => each?.given('pre-vote') !== undefined);
  return known ? settings.every(each => each?.flag('pre-vote') === true) : undefined;
}

function hostsOf(member: Member): readonly string[] {
  return [...(member.site.host === undefined ? [] : [member.site.host]), ...member.addresses].map(hostOf);
}

function isLocal(address: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(hostOf(address));
}

export const KUBERNETES = 'the API of Kubernetes';

const TITLES: Readonly<Record<string, string>> = {
  etcd: 'etcd',
  consul: 'Consul',
  zookeeper: 'ZooKeeper',
  kubernetes: KUBERNETES,
  raft: "Patroni's Raft",
  dcs: 'the DCS',
};
