import { type Node, textAt } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { ConfigFormat, Fragment, ServiceFormat } from '../../module.js';
import { repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import { below, embeddedFile, namedAt, textBelow } from '../../services/scalars.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import type { Flavour, MysqlDraft, ServerDraft, ServicePart } from './data.js';
import { MY_CNF_FORMAT, pathOf } from './my-cnf.js';

/** Resources of operators that declare a whole cluster of equal servers. */
export const OPERATORS: ConfigFormat<MysqlDraft> = {
  title: 'operators of MySQL and MariaDB',
  detects: source =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(source.name) &&
    /pxc\.percona\.com|ps\.percona\.com|mysql\.oracle\.com|k8s\.mariadb\.com/.test(source.text),
  read: source => source.yaml.flatMap(document => fragmentsOf(declared(source, document))),
};

/** Values of Bitnami's charts. */
export const CHARTS: ServiceFormat<MysqlDraft> = {
  detects: ({ from, image }) =>
    from === 'helm' &&
    image !== undefined &&
    /(?:^|\/)(?:mariadb-galera|mysql|mariadb)$/.test(repositoryOf(image.text)),
  read: service => fragmentsOf(charted(service)),
};

function fragmentsOf(drafts: readonly ServerDraft[]): Fragment<MysqlDraft>[] {
  return drafts.map(data => ({ system: 'mysql', uri: data.origin.unit.uri, origin: data.origin, data }));
}

interface Whole {
  readonly name: string;
  readonly size: Node | undefined;
  readonly config: Node | undefined;
  readonly flavour: Flavour;
  readonly version: Version | undefined;
  readonly role: NonNullable<ServicePart['role']>;
  readonly follows?: string;
  readonly also?: readonly Written[];
}

function draftOf(source: Source, at: Node, whole: Whole): ServerDraft {
  const size = whole.size === undefined ? undefined : Number(textAt(whole.size)?.value ?? Number.NaN);
  const origin = source.origin((whole.size ?? at).span);
  const place: Origin = whole.size === undefined ? source.top : origin;
  const file = embeddedFile(source, whole.config, '/my.cnf');
  const read =
    file === undefined || !MY_CNF_FORMAT.detects(file)
      ? []
      : MY_CNF_FORMAT.read(file).flatMap(({ data }) => (data.kind === 'server' ? [data] : []));
  return {
    kind: 'server',
    path: `${pathOf(source)}/${whole.name}`,
    label: whole.name,
    // Whom to join is what the operator or the image's start script works out.
    written: [
      ...read.flatMap(({ written }) => written.filter(({ key }) => key !== 'wsrep_cluster_address')),
      ...(whole.also ?? []),
    ],
    flavour: whole.flavour,
    version: whole.version,
    origin: place,
    includes: [],
    templated: read.some(({ templated }) => templated),
    service: {
      group: `${source.uri}#${whole.follows ?? whole.name}`,
      hosts: [whole.name],
      site: {},
      replicas: size !== undefined && Number.isInteger(size) && size >= 0 ? size : undefined,
      mounts: [],
      role: whole.role,
      ...(whole.follows === undefined ? {} : { follows: { text: whole.follows, origin: place } }),
    },
  };
}

function declared(source: Source, document: Node): ServerDraft[] {
  const group = (textBelow(source, document, 'apiVersion') ?? '').split('/')[0];
  const kind = textBelow(source, document, 'kind');
  const spec = below(document, 'spec');
  const name = textBelow(source, document, 'metadata', 'name') ?? 'cluster';
  if (spec === undefined) return [];
  const image = (...path: readonly string[]) => {
    const text = textBelow(source, spec, ...path);
    const tag = text === undefined ? undefined : tagOf(text);
    return tag === undefined ? undefined : parseVersion(tag.replace(/^.*?-(?=\d+\.\d+\.\d+-)/, ''));
  };
  if (group === 'pxc.percona.com' && kind === 'PerconaXtraDBCluster') {
    return [
      draftOf(source, spec, {
        name,
        size: below(spec, 'pxc', 'size'),
        config: below(spec, 'pxc', 'configuration'),
        flavour: 'mysql',
        version: image('pxc', 'image'),
        role: 'galera',
      }),
    ];
  }
  if (group === 'ps.percona.com' && kind === 'PerconaServerMySQL') {
    const type = textBelow(source, spec, 'mysql', 'clusterType') ?? 'group-replication';
    if (type !== 'group-replication') return [];
    return [
      draftOf(source, spec, {
        name,
        size: below(spec, 'mysql', 'size'),
        config: below(spec, 'mysql', 'configuration'),
        flavour: 'mysql',
        version: image('mysql', 'image'),
        role: 'group-replication',
      }),
    ];
  }
  if (group === 'mysql.oracle.com' && kind === 'InnoDBCluster') {
    const version = textBelow(source, spec, 'version');
    return [
      draftOf(source, spec, {
        name,
        size: below(spec, 'instances'),
        config: below(spec, 'mycnf'),
        flavour: 'mysql',
        version: version === undefined ? undefined : parseVersion(version),
        role: 'group-replication',
      }),
    ];
  }
  if (group === 'k8s.mariadb.com' && kind === 'MariaDB') {
    const on = (what: string) => textBelow(source, spec, what, 'enabled') === 'true';
    if (!on('galera') && !on('replication')) return [];
    const whole = {
      name,
      size: below(spec, 'replicas'),
      config: below(spec, 'myCnf'),
      flavour: 'mariadb' as const,
      version: image('image'),
    };
    return on('galera') ? [draftOf(source, spec, { ...whole, role: 'galera' })] : [];
  }
  return [];
}

function charted({ source, name, image, node }: ServiceDraft): ServerDraft[] {
  if (node === undefined || image === undefined) return [];
  const repository = repositoryOf(image.text);
  const tag = tagOf(image.text);
  const version = tag === undefined ? undefined : parseVersion(tag);
  if (/mariadb-galera$/.test(repository)) {
    const cluster = namedAt(source, below(node, 'galera', 'name'));
    return [
      draftOf(source, node, {
        name,
        size: below(node, 'replicaCount'),
        config: below(node, 'mariadbConfiguration'),
        flavour: 'mariadb',
        version,
        role: 'galera',
        also:
          cluster === undefined
            ? []
            : [
                {
                  key: 'wsrep_cluster_name',
                  raw: cluster.text,
                  keyOrigin: cluster.origin,
                  origin: cluster.origin,
                },
              ],
      }),
    ];
  }
  if (textBelow(source, node, 'architecture') !== 'replication') return [];
  const flavour = /mariadb$/.test(repository) ? 'mariadb' : 'mysql';
  const primary = below(node, 'primary');
  const secondary = below(node, 'secondary');
  if (secondary === undefined) return [];
  const source_ = `${name}-primary`;
  return [
    draftOf(source, node, {
      name: source_,
      size: undefined,
      config: below(primary, 'configuration'),
      flavour,
      version,
      role: 'source',
    }),
    draftOf(source, node, {
      name: `${name}-secondary`,
      size: below(secondary, 'replicaCount'),
      config: below(secondary, 'configuration'),
      flavour,
      version,
      role: 'replica',
      follows: source_,
    }),
  ].map(draft =>
    draft.label === source_ && draft.service !== undefined
      ? { ...draft, service: { ...draft.service, replicas: 1 } }
      : draft,
  );
}
