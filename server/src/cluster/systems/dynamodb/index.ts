import type { Cluster, Guarantee, Link, Member } from '../../model.js';
import { type Assembled, defineSystem, type Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import { DYNAMODB_PARAMETERS } from './parameters.js';
import { type DynamoData, TEMPLATES, TERRAFORM } from './read.js';

/** Global tables of DynamoDB: each is a cluster whose members are regions. */
export const DYNAMODB = defineSystem<DynamoData>({
  system: 'dynamodb',
  parameters: [DYNAMODB_PARAMETERS],
  formats: [TEMPLATES, TERRAFORM],
  assemble: (fragments): Assembled => ({ clusters: fragments.map(clusterOf) }),
  guarantees,
});

function clusterOf({ data, uri }: Fragment<DynamoData>): Cluster {
  const { table, replicas, witnesses, origin } = data;
  const strong = isStrong(data);
  const own = table.format === 'cloudformation' ? [] : [undefined];
  const settings = new Settings(DYNAMODB_PARAMETERS, undefined, data.written);
  const members: Member[] = [
    ...own.map((): Member => member('the own region', undefined, 'data', strong, settings, origin)),
    ...replicas.map((replica, i) =>
      member(
        replica.region?.text ?? `region ${i + 1}`,
        replica.region?.text,
        'data',
        strong,
        new Settings(DYNAMODB_PARAMETERS, undefined, replica.written),
        replica.at,
      ),
    ),
    ...witnesses.map((witness, i) =>
      member(
        witness.region?.text ?? `witness ${i + 1}`,
        witness.region?.text,
        'witness',
        strong,
        undefined,
        witness.at,
      ),
    ),
  ];
  const data_ = members.filter(({ role }) => role === 'data');
  const links = data_.flatMap(from =>
    data_
      .filter(to => to !== from)
      .map(
        (to): Link => ({ from: from.id, to: to.id, kind: 'peer', sync: strong ? 'quorum' : 'async', origin }),
      ),
  );
  return {
    id: `dynamodb:${table.name}@${uri}`,
    name: table.name,
    system: 'dynamodb',
    systems: new Set(['dynamodb']),
    versions: {},
    members,
    links: links.slice(0, 60),
    commit: strong
      ? {
          count: majority(members.length) - 1,
          method: 'majority',
          level: 'durable',
          degrades: false,
          ...(table.consistency === undefined
            ? {}
            : { origin: { unit: origin.unit, span: table.consistency.span } }),
        }
      : { count: 0, method: 'none', level: 'durable', degrades: false },
    failover: { kind: 'none needed', by: undefined },
    resources: [
      {
        kind: 'table',
        name: table.name,
        copies: Object.fromEntries(data_.map(({ id }) => [id, 1])),
        settings: { dynamodb: settings },
        origin,
      },
    ],
    routers: [],
    clients: [],
    settings: { dynamodb: settings },
    missing: [],
    open: !table.replicasWhole,
    origin,
    sources: [uri],
  };
}

/** True for a global table whose regions agree before a write is acknowledged. */
function isStrong({ table }: DynamoData): boolean {
  return table.consistency?.value === 'STRONG';
}

function member(
  id: string,
  region: string | undefined,
  role: Member['role'],
  strong: boolean,
  settings: Settings | undefined,
  origin: Member['origin'],
): Member {
  return {
    id,
    role,
    // Without strong consistency no region asks another one.
    votes: strong ? 1 : 0,
    eligible: role === 'data',
    site: region === undefined ? {} : { region },
    addresses: region === undefined ? [] : [region],
    settings: settings === undefined ? {} : { dynamodb: settings },
    origin,
    configured: true,
  };
}

function guarantees(cluster: Cluster): readonly Guarantee[] {
  const strong = cluster.commit.method === 'majority';
  const regions = cluster.members.filter(({ role }) => role === 'data').length;
  const because = [
    strong
      ? {
          sentence: `MultiRegionConsistency is STRONG: a write is in ${cluster.commit.count + 1} of ${cluster.members.length} regions before it is acknowledged.`,
          ...(cluster.commit.origin === undefined ? {} : { origin: cluster.commit.origin }),
        }
      : {
          sentence: `The ${regions} regions follow each other afterwards, usually within a second; of two writes to one item the later one stays.`,
        },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: strong ? 'linearizable' : 'eventual',
      partition: strong ? 'C' : 'A',
      otherwise: strong ? 'C' : 'L',
      copies: strong ? cluster.commit.count + 1 : 1,
      rpoMs: strong ? 0 : 'unbounded',
      rtoMs: [0, 0],
      because,
    },
    {
      operation: 'read with ConsistentRead',
      writes: false,
      consistency: strong ? 'linearizable' : 'eventual',
      partition: strong ? 'C' : 'A',
      otherwise: strong ? 'C' : 'L',
      because: strong
        ? because
        : [
            ...because,
            {
              sentence:
                'ConsistentRead looks at the own region only: it does not see what another one has just acknowledged.',
            },
          ],
    },
    {
      operation: 'read',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because,
    },
  ];
}
