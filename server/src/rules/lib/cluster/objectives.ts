import type { Cluster, Guarantee } from '../../../cluster/model.js';
import { guaranteesOf } from '../../../cluster/promises.js';
import { MODULES } from '../../../cluster/registry.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';
import { patroniNode } from './patroni.js';

export const SLO_SOURCE = {
  title: 'Google SRE: service level objectives',
  url: 'https://sre.google/sre-book/service-level-objectives/',
} as const;

/**
 * The write to hold against what is asked: the one that a program makes that asks for nothing special. Where each program
 * chooses by itself (leaderless stores), the one that comes nearest.
 */
export function writeOf(
  cluster: Cluster,
  better: (a: Guarantee, b: Guarantee) => boolean,
): Guarantee | undefined {
  const writes = guaranteesOf(cluster, MODULES).filter(each => each.writes);
  if (!CHOSEN_BY_CLIENT.has(cluster.system)) return writes[0];
  return writes.reduce<Guarantee | undefined>(
    (best, each) => (best === undefined || better(each, best) ? each : best),
    undefined,
  );
}

export function readsOf(cluster: Cluster): readonly Guarantee[] {
  return guaranteesOf(cluster, MODULES).filter(({ writes }) => !writes);
}

/** Three nodes of Patroni beside what the project asks. */
export function patroniWith(objectives: string, dcs: string, says?: string): Example {
  return clusterExample(
    'patroni',
    {
      'faultline.yaml': `objectives: { ${objectives} }\n`,
      ...Object.fromEntries([1, 2, 3].map(n => [`n${n}/patroni.yml`, patroniNode(n, { dcs })])),
    },
    says,
  );
}

const CHOSEN_BY_CLIENT: ReadonlySet<string> = new Set(['cassandra', 'scylla']);

/** Small clusters of several systems, as files: for examples of what is asked of each. */
export const SMALL = {
  postgres: {
    'primary/postgresql.conf': 'wal_level = replica\nmax_wal_senders = 5\n',
    'standby/postgresql.conf': "primary_conninfo = 'host=primary application_name=standby'\n",
    'standby/standby.signal': '',
  },
  mongodb: {
    'replica-set.js':
      'rs.initiate({ _id: "shop", members: [{ _id: 0, host: "a:27017" }, { _id: 1, host: "b:27017" }, { _id: 2, host: "c:27017" }] })\n',
  },
  redis: {
    'r1/redis.conf': 'port 6379\nappendonly yes\n',
    'r2/redis.conf': 'port 6379\nappendonly yes\nreplicaof r1 6379\n',
  },
  cloudnativepg: {
    'cluster.yaml':
      'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: shop\nspec:\n  instances: 3\n',
  },
} as const;

/** One of them beside what the project asks. */
export function asked(
  system: keyof typeof SMALL,
  objectives: string,
  says?: string,
  more: Readonly<Record<string, string>> = {},
): Example {
  return clusterExample(
    system,
    { 'faultline.yaml': `objectives: { ${objectives} }\n`, ...SMALL[system], ...more },
    says,
  );
}
