import type { Client, Cluster, Member, Resource } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import type { Origin } from '../../../sql/reading.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

export const ARCHITECTURE = {
  title: 'Cassandra: replication, consistency levels, versions of data',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html',
};
export const CONFIGURATION = {
  title: 'Cassandra: cassandra.yaml',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/configuration/cass_yaml_file.html',
};
export const REPAIR = {
  title: 'Cassandra: repair',
  url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/repair.html',
};
export const DRIVER = {
  title: 'Java driver: reference configuration',
  url: 'https://docs.datastax.com/en/developer/java-driver/4.16/manual/core/configuration/reference/',
};
export const CODE = {
  title: 'Cassandra: how the configuration is checked',
  url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/DatabaseDescriptor.java',
};

/** The same example for Cassandra and for ScyllaDB, whose file has another name. */
export function twins(files: Readonly<Record<string, string>>, says?: string): Example[] {
  const scylla = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name.replace(/cassandra\.yaml$/, 'scylla.yaml'), text]),
  );
  const has = Object.keys(scylla).some(name => name.endsWith('scylla.yaml'));
  return [
    clusterExample('cassandra', files, says),
    clusterExample('scylla', has ? scylla : { ...scylla, 'scylla.yaml': 'cluster_name: shop\n' }, says),
  ];
}

/** An example of what only Cassandra does. */
export function one(files: Readonly<Record<string, string>>, says?: string): Example[] {
  return [clusterExample('cassandra', files, says)];
}

/** A `cassandra.yaml` as examples need it. */
export function nodeFile(lines: string, seeds = '10.0.0.1,10.0.1.1'): string {
  return `cluster_name: shop\nseed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "${seeds}"\n${lines}`;
}

/** A node of its own folder: config and place. */
export function placed(
  folder: string,
  address: string,
  dc: string,
  rack: string,
  lines = '',
  seeds?: string,
): Record<string, string> {
  return {
    [`${folder}/cassandra.yaml`]: nodeFile(
      `listen_address: ${address}\nendpoint_snitch: GossipingPropertyFileSnitch\n${lines}`,
      seeds,
    ),
    [`${folder}/cassandra-rackdc.properties`]: `dc=${dc}\nrack=${rack}\n`,
  };
}

/** Three nodes in two data centres. */
export function twoCentres(lines = ''): Record<string, string> {
  return {
    ...placed('n1', '10.0.0.1', 'eu', 'a', lines),
    ...placed('n2', '10.0.0.2', 'eu', 'b', lines),
    ...placed('n3', '10.0.1.1', 'us', 'a', lines),
  };
}

export function settingsOf(
  { system }: Cluster,
  each: Pick<Member | Resource | Client, 'settings'>,
): Settings | undefined {
  return each.settings[system];
}

/** Members whose own config was read, with their settings. */
export function nodesOf(cluster: Cluster): { readonly member: Member; readonly settings: Settings }[] {
  return cluster.members.flatMap(member => {
    const settings = settingsOf(cluster, member);
    return member.configured && settings !== undefined ? [{ member, settings }] : [];
  });
}

