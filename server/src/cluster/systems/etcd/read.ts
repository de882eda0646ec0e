import { readAssignments } from '../../../documents/readers/assignments.js';
import { entryAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { nodeFolder, versionIn } from '../../kit/places.js';
import { lastOf, textOf, writtenFlat } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { EtcdData } from './data.js';
import { ETCD_FILE_PARAMETERS, ETCD_PARAMETERS, IN_SECTIONS } from './parameters.js';

/** Before the name of a setting that stands at the top level of `etcd.conf.yml`, where etcd does not look for it. */
export const OUTSIDE = 'outside.';

/** `etcd.conf.yml`. */
export const YAML: ConfigFormat<EtcdData> = {
  title: 'etcd.conf.yml',
  detects: ({ name, text }) =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    /^(?:initial-cluster|initial-advertise-peer-urls|listen-client-urls|advertise-client-urls|election-timeout)[ \t]*:/m.test(
      text,
    ) &&
    !/^(?:apiVersion|services)[ \t]*:/m.test(text),
  read: source => {
    const root = source.yaml[0];
    if (root?.kind !== 'map') return [];
    return nodeOf(source, [
      ...writtenFlat(source, root, key => (IN_SECTIONS.test(key) ? `${OUTSIDE}${key}` : key)),
      ...writtenFlat(source, entryAt(root, 'client-transport-security')?.value),
      ...writtenFlat(source, entryAt(root, 'peer-transport-security')?.value, key => `peer-${key}`),
    ]);
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 0
        ? { table: ETCD_FILE_PARAMETERS }
        : path.length === 1 && path[0] === 'client-transport-security'
          ? { table: ETCD_PARAMETERS }
          : path.length === 1 && path[0] === 'peer-transport-security'
            ? { table: ETCD_PARAMETERS, prefix: 'peer-' }
            : undefined,
  },
};

/** `ETCD_NAME=…` lines: `/etc/etcd/etcd.conf`, `/etc/default/etcd`, `etcd.env`. */
export const ENVIRONMENT: ConfigFormat<EtcdData> = {
  title: 'etcd environment file',
  detects: ({ name, text }) =>
    !/\.(?:ya?ml|sh|bash|md|service|json|xml|sql|js|ts)(?:\.|$)/.test(name) &&
    /^[ \t]*(?:export[ \t]+)?ETCD_(?:NAME|INITIAL_CLUSTER|LISTEN_(?:PEER|CLIENT)_URLS|ADVERTISE_CLIENT_URLS|INITIAL_ADVERTISE_PEER_URLS)[ \t]*=/m.test(
      text,
    ),
  read: source => {
    const root = source.tree('etcd-env', text =>
      readAssignments(text, {
        separators: '=',
        comments: '#',
        quotes: '"\'',
        inlineComments: '#',
        inlineAfterBlank: true,
      }),
    );
    return nodeOf(
      source,
      writtenFlat(source, root, key => flagOf(key.replace(/^export\s+/, ''))),
    );
  },
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: path =>
      path.length === 0
        ? {
            table: ETCD_PARAMETERS,
            spelling: name => `ETCD_${name.toUpperCase().replace(/[-.]/g, '_')}`,
          }
        : undefined,
  },
};

/** `initial-cluster` of `ETCD_INITIAL_CLUSTER`; undefined for other variables. */
export function flagOf(variable: string): string | undefined {
  return /^ETCD_[A-Z]/.test(variable) ? variable.slice(5).toLowerCase().replace(/_/g, '-') : undefined;
}

/** `quota-backend-bytes: 0` means the default; so does a flag that is empty. */
function nodeOf(source: Source, written: readonly Written[]): Fragment<EtcdData>[] {
  const known = written.filter(({ key }) => ETCD_PARAMETERS.find(key) !== undefined);
  if (known.length === 0) return [];
  const name = textOf(lastOf(known, 'name'));
  const version = versionIn(source, 'etcd');
  const origin = (lastOf(known, 'name') ?? known[0]!).keyOrigin;
  return [
    {
      system: 'etcd',
      uri: source.uri,
      origin,
      data: {
        kind: 'node',
        from: 'file',
        uri: source.uri,
        folder: source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri),
        ...(name === undefined ? {} : { name }),
        written,
        ...(version === undefined ? {} : { version }),
        hosts: [],
        site: {},
        copies: 1,
        origin,
      },
    },
  ];
}
