import type { Cluster } from '../../../cluster/model.js';
import type { Bounds } from '../../explore/stage.js';
import type { SettingRef } from '../../history/model.js';
import { leaseOf } from '../../protocols/lease/from-cluster.js';
import { WAL_OF_A_WRITE } from '../../protocols/lease/race.js';
import { ACKNOWLEDGES, boundConstants, NO_LOST_WRITE, ONE_WRITER } from '../bounds.js';
import { members, type TlaConstant, type TlaModel, type TlaValue } from '../model.js';
import { LEASE_MODULE } from './module.js';

/** PostgreSQL under Patroni: a lock with a lease, counted in steps of time as the search here counts. */
export function leaseModel(
  cluster: Cluster,
  bounds: Bounds,
  all: readonly Cluster[],
  unitMs: number,
): TlaModel | undefined {
  const model = leaseOf(cluster, all);
  if (typeof model === 'string') return undefined;
  const { config, hosts } = model;
  const hostOf = (process: number) => hosts.processes[process]!.host;
  const nodes = config.nodes.map((_, i) => hostOf(i));
  // Two servers of one machine would be told apart by nothing here.
  if (new Set(nodes).size < nodes.length) return undefined;
  const keepers = [...new Set(model.members.map(hostOf))];
  const { because } = config;
  const ticks = (ms: number) => Math.max(1, Math.round(ms / unitMs));
  const of = (wanted: (i: number) => boolean) => members(nodes.filter((_, i) => wanted(i)));
  const node = (i: number) => config.nodes[i]!;
  const set = (
    name: string,
    value: TlaValue,
    says: string,
    refs: readonly SettingRef[] = [],
  ): TlaConstant => ({
    name,
    value,
    says,
    because: refs,
  });
  const watchdog = config.nodes.find(({ watchdogMs }) => watchdogMs !== undefined)?.watchdogMs;
  const plain = nodes.filter((_, i) => isLike(config.nodes[0]!, node(i)));
  const sameKeepers = keepers.filter(host => !nodes.includes(host));
  return {
    kind: 'Lease',
    about: [
      `${config.agent} runs PostgreSQL on nodes that share a lock with a lease in ${config.service.name}. One tick is ${unitMs / 1000} s.`,
      'Replication may lag as long as it likes. Elections within what keeps the lock take no time, and its members answer nothing from the past.',
      'Operators, cascades, priorities, reads and freezing a server without its agent are left out.',
    ],
    members: hosts.all.map(({ name }) => name),
    constants: [
      set('Nodes', members(nodes), 'hosts with a server and its agent'),
      set('Keepers', members(keepers), 'hosts with a member of what keeps the lock'),
      set(
        'NoFailover',
        of(i => node(i).noFailover),
        'nodes that are never promoted',
        because.tags,
      ),
      set(
        'MaySync',
        of(i => node(i).maySync),
        'nodes that may be synchronous',
        because.sync,
      ),
      set(
        'Rewinds',
        of(i => node(i).rewinds),
        'nodes whose history is set right by itself',
        because.rewind,
      ),
      set('TtlTicks', ticks(config.ttlMs), 'until the lock is given up', because.ttl),
      set('LoopTicks', ticks(config.loopWaitMs), 'between two rounds of an agent', because.loop),
      set(
        'RetryTicks',
        ticks(config.retryTimeoutMs),
        'until a primary without an answer stops',
        because.retry,
      ),
      set('SyncMode', config.sync, 'off, on or quorum', because.sync),
      set('Strict', config.strict, 'commits wait where there is no synchronous standby', because.strict),
      set('StrictTakesAny', config.strictTakesAny, 'any standby that connects counts then'),
      set('SyncNodes', config.nodeCount, 'synchronous standbys', because.sync),
      set('Failsafe', config.failsafe, 'a primary that reaches all others goes on', because.failsafe),
      set(
        'Watchdogs',
        of(i => node(i).watchdogMs !== undefined),
        'nodes with a watchdog',
        because.watchdog,
      ),
      set('WatchdogTicks', ticks(watchdog ?? unitMs), 'until it resets the machine', because.watchdog),
      set(
        'MaxLag',
        Math.min(bounds.writes, Math.floor(config.maximumLagBytes / WAL_OF_A_WRITE)),
        'writes that a candidate may lack, at most as many as there are',
        because.lag,
      ),
      set('CheckTimeline', config.checkTimeline, 'candidates are on the latest timeline', because.timeline),
      set(
        'KnowsLaterTimelines',
        config.knowsLaterTimelines,
        'a primary without the lock does not take it when there was a later one',
      ),
      set('PutsBlindly', config.putsBlindly, 'an agent that wakes may write the lock again without asking'),
      ...boundConstants(bounds, ['crash', 'pause', 'partition', 'cut']),
    ],
    body: LEASE_MODULE,
    invariants: [NO_LOST_WRITE, ONE_WRITER],
    reachable: [{ name: 'NobodyIsEverPromoted', says: 'a standby is promoted' }, ACKNOWLEDGES],
    alike: [sameKind(plain, keepers), sameKeepers],
  };
}

function isLike(a: object, b: object): boolean {
  const plain = (each: object) => JSON.stringify({ ...each, name: '', postgres: '' });
  return plain(a) === plain(b);
}

/** Nodes are alike where all of them, or none, keep the lock as well. */
function sameKind(nodes: readonly number[], keepers: readonly number[]): readonly number[] {
  const both = nodes.filter(host => keepers.includes(host));
  return both.length === 0 || both.length === nodes.length ? nodes : both;
}
