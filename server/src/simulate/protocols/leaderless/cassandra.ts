import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { mainKeyspace } from '../../../cluster/systems/cassandra/guarantees.js';
import { neededOf } from '../../../cluster/systems/cassandra/levels.js';
import { called } from '../../../cluster/systems.js';
import { because } from '../../kit/reasons.js';
import type { LeaderlessConfig, LeaderlessNode, Level } from './config.js';
import { placeCopies, siteOf, sitesOf, withSites } from './placement.js';
import type { Found } from './prepare.js';

/** Cassandra and ScyllaDB. */
export function cassandraOf(cluster: Cluster): Found {
  const system = cluster.system === 'scylla' ? 'scylla' : 'cassandra';
  const members = withSites(cluster.members.filter(({ role }) => role === 'data'));
  if (members.length < 2)
    return {
      why: `The files show ${members.length === 1 ? 'one node' : 'no node'} of ${called(cluster)}: that is no cluster.`,
    };
  const limits: string[] = [
    'Writes are numbered and nothing is deleted: rows that come back after gc_grace_seconds are left out.',
    'All copies that count as up are asked, and the first answers are taken; a repair with nodetool is not run.',
  ];
  if (cluster.open) limits.push('There may be more nodes than the files show.');
  const copies = copiesIn(cluster, members, limits);
  const total = Object.values(copies).reduce((sum, count) => sum + count, 0);
  const { level, conditional } = levelOf(cluster, copies, limits);
  const settings = members[0]!.settings[system];
  const sites = sitesOf(members);
  const write: Level =
    conditional === 'LOCAL_SERIAL' ? 'LOCAL_QUORUM' : conditional === 'SERIAL' ? 'QUORUM' : level;
  const read: Level = write === 'ANY' ? 1 : write;
  const of = (...names: string[]) => because(cluster, system, ...names);
  const config: LeaderlessConfig = {
    nodes: members.map(member => nodeOf(member, sites.indexOf(siteOf(member)), system)),
    copies: placeCopies(members, copies),
    write,
    read,
    ...(conditional === undefined ? {} : { conditional }),
    resolve: 'latest',
    merges: false,
    // A ballot is later than every one that was promised before, whatever the clock says.
    clocks: conditional === undefined,
    refusesStale: false,
    sloppy: false,
    degrades: false,
    detectMs: system === 'scylla' ? directDetection(settings) : accrualDetection(settings),
    gossip: system !== 'scylla',
    hearsClose: false,
    // Gossip goes round once a second.
    returnMs: [200, 3_000],
    // A trigger looks for hints every 10 s (HintsService.startDispatch in apache/cassandra).
    hintMs: [100, 10_000],
    readRepair: true,
    words: {
      unavailable: `UnavailableException: too few replicas are alive for ${conditional ?? level}`,
      stale: '',
      conflict: 'the later timestamp wins, and nobody is told',
    },
    because: {
      write: of('basic.request.consistency'),
      read: of('basic.request.consistency'),
      copies: of('replication'),
      detect: of(system === 'scylla' ? 'failure_detector_timeout_in_ms' : 'phi_convict_threshold'),
      hints: of('max_hint_window', 'hints_flush_period'),
      sync: of('commitlog_sync', 'commitlog_sync_period'),
    },
  };
  const name = String(conditional ?? level);
  const meets = conditional !== undefined || overlaps(level, copies, total);
  return {
    config,
    members,
    program: system,
    title: system === 'scylla' ? 'ScyllaDB' : 'Cassandra',
    levels: [{ name: `read and written at ${NAMES[name] ?? name}`, linearizable: meets }],
    limits,
  };
}

const NAMES: Readonly<Record<string, string>> = { 1: 'ONE', 2: 'TWO', 3: 'THREE' };

/** Copies per data centre, of the keyspace with the most. */
function copiesIn(
  cluster: Cluster,
  members: readonly Member[],
  limits: string[],
): Readonly<Record<string, number>> {
  const sites = sitesOf(members);
  const keyspace = mainKeyspace(cluster);
  const told = keyspace?.copies;
  if (told !== undefined && Object.keys(told).length > 0) {
    if (Object.keys(told).every(site => site === '' || sites.includes(site))) return told;
    // Where the nodes do not say where they stand, one data centre is as good as another.
    if (sites.length === 1 && Object.keys(told).length === 1) return { [sites[0]!]: Object.values(told)[0]! };
    limits.push(`Data centres of ${keyspace!.name} that no node is in hold no copy.`);
    const known = Object.fromEntries(Object.entries(told).filter(([site]) => sites.includes(site)));
    if (Object.keys(known).length > 0) return known;
  }
  limits.push('No keyspace tells how many copies there are: three per data centre are taken.');
  return Object.fromEntries(sites.map(site => [site, 3]));
}