/** The same setting of all nodes once for each place where it is written: nodes of one operator share it. */
export function eachWritten(
  cluster: Cluster,
  name: string,
  report: (setting: Setting & { readonly written: Written }, member: Member, settings: Settings) => void,
): void {
  const seen = new Set<string>();
  for (const { member, settings } of nodesOf(cluster)) {
    const setting = settings.given(name);
    if (setting === undefined) continue;
    const { unit, span } = setting.written.origin;
    const key = `${unit.uri}:${unit.piece.start + span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    report(setting, member, settings);
  }
}

/** Who wrote the node down: a `file`, a `service`, an `operator`. */
export function cameFrom(settings: Settings): string | undefined {
  return settings.raw('place.from')?.raw as string | undefined;
}

/** Keyspaces that are not the system's own. */
export function keyspacesOf(cluster: Cluster): readonly Resource[] {
  return cluster.resources.filter(({ kind, name }) => kind === 'keyspace' && !name.startsWith('system'));
}

export interface FactorOf {
  readonly dc: string;
  readonly copies: number;
  readonly origin: Origin;
}

/** Replicas per data centre of a keyspace with NetworkTopologyStrategy, with where each is written. */
export function factorsOf(cluster: Cluster, keyspace: Resource): readonly FactorOf[] {
  if (strategyOf(cluster, keyspace)?.raw !== 'NetworkTopologyStrategy') return [];
  return Object.entries(keyspace.copies ?? {}).flatMap(([dc, copies]) => {
    const written = settingsOf(cluster, keyspace)?.raw(`replication.${dc}`);
    return dc === '' || written === undefined ? [] : [{ dc, copies, origin: written.origin }];
  });
}

export function strategyOf(cluster: Cluster, keyspace: Resource): Written | undefined {
  return settingsOf(cluster, keyspace)?.raw('replication');
}

/** The data centres that nodes stand in, with how many nodes; undefined where a node's is not known. */
export function centresOf(cluster: Cluster): ReadonlyMap<string, number> | undefined {
  const centres = new Map<string, number>();
  for (const { site } of cluster.members) {
    if (site.zone === undefined) return undefined;
    centres.set(site.zone, (centres.get(site.zone) ?? 0) + 1);
  }
  return centres.size === 0 ? undefined : centres;
}

/** True where the snitch is SimpleSnitch, by what is written or by the default of an image. */
export function hasSimpleSnitch(settings: Settings): boolean {
  const known = settings.given('endpoint_snitch') !== undefined || cameFrom(settings) === 'service';
  return known && /(?:^|\.)SimpleSnitch$/.test(settings.text('endpoint_snitch') ?? '');
}

/** All data centres that there are: by the nodes where they are all known, or one where the snitch knows but one. */
export function allCentres(cluster: Cluster): readonly string[] | undefined {
  const nodes = nodesOf(cluster);
  const simple = nodes.length > 0 && nodes.every(({ settings }) => hasSimpleSnitch(settings));
  if (simple) return ['datacenter1'];
  const centres = cluster.open ? undefined : centresOf(cluster);
  return centres && [...centres.keys()];
}

/** How many data centres the nodes stand in, as far as they tell. */
export function centreCount(cluster: Cluster): number {
  return new Set(cluster.members.flatMap(({ site }) => site.zone ?? [])).size;
}

/** True where nodes of any Cassandra or Scylla of the project stand in a data centre of that name. */
export function standsSomewhere(clusters: readonly Cluster[], dc: string): boolean {
  return clusters.some(
    ({ system, members }) =>
      (system === 'cassandra' || system === 'scylla') && members.some(({ site }) => site.zone === dc),
  );
}

/** Consistency levels that clients and scripts write down. */
export function levelsOf(
  cluster: Cluster,
  name: 'basic.request.consistency' | 'basic.request.serial-consistency' = 'basic.request.consistency',
): { readonly client: Client; readonly level: string; readonly origin: Origin }[] {
  return cluster.clients.flatMap(client => {
    const setting = settingsOf(cluster, client)?.given(name);
    return typeof setting?.value === 'string'
      ? [{ client, level: setting.value, origin: setting.written.origin }]
      : [];
  });
}

/** Clients that run all the time, not scripts of a shell. */
export function isProgram(client: Client): boolean {
  return !client.id.startsWith('cqlsh ');
}

/** The hint window in ms, by whichever name the system has. */
export function hintWindow(settings: Settings | undefined): number | undefined {
  return settings?.number('max_hint_window') ?? settings?.number('max_hint_window_in_ms');
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Settings that hold for the cluster as a whole. */
export function clusterLevel(cluster: Cluster): Settings | undefined {
  return cluster.settings[cluster.system];
}

/** A node by itself under the name that a new config has: somebody tries it out, or tests with it. */
export function isTrial(cluster: Cluster): boolean {
  return (
    nodesOf(cluster).length < 2 &&
    (cluster.name === 'Test Cluster' ||
      /(?:^|[/_-])test(?:s|ing)?(?:[/_.-]|$)/i.test(cluster.sources[0] ?? ''))
  );
}
