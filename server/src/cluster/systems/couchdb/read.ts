import { COUCHDB_INI, readAssignments } from '../../../documents/readers/assignments.js';
import { readJson } from '../../../documents/readers/json.js';
import { isHidden } from '../../../documents/templates.js';
import { entryAt, type Node, valueAt } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment, ServiceFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import { COUCHDB_PARAMETERS, REPLICATION_PARAMETERS } from './parameters.js';

/** Config of a node, or nodes that a service starts. */
export interface CouchNode {
  readonly kind: 'node';
  readonly from: 'file' | 'service';
  readonly uri: string;
  readonly name: string;
  readonly folder: string;
  readonly scope: string;
  readonly written: readonly Written[];
  readonly addresses: readonly string[];
  readonly count: number | undefined;
  readonly version?: { readonly version: Version; readonly origin: Origin };
  readonly origin: Origin;
}

/** A document of `_replicator`. */
export interface CouchReplication {
  readonly kind: 'replication';
  readonly folder: string;
  readonly source: Named;
  readonly target: Named;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export type CouchData = CouchNode | CouchReplication;

/** `local.ini`, `default.ini` and those of `local.d`. */
export const INI: ConfigFormat<CouchData> = {
  title: 'CouchDB ini',
  detects: source => /\.ini(?:\.j2|\.tpl|\.template|\.erb)?$/.test(source.name) && SECTIONS.test(source.text),
  read: source => {
    const root = source.tree('couchdb-ini', text => readAssignments(text, COUCHDB_INI));
    const written = writtenIn(source, root);
    if (written.length === 0) return [];
    const folder = folderOf(source.uri);
    return [
      fragment(source, {
        kind: 'node',
        from: 'file',
        uri: source.uri,
        name: placeOf(folder).split('/').at(-1) || source.name,
        folder: placeOf(folder),
        scope: folderOf(placeOf(folder)),
        written,
        addresses: [],
        count: 1,
        origin: written[0]!.keyOrigin,
      }),
    ];
  },
  assist: {
    syntax: 'assignments',
    parametersAt: path =>
      path.length === 1 ? { table: COUCHDB_PARAMETERS, prefix: `${path[0]}.` } : undefined,
  },
};

const SECTIONS =
  /^\[(?:couchdb|chttpd|couch_httpd_auth|chttpd_auth|replicator|couch_peruser|admins|cluster)\]/m;

/** Values of CouchDB's chart: `clusterSize` nodes with the settings of `couchdbConfig`. */
export const HELM: ConfigFormat<CouchData> = {
  title: 'values of the couchdb chart',
  detects: source =>
    /values[^/]*\.ya?ml$/.test(source.name) &&
    /^clusterSize:/m.test(source.text) &&
    source.text.includes('couchdb'),
  read: source =>
    source.yaml.slice(0, 1).map(root => {
      const size = entryAt(root, 'clusterSize');
      const tag = entryAt(root, 'image', 'tag');
      const version =
        tag?.value.kind === 'scalar' && tag.value.value !== null
          ? parseVersion(String(tag.value.value))
          : undefined;
      return fragment(source, {
        kind: 'node',
        from: 'service',
        uri: source.uri,
        name: 'couchdb',
        folder: folderOf(source.uri),
        scope: source.uri,
        written: writtenIn(source, valueAt(root, 'couchdbConfig')),
        addresses: [],
        count:
          size?.value.kind === 'scalar' && typeof size.value.value === 'number'
            ? size.value.value
            : undefined,
        ...(version === undefined || tag === undefined
          ? {}
          : { version: { version, origin: source.origin(tag.value.span) } }),
        origin: size === undefined ? source.top : source.origin(size.keySpan),
      });
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path[0] === 'couchdbConfig'
        ? {
            table: COUCHDB_PARAMETERS,
            prefix: path
              .slice(1)
              .map(key => `${key}.`)
              .join(''),
          }
        : undefined,
  },
};

/** Documents of the `_replicator` database. */
export const REPLICATIONS: ConfigFormat<CouchData> = {
  title: 'replication document of CouchDB',
  detects: source =>
    source.name.endsWith('.json') &&
    source.text.includes('"source"') &&
    source.text.includes('"target"') &&
    /"(?:continuous|create_target|_replication_state|filter|doc_ids|selector)"|couchdb|:5984/.test(
      source.text,
    ),
  read: source => {
    const root = source.tree('json', readJson);
    const docs = valueAt(root, 'docs') ?? root;
    const list = docs?.kind === 'list' ? docs.items : docs === undefined ? [] : [docs];
    return list.slice(0, 500).flatMap(doc => {
      const from = endpoint(source, valueAt(doc, 'source'));
      const to = endpoint(source, valueAt(doc, 'target'));
      if (from === undefined || to === undefined) return [];
      return [
        fragment(source, {
          kind: 'replication',
          folder: folderOf(source.uri),
          source: from,
          target: to,
          written: writtenIn(source, doc),
          origin: source.origin(entryAt(doc, 'source')!.keySpan),
        }),
      ];
    });
  },
  assist: {
    syntax: 'json',
    parametersAt: path =>
      path.length === 0 || (path.length <= 2 && path[0] === 'docs')
        ? { table: REPLICATION_PARAMETERS }
        : undefined,
  },
};

/** Containers: the official image and Bitnami's. */
export const SERVICES: ServiceFormat<CouchData> = {
  readsFiles: true,
  detects: ({ image, from }) =>
    from !== 'helm' && /(?:^|\/)couchdb$/.test(image?.text.replace(/@.*$/, '').replace(/:[^/:]*$/, '') ?? ''),
  read: service => {
    const { source } = service;
    const tag = /:(\d[\w.-]*)$/.exec(service.image?.text ?? '')?.[1];
    const version = tag === undefined ? undefined : parseVersion(tag);
    const seeds = service.env.get('COUCHDB_SEEDLIST');
    const origin = service.image?.origin ?? source.top;
    return [
      {
        system: 'couchdb',
        uri: source.uri,
        origin,
        data: {
          kind: 'node',
          from: 'service',
          uri: source.uri,
          name: service.name,
          folder: folderOf(source.uri),
          scope: `${source.uri}#${service.group}`,
          written: [
            ...service.files.flatMap(({ embedded }) =>
              embedded === undefined || !INI.detects(embedded)
                ? []
                : INI.read(embedded).flatMap(({ data }) => (data.kind === 'node' ? data.written : [])),
            ),
            ...(seeds === undefined
              ? []
              : [
                  {
                    key: 'cluster.seedlist',
                    raw: seeds.hidden ? undefined : seeds.text,
                    keyOrigin: seeds.keyOrigin,
                    origin: seeds.origin,
                  },
                ]),
          ],
          addresses: [...new Set([service.name, ...service.hosts])],
          count: service.replicas,
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          origin,
        },
      },
    ];
  },
};

/** `"http://host:5984/db"`, `"db"` or `{"url": …}`. */
function endpoint(source: Source, node: Node | undefined): Named | undefined {
  const value = node?.kind === 'map' ? valueAt(node, 'url') : node;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string' || isHidden(value.value)) return undefined;
  return value.value === '' ? undefined : { text: value.value, origin: source.origin(value.span) };
}

function fragment(source: Source, data: CouchData): Fragment<CouchData> {
  return { system: 'couchdb', uri: source.uri, origin: data.origin, data };
}

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

function placeOf(folder: string): string {
  let place = folder;
  for (let i = 0; i < 4 && /\/(?:etc|local\.d|default\.d|config|conf|couchdb|opt)$/i.test(place); i++)
    place = folderOf(place);
  return place;
}