/** The lowest level that a program asks for; drivers have a default, scripts of cqlsh count where there is no driver. */
function levelOf(
  cluster: Cluster,
  copies: Readonly<Record<string, number>>,
  limits: string[],
): { readonly level: Level; readonly conditional?: 'SERIAL' | 'LOCAL_SERIAL' } {
  const asked = (scripts: boolean) =>
    cluster.clients
      .filter(({ id }) => id.startsWith('cqlsh ') === scripts)
      .flatMap(({ settings }) => {
        const own = settings[cluster.system];
        const given = own?.given('basic.request.consistency') !== undefined;
        const text = given || !scripts ? own?.text('basic.request.consistency')?.toUpperCase() : undefined;
        const needed = text === undefined ? undefined : neededOf(text, copies);
        return text === undefined || needed === undefined ? [] : [{ text, needed }];
      })
      .sort((a, b) => a.needed - b.needed)[0]?.text;
  const text = asked(false) ?? asked(true);
  if (text === 'SERIAL' || text === 'LOCAL_SERIAL') {
    limits.push(`Who reads at ${text} is taken to write with conditions (IF) only.`);
    return { level: text === 'SERIAL' ? 'QUORUM' : 'LOCAL_QUORUM', conditional: text };
  }
  if (text !== undefined) return { level: LEVELS[text] ?? 'QUORUM' };
  const byDefault = Object.keys(copies).length > 1 ? 'LOCAL_QUORUM' : 'QUORUM';
  limits.push(`No program tells its consistency level: ${byDefault} is taken for reads and writes.`);
  return { level: byDefault };
}

const LEVELS: Readonly<Record<string, Level>> = {
  ANY: 'ANY',
  ONE: 1,
  TWO: 2,
  THREE: 3,
  LOCAL_ONE: 'LOCAL_ONE',
  QUORUM: 'QUORUM',
  LOCAL_QUORUM: 'LOCAL_QUORUM',
  EACH_QUORUM: 'EACH_QUORUM',
  ALL: 'ALL',
};

/** Whether what is written at a level is met by whoever reads at the same level, anywhere. */
function overlaps(level: Level, copies: Readonly<Record<string, number>>, total: number): boolean {
  switch (level) {
    case 'QUORUM':
    case 'ALL':
    case 'EACH_QUORUM':
      return true;
    case 'LOCAL_QUORUM':
      return Object.keys(copies).length === 1;
    case 'ANY':
    case 'LOCAL_ONE':
      return false;
    default:
      return level * 2 > total;
  }
}

function nodeOf(member: Member, site: number, system: 'cassandra' | 'scylla'): LeaderlessNode {
  const settings = member.settings[system];
  const sync = settings?.text('commitlog_sync') ?? 'periodic';
  const hinted = settings?.flag('hinted_handoff_enabled') !== false;
  return {
    name: member.id,
    site,
    syncMs: sync === 'periodic' ? (settings?.number('commitlog_sync_period') ?? 10_000) : 0,
    hintWindowMs: hinted ? (settings?.number('max_hint_window') ?? 10_800_000) : 0,
    hintFlushMs: settings?.number('hints_flush_period') ?? 10_000,
  };
}

/**
 * A node is called down when phi, the time since its last news by their mean interval of a second, divided by ln 10, exceeds
 * the threshold; a round of gossip is a second
 * (https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/gms/FailureDetector.java).
 */
function accrualDetection(settings: Settings | undefined): readonly [least: number, most: number] {
  const silence = Math.round((settings?.number('phi_convict_threshold') ?? 8) * Math.LN10 * 1_000);
  return [silence - 1_000, silence + 2_000];
}

/** ScyllaDB asks each node itself (failure_detector_timeout_in_ms). */
function directDetection(settings: Settings | undefined): readonly [least: number, most: number] {
  const timeout = settings?.number('failure_detector_timeout_in_ms') ?? 20_000;
  return [timeout, timeout + 2_000];
}
