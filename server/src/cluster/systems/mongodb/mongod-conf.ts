import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import { isHidden } from '../../../documents/templates.js';
import { type Node, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { MongoData, ServerData } from './data.js';
import { OPTION_NAMES } from './options.js';
import { MONGODB_PARAMETERS } from './parameters.js';
import { versionInComments } from './written.js';

const NAME = /mongo[\w.-]*\.(?:conf|cfg|ya?ml)(?:\.[a-z0-9]+)?$/;
const SECTIONS: ReadonlySet<string> = new Set([
  'storage',
  'systemLog',
  'net',
  'replication',
  'sharding',
  'security',
  'processManagement',
  'operationProfiling',
  'setParameter',
  'auditLog',
  'cloud',
  'snmp',
  'hotBackup',
]);

/** `mongod.conf`, `mongos.conf`: YAML, and the lines of `key = value` of old. */
export const MONGOD_CONF: ConfigFormat<MongoData> = {
  title: 'mongod.conf',
  detects: source =>
    NAME.test(source.name)
      ? isYamlConfig(source) || isOldConfig(source)
      : /\.(?:conf|cfg|ya?ml)(?:\.j2|\.erb|\.tpl|\.tmpl)?$/.test(source.name) &&
        /^\s{1,8}(?:replSetName|dbPath|configDB|clusterRole)\s*:/m.test(source.text) &&
        isYamlConfig(source),
  read: source => (isYamlConfig(source) ? readYamlConfig(source) : readOldConfig(source)),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 0 || SECTIONS.has(path[0]!)
        ? { table: MONGODB_PARAMETERS, ...(path.length === 0 ? {} : { prefix: `${path.join('.')}.` }) }
        : undefined,
  },
};

function isYamlConfig(source: Source): boolean {
  if (!/^(?:storage|net|replication|sharding|security|systemLog|processManagement)\s*:/m.test(source.text))
    return false;
  const [root] = source.yaml;
  return root?.kind === 'map' && root.entries.every(({ key }) => SECTIONS.has(key) || key.includes('.'));
}

function isOldConfig(source: Source): boolean {
  return /^\s*#?\s*(?:dbpath|logpath|replSet|bind_ip)\s*=/m.test(source.text);
}

function readYamlConfig(source: Source): Fragment<MongoData>[] {
  const [root] = source.yaml;
  return [serverOf(source, writtenIn(source, root), valueAt(root, 'replication', 'replSetName'))];
}

function readOldConfig(source: Source): Fragment<MongoData>[] {
  const { entries } = source.tree('mongod-old', text => readAssignments(text, INI));
  const written = entries.flatMap(({ key, keySpan, value }): Written[] => {
    const name = OPTION_NAMES.get(key.toLowerCase());
    if (name === undefined || value.kind === 'map') return [];
    const raw = value.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
    return [{ key: name, raw, keyOrigin: source.origin(keySpan), origin: source.origin(value.span) }];
  });
  const named = entries.find(({ key }) => key.toLowerCase() === 'replset')?.value;
  return written.length === 0 ? [] : [serverOf(source, written, named)];
}

function serverOf(
  source: Source,
  written: readonly Written[],
  replSet: Node | undefined,
): Fragment<MongoData> {
  const version = versionInComments(source);
  const rawAt = (name: string) => written.filter(({ key }) => key === name).at(-1)?.raw;
  const port = rawAt('net.port');
  const own = rawAt('net.bindIp');
  // Edited halfway it may be a number or a switch.
  const hosts = (Array.isArray(own) ? own : own === undefined ? [] : String(own).split(','))
    .map(host => String(host).trim().toLowerCase())
    .filter(host => host !== '' && !ANYWHERE.has(host));
  const role = rawAt('sharding.clusterRole');
  const isRouter = written.some(({ key }) => key === 'sharding.configDB');
  const data: ServerData = {
    kind: 'server',
    process: isRouter ? 'mongos' : 'mongod',
    name: folderName(source),
    replSet: replSet === undefined ? undefined : namedOf(source, replSet),
    hosts,
    port: Number(port) || (role === 'shardsvr' ? 27018 : role === 'configsvr' ? 27019 : 27017),
    written,
    ...(version === undefined ? {} : { version: version.version, versionOrigin: version.origin }),
    site: {},
    copies: 1,
    alone: true,
    fileId:
      source.embedding === undefined ? source.uri : `${source.uri}#${source.embedding.path.toLowerCase()}`,
  };
  const origin = data.replSet?.origin ?? written[0]?.keyOrigin ?? source.top;
  return { system: 'mongodb', uri: source.uri, origin, data };
}

const ANYWHERE: ReadonlySet<string> = new Set([
  '0.0.0.0',
  '::',
  '127.0.0.1',
  'localhost',
  '::1',
  '*',
  '::,0.0.0.0',
]);

function namedOf(source: Source, node: Node): Named {
  const told = node.kind === 'scalar' && typeof node.value !== 'object' && !isHidden(String(node.value));
  return { text: told ? String(node.value) : '', origin: source.origin(node.span) };
}

/** `n1` of `n1/mongod.conf`; the file's own name where that says more. */
function folderName(source: Source): string {
  const own = source.name.replace(/\..*$/, '');
  const folder = source.path.split('/').at(-2) ?? '';
  return /^mongo[ds]?$/.test(own) && folder !== '' ? folder : own;
}
