import type { Cluster } from '../../../cluster/model.js';
import { isAtLeast } from '../../../cluster/version.js';
import type { Fault, HostName } from '../../schedule/model.js';
import { type ExportPlan, hostNamed } from '../plan.js';
import { namesOf } from '../shell/script.js';
import type { Yaml } from './yaml-lines.js';

/** The namespace that pods are looked for in; the head of the file says to replace it. */
export const NAMESPACE = 'default';

/** The label by which pods of clients are found. */
export const CLIENT_LABEL = 'faultline.client';

/** What a pod can be named: a DNS-1123 subdomain. */
export const POD_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Pods that one selector of Chaos Mesh finds: the parts of a selector narrow it, so a mixed group takes several. */
export type Pods =
  | { readonly kind: 'names'; readonly hosts: readonly number[] }
  | { readonly kind: 'leader'; readonly leads: boolean }
  | { readonly kind: 'client'; readonly host: number };

/** A selector with its mode, as the CRDs hold it. */
export function selectorOf(plan: ExportPlan, pods: Pods): { readonly [key: string]: Yaml } {
  const select = (selector: Yaml) => ({ mode: 'all', selector });
  switch (pods.kind) {
    case 'names':
      return select({ pods: { [NAMESPACE]: pods.hosts.map(at => plan.hosts[at]!.name) } });
    case 'client':
      return select({
        namespaces: [NAMESPACE],
        labelSelectors: { [CLIENT_LABEL]: plan.hosts[pods.host]!.name },
      });
    case 'leader': {
      const { key, value, others } = leaderLabel(plan.cluster)!;
      const labels = {
        namespaces: [NAMESPACE],
        labelSelectors: pods.leads ? { ...others, [key]: value } : others,
      };
      if (pods.leads) return select(labels);
      return select({ ...labels, expressionSelectors: [{ key, operator: 'NotIn', values: [value] }] });
    }
  }
}

interface LeaderLabel {
  readonly key: string;
  readonly value: string;
  /** Labels of every pod of the cluster. */
  readonly others: Readonly<Record<string, string>>;
}

/** The label by which an operator marks the pod that leads; undefined where there is none. */
export function leaderLabel({ system, name, coordination, versions }: Cluster): LeaderLabel | undefined {
  switch (system) {
    case 'cloudnativepg':
      return { key: 'cnpg.io/instanceRole', value: 'primary', others: { 'cnpg.io/cluster': name } };
    case 'zalando':
      return { key: 'spilo-role', value: 'master', others: { 'cluster-name': name } };
    case 'crunchy': {
      const prefix = 'postgres-operator.crunchydata.com';
      return { key: `${prefix}/role`, value: 'master', others: { [`${prefix}/cluster`]: name } };
    }
    case 'patroni': {
      if (coordination?.system !== 'kubernetes') return undefined;
      const renamed = isAtLeast(versions.patroni?.version, '4.0');
      return { key: 'role', value: renamed ? 'primary' : 'master', others: { 'cluster-name': name } };
    }
    default:
      return undefined;
  }
}

/** Finds pods for the names of one fault. */
export class Resolver {
  readonly notes = new Set<string>();
  private readonly servers: readonly number[];
  private readonly nodes: readonly number[];
  private readonly leader: number | undefined;
  /** Whether the one that leads is found by its label: not where others of its kind are called by name beside it. */
  private readonly labelled: boolean;

  private readonly names: readonly HostName[];

  constructor(
    private readonly plan: ExportPlan,
    private readonly fault: Fault,
  ) {
    const { hosts } = plan;
    const names = (this.names = namesOf(fault));
    this.servers = hosts.flatMap(({ kind }, at) => (kind === 'client' ? [] : [at]));
    this.nodes = this.servers.filter(at => hosts[at]!.kind === 'node');
    this.leader = plan.leader ?? this.nodes[0];
    const byName = names.some(name => {
      const at = name.startsWith('@') ? undefined : hostNamed(plan, name);
      return /^@(?:nodes|r\d+)$/.test(name) || (at !== undefined && hosts[at]!.kind === 'node');
    });
    this.labelled = leaderLabel(plan.cluster) !== undefined && !byName;
  }

  /** The pods of a list of names; `others` are those that nobody else of the fault has named, for `@rest`. */
  pods(names: readonly HostName[], others: boolean = false): Pods[] {
    const found = new Set<number>();
    const labels: Pods[] = [];
    for (const name of others ? [...names, '@rest'] : names) {
      if (this.labelled && (name === '@primary' || name === '@replicas' || name === '@rest')) {
        if (!labels.some(each => each.kind === 'leader'))
          labels.push({ kind: 'leader', leads: name === '@primary' });
        const kept = name === '@rest' ? this.rest(found).filter(at => !this.nodes.includes(at)) : [];
        for (const at of kept) found.add(at);
      } else for (const at of this.resolve(name, found)) found.add(at);
    }
    const hosts = [...found].sort((a, b) => a - b);
    const pods = hosts.filter(at => this.plan.hosts[at]!.kind !== 'client');
    const clients = hosts.filter(at => this.plan.hosts[at]!.kind === 'client');
    return [
      ...labels,
      ...(pods.length > 0 ? [{ kind: 'names', hosts: pods } as const] : []),
      ...clients.map(host => ({ kind: 'client', host }) as const),
    ];
  }

  /** Indices of what a name stands for where no label tells. */
  resolve(name: HostName, already: ReadonlySet<number> = new Set()): readonly number[] {
    const { plan, nodes } = this;
    const replicas = () => nodes.filter(at => at !== this.primary());
    switch (name) {
      case '@primary':
        return [this.primary()].filter(at => at !== undefined);
      case '@replicas':
        return replicas();
      case '@nodes':
        return nodes;
      case '@rest':
        return this.rest(already);
      case '@etcd': {
        const keepers = this.servers.filter(at => {
          const { kind, systems } = plan.hosts[at]!;
          const keeper = plan.cluster.coordination?.system;
          return (
            kind === 'coordination' ||
            (keeper !== undefined && keeper !== 'kubernetes' && systems.has(keeper))
          );
        });
        return keepers.length > 0 ? keepers : nodes;
      }
    }
    const number = /^@r(\d+)$/.exec(name);
    if (number) return replicas().slice(Number(number[1]) - 1, Number(number[1]));
    const at = hostNamed(plan, name);
    if (at !== undefined) return [at];
    this.notes.add(`No host of the cluster goes by ${JSON.stringify(name)}: it is left out.`);
    return [];
  }

  private primary(): number | undefined {
    if (this.leader !== undefined) {
      const { name } = this.plan.hosts[this.leader]!;
      this.notes.add(`@primary is taken to be ${name}: put the pod that leads in its place.`);
    }
    return this.leader;
  }

  /** Of a partition the servers that no other name of it stands for, of another fault all but the one that leads. */
  private rest(already: ReadonlySet<number>): number[] {
    if (this.fault.kind !== 'partition') {
      const primary = this.labelled ? undefined : this.primary();
      return this.servers.filter(at => at !== primary);
    }
    const named = new Set(already);
    for (const name of this.names) {
      if (name === '@rest' || (this.labelled && name.startsWith('@'))) continue;
      for (const at of this.resolve(name)) named.add(at);
    }
    return this.servers.filter(at => !named.has(at));
  }
}
