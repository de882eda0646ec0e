import type { Origin } from '../../../sql/reading.js';
import type { Cluster, Member, Missing, Named } from '../../model.js';
import { type Effective, Settings, type Written } from '../../settings.js';
import type { System } from '../../systems.js';
import type { Version } from '../../version.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { commitOf, failoverOf, standbyNames } from './commit.js';
import { isStandbyCluster, patroniEffective, postgresEffective } from './effective.js';
import { folderOf } from './group.js';
import { PATRONI_PARAMETERS } from './parameters/index.js';

/** A cluster of Patroni that an operator of Kubernetes makes from a resource. */
export interface OperatorCluster {
  readonly system: System;
  readonly name: string;
  readonly uri: string;
  readonly origin: Origin;
  /** Names of the pods, as far as they are known. */
  readonly pods: readonly {
    readonly id: string;
    readonly addresses: readonly string[];
    readonly origin: Origin;
  }[];
  readonly open: boolean;
  /** The operator's own settings. */
  readonly own: Settings;
  readonly dynamic: readonly Written[];
  readonly parameters: readonly Written[];
  readonly hba: readonly Named[];
  /** What the operator makes of Patroni's settings: where nobody wrote them, or whatever is written. */
  readonly defaults: Readonly<Record<string, Effective>>;
  readonly overrides: Readonly<Record<string, Effective>>;
  readonly versions: { readonly patroni?: Version; readonly postgres?: Version };
}

export function operatorCluster(given: OperatorCluster): Cluster {
  const { system, name, uri, origin, own, versions, open } = given;
  const hba = given.hba.map(({ text, origin }) => ({ key: 'pg_hba', raw: text, keyOrigin: origin, origin }));
  const written = new Settings(PATRONI_PARAMETERS, versions.patroni, [...given.dynamic, ...hba]);
  const patroni = patroniEffective(written, given.defaults).withEffective(given.overrides);
  const postgres = new Settings(POSTGRES_PARAMETERS, versions.postgres, given.parameters);
  const draft = given.pods.map(
    ({ id, addresses, origin }): Member => ({
      id,
      role: 'data',
      votes: 0,
      eligible: true,
      site: {},
      addresses,
      settings: { [system]: own, patroni, postgres },
      ...(versions.postgres ? { version: versions.postgres } : {}),
      origin,
      configured: true,
    }),
  );
  const commit = commitOf(patroni, postgres, draft, open);
  const settingsOf = (id: string | undefined) => ({
    [system]: own,
    patroni,
    postgres: postgresEffective(postgres, name, standbyNames(patroni, commit, id)),
  });
  const members = draft.map(member => ({ ...member, settings: settingsOf(member.id) }));
  const missing: Missing[] = [];
  const remote = patroni.given('standby_cluster.host');
  if (remote !== undefined && isStandbyCluster(patroni)) {
    missing.push({
      what: `the remote primary ${String(remote.value ?? '')}`.trim(),
      origin: remote.written.origin,
    });
  }
  return {
    id: `${system}:${name}@${folderOf([uri])}`,
    name,
    system,
    systems: new Set<System>([system, 'patroni', 'postgres']),
    versions: {
      ...(versions.patroni ? { patroni: { version: versions.patroni } } : {}),
      ...(versions.postgres ? { postgres: { version: versions.postgres } } : {}),
    },
    members,
    links: members.slice(1).map(({ id, origin }) => ({
      from: members[0]!.id,
      to: id,
      kind: 'physical' as const,
      sync: commit.count > 0 ? commit.level : ('async' as const),
      origin,
    })),
    commit,
    failover: failoverOf(patroni, members, open),
    coordination: { system: 'kubernetes', addresses: [], origin },
    resources: [],
    routers: [],
    clients: [],
    settings: settingsOf(members[0]?.id),
    missing,
    open,
    origin,
    sources: [uri],
  };
}

/** The names that a service of Kubernetes has in its namespace and outside. */
export function serviceNames(service: string, namespace: string): string[] {
  return [
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc`,
    `${service}.${namespace}.svc.cluster.local`,
  ];
}
