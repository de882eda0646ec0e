import type { Cluster, Member, SettingsBySystem } from '../../../server/src/cluster/model.js';
import type { SettingValue } from '../../../server/src/cluster/parameter.js';
import { printVersion } from '../../../server/src/cluster/version.js';
import type { Origin } from '../../../server/src/sql/reading.js';

/** What is known of a cluster as lines for a golden file: readable, and the same on every machine. */
export function printCluster(cluster: Cluster, placeOf: (origin: Origin) => string): string[] {
  const { commit, failover, coordination } = cluster;
  return [
    `cluster ${plainId(cluster.id)} of ${cluster.system} (${[...cluster.systems].sort().join(' ')})${cluster.open ? ', open' : ''}, at ${placeOf(cluster.origin)}`,
    ...Object.entries(cluster.versions).flatMap(([system, known]) =>
      known === undefined
        ? []
        : [`  version ${system} ${printVersion(known.version)}${placed(known.origin, placeOf)}`],
    ),
    ...cluster.members.map(member => `  member ${memberLine(member)}`),
    ...cluster.links.map(({ from, to, kind, sync }) => `  link ${from} -> ${to} ${kind} ${sync}`),
    `  commit ${commit.method} ${commit.count}${commit.of === undefined ? '' : ` of ${commit.of.join(' ')}`}, ${commit.level}${degrading(commit)}${placed(commit.origin, placeOf)}`,
    `  failover ${failover.kind} by ${failover.by ?? 'nobody'}${bounds(failover.detectMs)}${placed(failover.origin, placeOf)}`,
    ...(coordination === undefined
      ? []
      : [
          `  coordination ${coordination.system} ${coordination.addresses.join(' ')}: ${coordination.cluster === undefined ? 'not found' : plainId(coordination.cluster)}`,
        ]),
    ...effective('cluster', cluster.settings),
    ...cluster.members.flatMap(({ id, settings }) => effective(id, settings)),
    ...cluster.resources.map(({ kind, name }) => `  resource ${kind} ${name}`),
    ...cluster.routers.map(({ id, purpose }) => `  router ${id} ${purpose}`),
    ...cluster.clients.map(({ id }) => `  client ${id}`),
    ...cluster.missing.map(({ what, origin }) => `  missing ${what}, at ${placeOf(origin)}`),
  ];
}

/** Without the folder. */
function plainId(id: string): string {
  return id.replace(/@.*$/, '');
}

function memberLine(member: Member): string {
  const { id, role, leader, votes, eligible, site, addresses, configured } = member;
  const where = Object.entries(site).map(([key, value]) => `${key} ${value}`);
  return [
    `${id} ${role}`,
    ...(leader ? ['leader'] : []),
    `votes ${votes}`,
    ...(eligible ? [] : ['not eligible']),
    ...(configured ? [] : ['not configured']),
    ...(where.length === 0 ? [] : [`on ${where.join(' ')}`]),
    ...(addresses.length === 0 ? [] : [`at ${addresses.join(' ')}`]),
  ].join(', ');
}

function degrading({ degrades, degradesAfterMs }: Cluster['commit']): string {
  if (!degrades) return '';
  return degradesAfterMs === undefined ? ', degrades' : `, degrades after ${degradesAfterMs} ms`;
}

function bounds(detectMs: Cluster['failover']['detectMs']): string {
  return detectMs === undefined ? '' : ` in ${detectMs.join('-')} ms`;
}

function placed(origin: Origin | undefined, placeOf: (origin: Origin) => string): string {
  return origin === undefined ? '' : `, at ${placeOf(origin)}`;
}

/** Settings whose effective value is not the one that is written or the default. */
function effective(owner: string, settings: SettingsBySystem): string[] {
  return Object.entries(settings).flatMap(([system, own]) =>
    own === undefined
      ? []
      : own.table.all.flatMap(({ name, renamedTo }) => {
          const setting = renamedTo === undefined ? own.get(name) : undefined;
          if (setting === undefined || same(setting.value, setting.effective)) return [];
          return [
            `  effective ${owner} ${system} ${name}: ${print(setting.value)} is ${print(setting.effective)}`,
          ];
        }),
  );
}

function same(a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  return print(a) === print(b);
}

function print(value: SettingValue | undefined): string {
  return value === undefined ? 'unknown' : JSON.stringify(value);
}
