import type { Cluster, Member, Resource } from '../../../cluster/model.js';
import { isAtLeast } from '../../../cluster/version.js';
import type { Planned } from '../../kit/layout.js';
import { because } from '../../kit/reasons.js';
import type { KafkaConfig } from './config.js';

export interface KafkaParts {
  readonly config: KafkaConfig;
  readonly planned: readonly Planned[];
  /** How many copies, where no file tells. */
  readonly assumed: number | undefined;
}

/**
 * The partition that is played is one of the first topic that is shown. Defaults and their versions:
 * https://kafka.apache.org/documentation/#brokerconfigs, https://kafka.apache.org/documentation/#producerconfigs,
 * https://kafka.apache.org/documentation/#eligible_leader_replicas (ELR is on in new clusters from 4.1 on).
 */
export function partsOf(cluster: Cluster, all: readonly Cluster[]): KafkaParts | undefined {
  const brokers = cluster.members.filter(({ role }) => role === 'data');
  if (brokers.length === 0) return undefined;
  const settings = cluster.settings.kafka;
  const version = cluster.versions.kafka?.version;
  const topic = cluster.resources.find(({ kind }) => kind === 'topic');
  const told = topic?.copies?.[''] ?? settings?.given('default.replication.factor')?.effective;
  const assumed = typeof told === 'number' ? undefined : Math.min(3, brokers.length);
  const count = Math.min(brokers.length, typeof told === 'number' ? told : (assumed ?? 1));
  const number = (name: string) => fromTopic(topic, name) ?? settings?.number(name);
  const producer = cluster.clients.find(({ settings: own }) => own.kafka?.given('acks') !== undefined);
  const acks = producer?.settings.kafka?.text('acks') ?? (isAtLeast(version, '3.0') ? 'all' : '1');
  const uses = keepersOf(cluster, all);
  const place = topic?.settings.kafka?.given('min.insync.replicas') === undefined ? cluster : undefined;
  const names = [...brokers, ...uses.members];
  const zookeeper = uses.by === 'zookeeper';
  const session = zookeeper
    ? (settings?.number('zookeeper.session.timeout.ms') ?? 18_000)
    : (settings?.number('broker.session.timeout.ms') ?? 9_000);
  const fetch = settings?.number('controller.quorum.fetch.timeout.ms') ?? 2_000;
  const config: KafkaConfig = {
    brokers: brokers.map(({ id }) => id),
    copies: brokers.map((_, b) => b < count),
    voters: uses.voters.map(voter => names.indexOf(voter)),
    keeper: uses.by,
    acks: acks === '1' || acks === '0' ? acks : 'all',
    minIsr: number('min.insync.replicas') ?? 1,
    lagMs: settings?.number('replica.lag.time.max.ms') ?? 30_000,
    unclean:
      topic?.settings.kafka?.given('unclean.leader.election.enable') === undefined
        ? settings?.flag('unclean.leader.election.enable') === true
        : topic.settings.kafka.flag('unclean.leader.election.enable') === true,
    elr: !zookeeper && version !== undefined && isAtLeast(version, '4.1'),
    heartbeatMs: zookeeper
      ? Math.round(session / 3)
      : (settings?.number('broker.heartbeat.interval.ms') ?? 2_000),
    sessionMs: session,
    controllerMs: [fetch, fetch + 2_000],
    flushes: number('log.flush.interval.messages') === 1 || number('flush.messages') === 1,
    because: {
      acks: because(cluster, 'kafka', 'acks'),
      minIsr: because(place ?? cluster, 'kafka', 'min.insync.replicas'),
      lag: because(cluster, 'kafka', 'replica.lag.time.max.ms'),
      unclean: because(cluster, 'kafka', 'unclean.leader.election.enable'),
      session: because(
        cluster,
        'kafka',
        zookeeper ? 'zookeeper.session.timeout.ms' : 'broker.session.timeout.ms',
      ),
      flush: because(cluster, 'kafka', 'log.flush.interval.messages'),
    },
  };
  const planned = [
    ...brokers.map((member, b) => ({ member, program: 'kafka', serves: b < count })),
    ...uses.members.map(member => ({
      member,
      program: zookeeper ? 'zookeeper' : 'kafka',
      serves: false,
    })),
  ];
  return { config, planned, assumed };
}

/** Who keeps the metadata; `members`: those of them that are no brokers. */
interface Keepers {
  readonly by: 'kraft' | 'zookeeper';
  readonly voters: readonly Member[];
  readonly members: readonly Member[];
}

function keepersOf(cluster: Cluster, all: readonly Cluster[]): Keepers {
  if (cluster.coordination?.system === 'zookeeper') {
    const ensemble = all.find(({ id }) => id === cluster.coordination?.cluster);
    const voters = (ensemble?.members ?? []).filter(({ votes }) => votes > 0);
    const known = voters.length > 0 ? voters : cluster.coordination.addresses.map(at => unseen(at, cluster));
    return { by: 'zookeeper', voters: known, members: known };
  }
  const voters = cluster.members.filter(({ votes }) => votes > 0);
  // Nobody is named: the first broker stands for them all.
  if (voters.length === 0) return { by: 'kraft', voters: cluster.members.slice(0, 1), members: [] };
  return { by: 'kraft', voters, members: voters.filter(({ role }) => role !== 'data') };
}

/** A server of ZooKeeper of which only the address is known. */
function unseen(address: string, cluster: Cluster): Member {
  return {
    id: address,
    role: 'witness',
    votes: 1,
    eligible: true,
    site: {},
    addresses: [address],
    settings: {},
    origin: cluster.coordination!.origin,
    configured: false,
  };
}

function fromTopic(topic: Resource | undefined, name: string): number | undefined {
  const settings = topic?.settings.kafka;
  return settings?.given(name) === undefined ? undefined : settings.number(name);
}
