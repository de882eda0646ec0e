import { entryAt, type Node } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { toldValue } from '../../kit/written.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { ConsulAgent } from './data.js';
import { CONSUL_PARAMETERS } from './parameters.js';

/** Values of HashiCorp's chart: `server.replicas`, `server.bootstrapExpect`, `global.datacenter`. */
export const CHART: ConfigFormat<ConsulAgent> = {
  title: 'values of the Consul chart',
  detects: ({ name, text }) =>
    /(?:values|consul|helm)[\w.-]*\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    /^server:/m.test(text) &&
    /^(?:global|connectInject|syncCatalog):/m.test(text) &&
    (/bootstrapExpect|hashicorp\/consul|gossipEncryption|manageSystemACLs/.test(text) ||
      name.includes('consul')),
  read: source => {
    const root = source.yaml[0];
    const replicas = entryAt(root, 'server', 'replicas');
    const server = entryAt(root, 'server');
    if (server === undefined) return [];
    const written = [
      ...at(source, root, 'bootstrap_expect', 'server', 'bootstrapExpect'),
      ...at(source, root, 'datacenter', 'global', 'datacenter'),
      ...at(source, root, 'acl.enabled', 'global', 'acls', 'manageSystemACLs'),
    ];
    const told = replicas?.value.kind === 'scalar' ? toldValue(source, replicas.value) : undefined;
    // The chart starts one server where nobody says how many; before version 1.0 it was three.
    if (replicas === undefined && written.length === 0) return [];
    const count =
      typeof told === 'number' || (typeof told === 'string' && /^\d{1,9}$/.test(told))
        ? Number(told)
        : undefined;
    const origin = source.origin((replicas ?? server).keySpan);
    const expect = written.find(({ key }) => key === 'bootstrap_expect')?.raw;
    const copies = replicas === undefined && typeof expect === 'number' ? expect : count;
    const keyed: Written = { key: 'server', raw: true, keyOrigin: origin, origin };
    return Array.from({ length: Math.min(copies ?? 1, 1000) }, (_, i) => ({
      system: 'consul' as const,
      uri: source.uri,
      origin,
      data: {
        from: 'chart' as const,
        uri: source.uri,
        folder: folderOfUri(source.uri),
        name: `consul-server-${i}`,
        written: [keyed, ...written],
        hosts: ['consul-server', `consul-server-${i}.consul-server`],
        site: {},
        copies: copies === undefined || copies > 1000 ? undefined : 1,
        origin,
      },
    }));
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const keys = NAMES[path.join('.')];
      return keys && { table: CONSUL_PARAMETERS, spelling: name => keys[name] };
    },
  },
};

/** What the chart calls parameters, by the map that they stand in. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  server: { bootstrap_expect: 'bootstrapExpect' },
  global: { datacenter: 'datacenter' },
  'global.acls': { 'acl.enabled': 'manageSystemACLs' },
};

function at(source: Source, root: Node | undefined, key: string, ...path: readonly string[]): Written[] {
  const entry = entryAt(root, ...path);
  if (
    entry === undefined ||
    entry.value.kind === 'map' ||
    (entry.value.kind === 'scalar' && entry.value.value === null)
  )
    return [];
  return [
    {
      key,
      raw: toldValue(source, entry.value),
      keyOrigin: source.origin(entry.keySpan),
      origin: source.origin(entry.value.span),
    },
  ];
}
