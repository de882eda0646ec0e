import { isHidden } from '../../../documents/templates.js';
import { itemsOf, type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { rawOf, type Source, writtenIn } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { CNPG_PARAMETERS } from './parameters.js';

/** A resource of the operator. */
export type CnpgData =
  | {
      readonly kind: 'cluster';
      readonly name: string;
      readonly namespace: string;
      readonly origin: Origin;
      readonly spec: readonly Written[];
      readonly parameters: readonly Written[];
      readonly hba: readonly Named[];
      readonly annotations: readonly Written[];
      readonly external: readonly { readonly name: string; readonly host: Named | undefined }[];
      readonly hidden: boolean;
      readonly versions: { readonly cloudnativepg?: Version; readonly postgres?: Version };
    }
  | {
      readonly kind: 'pooler';
      readonly name: string;
      readonly cluster: string;
      readonly namespace: string;
      readonly type: string;
      readonly settings: readonly Written[];
      readonly origin: Origin;
    }
  | {
      readonly kind: 'publication' | 'subscription' | 'backup';
      readonly name: string;
      readonly cluster: string;
      readonly namespace: string;
      readonly settings: readonly Written[];
      readonly origin: Origin;
    };

/** Manifests of CloudNativePG. */
export const CNPG_MANIFEST: ConfigFormat<CnpgData> = {
  title: 'CloudNativePG manifest',
  detects: source =>
    /\.(?:ya?ml|json)(?:\.\w+)?$/.test(source.name) &&
    !EXPECTED.test(source.name) &&
    source.text.includes('postgresql.cnpg.io/'),
  read: source => source.yaml.slice(0, MAX_DOCUMENTS).flatMap(root => resource(source, root)),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      if (path[0] !== 'spec') return undefined;
      if (path[1] === 'postgresql' && path[2] === 'parameters') {
        return path.length === 3 ? { table: POSTGRES_PARAMETERS } : undefined;
      }
      return path.length === 1
        ? { table: CNPG_PARAMETERS }
        : { table: CNPG_PARAMETERS, prefix: `${path.slice(1).join('.')}.` };
    },
  },
};

/** What tests expect of a resource names a part of it: `01-cluster-assert.yaml`. */
const EXPECTED = /(?:^|[-_.])(?:assert|errors?)\.ya?ml$/;

/** More resources of one file are no manifest that somebody writes. */
const MAX_DOCUMENTS = 500;

function resource(source: Source, root: Node): Fragment<CnpgData>[] {
  const api = textAt(root, 'apiVersion')?.value;
  if (root.kind !== 'map' || !api?.startsWith('postgresql.cnpg.io/')) return [];
  const nameNode = valueAt(root, 'metadata', 'name');
  const said = nameNode?.kind === 'scalar' ? String(nameNode.value) : 'cluster';
  const name = isHidden(said) ? 'cluster' : said;
  const origin = source.origin(
    nameNode?.kind === 'scalar' ? nameNode.span : (root.entries[0]?.keySpan ?? root.span),
  );
  const namespace = textAt(root, 'metadata', 'namespace')?.value ?? 'default';
  const spec = valueAt(root, 'spec');
  const fragment = (data: CnpgData): Fragment<CnpgData>[] => [
    { system: 'cloudnativepg', uri: source.uri, origin, data },
  ];
  const cluster = textAt(spec, 'cluster', 'name')?.value ?? '';
  switch (textAt(root, 'kind')?.value) {
    case 'Cluster':
      return fragment({
        kind: 'cluster',
        name,
        namespace,
        origin,
        hidden: isHidden(said),
        spec: [
          ...writtenIn(source, spec).filter(({ key }) => !key.startsWith('postgresql.parameters.')),
          ...externalNames(source, spec),
        ],
        parameters: writtenIn(source, valueAt(spec, 'postgresql', 'parameters')),
        annotations: writtenIn(source, valueAt(root, 'metadata', 'annotations')),
        hba: itemsOf(valueAt(spec, 'postgresql', 'pg_hba')).flatMap(item =>
          item.kind === 'scalar' ? { text: String(item.value), origin: source.origin(item.span) } : [],
        ),
        external: itemsOf(valueAt(spec, 'externalClusters')).map(item => {
          const host = valueAt(item, 'connectionParameters', 'host');
          return {
            name: textAt(item, 'name')?.value ?? '',
            host:
              host?.kind === 'scalar'
                ? { text: String(host.value), origin: source.origin(host.span) }
                : undefined,
          };
        }),
        versions: versionsOf(source, spec),
      });
    case 'Pooler':
      return fragment({
        kind: 'pooler',
        name,
        namespace,
        cluster,
        origin,
        type: textAt(spec, 'type')?.value ?? 'rw',
        settings: writtenIn(source, valueAt(spec, 'pgbouncer', 'parameters')),
      });
    case 'Publication':
      return fragment({
        kind: 'publication',
        name,
        namespace,
        cluster,
        origin,
        settings: writtenIn(source, spec),
      });
    case 'Subscription':
      return fragment({
        kind: 'subscription',
        name,
        namespace,
        cluster,
        origin,
        settings: writtenIn(source, spec),
      });
    case 'ScheduledBackup':
      return fragment({
        kind: 'backup',
        name,
        namespace,
        cluster,
        origin,
        settings: writtenIn(source, spec),
      });
    default:
      return [];
  }
}

/** Names of the external clusters, each as a setting of its own. */
function externalNames(source: Source, spec: Node | undefined): Written[] {
  return itemsOf(valueAt(spec, 'externalClusters')).flatMap(item => {
    const name = valueAt(item, 'name');
    if (name?.kind !== 'scalar') return [];
    const origin = source.origin(name.span);
    return [{ key: 'externalClusters.name', raw: rawOf(name), keyOrigin: origin, origin }];
  });
}

function versionsOf(source: Source, spec: Node | undefined): { cloudnativepg?: Version; postgres?: Version } {
  const image = textAt(spec, 'imageName')?.value ?? '';
  const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
  const major = textAt(spec, 'imageCatalogRef', 'major')?.value;
  const told =
    tag ?? major ?? /#[^\r\n]{0,200}?\bpostgresql[ \t]+(\d+)/i.exec(source.text.slice(0, 4000))?.[1];
  const postgres = told === undefined ? undefined : parseVersion(told);
  const own = /#[^\r\n]{0,200}?\b(?:cloudnativepg|cnpg)[ \t]+v?(\d+\.\d+(?:\.\d+)?)/i.exec(
    source.text.slice(0, 4000),
  )?.[1];
  const cloudnativepg = own === undefined ? undefined : parseVersion(own);
  return { ...(cloudnativepg ? { cloudnativepg } : {}), ...(postgres ? { postgres } : {}) };
}
