import { readHcl } from '../../../documents/readers/hcl.js';
import { entriesNamed, type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import { near } from '../../kit/places.js';
import { COUNT, LIST, oneOf, type Row, rowsOf, TEXT } from '../../kit/rows.js';
import type { Cluster, Guarantee, Member, Named } from '../../model.js';
import { type Assembled, type ConfigFormat, defineSystem, type Fragment } from '../../module.js';
import { parameterTable } from '../../parameter.js';
import { Settings, type Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { SpannerData, SpannerDatabase, SpannerInstance } from './data.js';
import { STATEMENTS } from './ddl.js';
import { GCLOUD } from './gcloud.js';

const CONFIGURATIONS = 'https://cloud.google.com/spanner/docs/instance-configurations';
const TERRAFORM =
  'https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/spanner_instance';
const DDL =
  'https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language#alter-database';

const ROWS: readonly Row[] = [
  [
    'config',
    TEXT,
    undefined,
    'Where the copies stand: `regional-…` three in zones of one region, `dual-region-…` two regions of one country, else several regions with a witness.',
    { tradeOff: 'Several regions survive the loss of one; each write waits for a vote from another region.' },
  ],
  ['num_nodes', COUNT, undefined, 'Compute, in nodes; copies do not depend on it.'],
  ['processing_units', COUNT, undefined, 'Compute, in thousandths of a node.'],
  [
    'edition',
    oneOf('EDITION_UNSPECIFIED', 'STANDARD', 'ENTERPRISE', 'ENTERPRISE_PLUS'),
    undefined,
    'Configurations of several regions need ENTERPRISE_PLUS.',
  ],
  ['name', TEXT, undefined, 'Name of the instance or database.'],
  ['instance', TEXT, undefined, 'Instance of the database.'],
  [
    'version_retention_period',
    TEXT,
    '1h',
    'How long old versions can be read: up to 7 days.',
    { source: DDL },
  ],
  [
    'default_leader',
    TEXT,
    undefined,
    'Region whose copies lead writes.',
    { source: DDL, tradeOff: 'Programs far from it pay the distance with each write.' },
  ],
  [
    'instance_partition',
    TEXT,
    undefined,
    'Part of the instance where the rows of a placement stand.',
    { source: DDL },
  ],
  [
    'read_lease_regions',
    TEXT,
    undefined,
    'Regions whose copies answer strong reads without asking the leader.',
    { source: DDL, tradeOff: 'Writes take longer for it.' },
  ],
  ['deletion_protection', TEXT, undefined, 'Terraform refuses to delete it.'],
  ['ddl', LIST, undefined, 'Statements that make the database.'],
];

/** What Terraform and DDL say of instances and databases. */
export const SPANNER_PARAMETERS = parameterTable(
  'spanner',
  rowsOf({ source: CONFIGURATIONS }, ROWS).map(row =>
    row.name === 'num_nodes' || row.name === 'processing_units' ? { ...row, source: TERRAFORM } : row,
  ),
);

const TERRAFORM_FILE: ConfigFormat<SpannerData> = {
  title: 'google_spanner_instance (Terraform)',
  detects: source => source.name.endsWith('.tf') && source.text.includes('google_spanner_instance'),
  read: source => {
    const root = source.tree('hcl', readHcl);
    const resources = entriesNamed(root, 'resource').slice(0, 2000);
    const of = (type: string) => resources.filter(({ labels }) => labels?.[0]?.text === type);
    const instances = of('google_spanner_instance').map(({ labels, value }) => ({
      label: labels![1]?.text ?? '',
      written: writtenIn(source, value).map(unprefixed),
      origin: source.origin(labels![1]?.span ?? value.span),
    }));
    const databases = of('google_spanner_database').map(({ labels, value }) => ({
      label: labels![1]?.text ?? '',
      instance:
        /google_spanner_instance\.([\w-]{1,100})/.exec(textOf(source, valueAt(value, 'instance')))?.[1] ?? '',
      written: [...writtenIn(source, value), ...leaderIn(source, valueAt(value, 'ddl'))],
      origin: source.origin(labels![1]?.span ?? value.span),
    }));
    const programs = resources.flatMap(({ labels, value }): Named[] => {
      if (!PROGRAMS.test(labels?.[0]?.text ?? '')) return [];
      const region = textAt(value, 'region') ?? textAt(value, 'location');
      const text = region?.value?.replace(/-[a-z]$/, '');
      return text === undefined || !/^[a-z]+-[a-z]+\d+$/.test(text)
        ? []
        : [{ text, origin: source.origin(region!.span) }];
    });
    if (instances.length === 0) return [];
    return [
      {
        system: 'spanner',
        uri: source.uri,
        origin: instances[0]!.origin,
        data: { folder: folderOfUri(source.uri), instances, databases, programs },
      },
    ];
  },
  assist: {
    syntax: 'hcl',
    parametersAt: path =>
      path[0] === 'resource' && path[1]?.startsWith('google_spanner_') && path.length === 3
        ? { table: SPANNER_PARAMETERS }
        : undefined,
  },
};

const PROGRAMS =
  /^google_(?:cloud_run|container_cluster|compute_instance|app_engine|cloudfunctions|compute_region)/;

function textOf(source: Source, node: Node | undefined): string {
  return node === undefined
    ? ''
    : source.text.slice(node.span.start, Math.min(node.span.end, node.span.start + 500));
}

/** `projects/p/instanceConfigs/nam3` is `nam3`. */
function unprefixed(written: Written): Written {
  return written.key === 'config' && typeof written.raw === 'string'
    ? { ...written, raw: written.raw.replace(/^.*instanceConfigs\//, '') }
    : written;
}

function leaderIn(source: Source, ddl: Node | undefined): Written[] {
  if (ddl?.kind !== 'list') return [];
  return ddl.items.slice(0, 500).flatMap((item): Written[] => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return [];
    const leader = /\bdefault_leader\s*=\s*'([\w-]{1,60})'/i.exec(item.value)?.[1];
    const origin = source.origin(item.span);
    return leader === undefined ? [] : [{ key: 'default_leader', raw: leader, keyOrigin: origin, origin }];
  });
}

function assemble(fragments: readonly Fragment<SpannerData>[]): Assembled {
  const instances = fragments.flatMap(({ data, uri }) =>
    data.instances.map(instance => ({ instance, data, uri })),
  );
  const taken = new Set<SpannerDatabase>();
  const clusters = instances.map(({ instance, data, uri }) => {
    const databases = fragments.flatMap(other =>
      other.data.databases
        .filter(database => !taken.has(database))
        .filter(database =>
          other.data === data
            ? database.instance === instance.label ||
              (database.instance === '' && data.instances.length === 1)
            : database.instance === ''
              ? instances.length === 1
              : database.instance === instance.label && near(other.data.folder, data.folder),
        )
        .map(database => ({ database, uri: other.uri })),
    );
    for (const { database } of databases) taken.add(database);
    return clusterOf(instance, databases, data.programs, uri);
  });
  // Statements of a database whose instance no file shows.
  const left = new Map<string, { readonly database: SpannerDatabase; readonly uri: string }[]>();
  for (const { data, uri } of fragments) {
    for (const database of data.databases)
      if (!taken.has(database) && database.written.length > 0)
        left.set(data.folder, [...(left.get(data.folder) ?? []), { database, uri }]);
  }
  return {
    clusters: [
      ...clusters,
      ...[...left.values()].map(own => {
        const [{ database, uri }] = own as [(typeof own)[number]];
        return clusterOf({ label: database.label, written: [], origin: database.origin }, own, [], uri);
      }),
    ],
  };
}

function clusterOf(
  instance: SpannerInstance,
  databases: readonly { readonly database: SpannerDatabase; readonly uri: string }[],
  programs: readonly Named[],
  uri: string,
): Cluster {
  const settings = new Settings(SPANNER_PARAMETERS, undefined, instance.written);
  const config = settings.text('config');
  const members = membersOf(config, instance.origin);
  const byName = new Map<string, SpannerDatabase[]>();
  for (const { database } of databases) {
    const key = `${database.placement === true ? 'placement ' : ''}${database.label}`;
    byName.set(key, [...(byName.get(key) ?? []), database]);
  }
  return {
    id: `spanner:${instance.label}@${uri}`,
    name: settings.text('name') ?? instance.label,
    system: 'spanner',
    systems: new Set(['spanner']),
    versions: {},
    members,
    links: [],
    commit: {
      count: Math.floor(members.filter(({ votes }) => votes > 0).length / 2),
      method: 'majority',
      level: 'durable',
      degrades: false,
    },
    failover: { kind: 'automatic', by: 'spanner' },
    resources: [...byName].map(([name, parts]) => ({
      kind: parts[0]!.placement === true ? 'zone' : 'database',
      name,
      settings: {
        spanner: new Settings(
          SPANNER_PARAMETERS,
          undefined,
          parts.flatMap(({ written }) => written),
        ),
      },
      origin: parts[0]!.origin,
    })),
    routers: [],
    clients: programs.map(({ text, origin }) => ({
      id: text,
      system: 'spanner',
      targets: [],
      settings: {},
      origin,
    })),
    settings: { spanner: settings },
    missing:
      config === undefined && instance.written.length === 0
        ? [{ what: 'the instance', origin: instance.origin }]
        : [],
    open: members.length === 0,
    origin: instance.origin,
    sources: [...new Set([uri, ...databases.map(each => each.uri)])],
  };
}

/** Copies of a regional configuration: three zones. Those of several regions are Google's to change, and not guessed. */
function membersOf(config: string | undefined, origin: Origin): Member[] {
  const region = /^regional-([\w-]{1,60})$/.exec(config ?? '')?.[1];
  if (region === undefined) return [];
  return ['1', '2', '3'].map(n => ({
    id: `${region} zone ${n}`,
    role: 'data',
    votes: 1,
    eligible: true,
    site: { region, zone: `${region} ${n}` },
    addresses: [],
    settings: {},
    origin,
    configured: true,
  }));
}

function guarantees(cluster: Cluster): readonly Guarantee[] {
  const origin = cluster.settings.spanner?.given('config')?.written.origin ?? cluster.origin;
  const because = [
    {
      sentence:
        'Transactions are ordered as they happened (external consistency): one that begins after another is done sees it.',
      origin,
    },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      rpoMs: 0,
      because,
    },
    {
      operation: 'strong read (default)',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      because,
    },
    {
      operation: 'stale read',
      writes: false,
      consistency: 'bounded staleness',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'It reads as of the time that the program gives, from the nearest copy.' }],
    },
  ];
}

/** Spanner as Terraform, scripts and statements declare it. */
export const SPANNER = defineSystem<SpannerData>({
  system: 'spanner',
  parameters: [SPANNER_PARAMETERS],
  formats: [TERRAFORM_FILE, GCLOUD],
  statements: [STATEMENTS],
  assemble,
  guarantees,
});
