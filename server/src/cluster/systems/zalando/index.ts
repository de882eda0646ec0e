import { isHidden } from '../../../documents/templates.js';
import { itemsOf, type Node, textAt, valueAt } from '../../../documents/tree.js';
import { withUniqueIds } from '../../kit/unique-ids.js';
import { type ConfigFormat, defineSystem, type Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import { rawOf, type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import { dynamicAt } from '../patroni/formats.js';
import { patroniGuarantees } from '../patroni/guarantees.js';
import { type OperatorCluster, operatorCluster, serviceNames } from '../patroni/operator.js';
import { SPILO_DEFAULTS } from '../patroni/service.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { ZALANDO_PARAMETERS } from './parameters.js';

/** The resource `postgresql` of the Postgres operator. */
const MANIFEST: ConfigFormat<OperatorCluster> = {
  title: 'Zalando postgresql manifest',
  detects: source =>
    /\.(?:ya?ml|json)(?:\.\w+)?$/.test(source.name) && source.text.includes('acid.zalan.do/'),
  read: source => source.yaml.slice(0, MAX_DOCUMENTS).flatMap(root => resource(source, root)),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      if (path[0] !== 'spec') return undefined;
      if (path[1] === 'patroni') return dynamicAt(path.slice(2));
      if (path[1] === 'postgresql' && path[2] === 'parameters') {
        return path.length === 3 ? { table: POSTGRES_PARAMETERS } : undefined;
      }
      const prefix = path.slice(1).join('.');
      return { table: ZALANDO_PARAMETERS, ...(prefix === '' ? {} : { prefix: `${prefix}.` }) };
    },
  },
};

const MAX_DOCUMENTS = 500;
const MAX_PODS = 1000;

function resource(source: Source, root: Node): Fragment<OperatorCluster>[] {
  if (!textAt(root, 'apiVersion')?.value?.startsWith('acid.zalan.do/')) return [];
  if (textAt(root, 'kind')?.value !== 'postgresql') return [];
  const nameNode = valueAt(root, 'metadata', 'name');
  if (nameNode === undefined) return [];
  const said = textAt(nameNode)?.value ?? 'postgresql';
  const name = isHidden(said) ? 'postgresql' : said;
  const namespace = textAt(root, 'metadata', 'namespace')?.value ?? 'default';
  const origin = source.origin(nameNode.span);
  const spec = valueAt(root, 'spec');
  const patroni = valueAt(spec, 'patroni');
  const own = new Settings(ZALANDO_PARAMETERS, undefined, writtenIn(source, spec));
  const told = own.number('numberOfInstances');
  const hidden = isHidden(said) || own.isHidden('numberOfInstances');
  const count = hidden || told === undefined ? 1 : Math.min(Math.max(0, Math.trunc(told)), MAX_PODS);
  const pods = Array.from({ length: count }, (_, i) => ({
    id: `${name}-${i}`,
    addresses: [
      `${name}-${i}`,
      ...(i === 0 ? serviceNames(name, namespace) : i === 1 ? serviceNames(`${name}-repl`, namespace) : []),
    ],
    origin,
  }));
  const dynamic = [
    ...writtenIn(source, patroni).filter(({ key }) => !/^(?:initdb\.|pg_hba$)/.test(key)),
    ...standbyIn(source, valueAt(spec, 'standby')),
  ];
  const checksums = valueAt(patroni, 'initdb', 'data-checksums');
  const image = textAt(spec, 'dockerImage')?.value ?? '';
  const tags = /spilo-(\d+)(?::(\d+\.\d+))?/.exec(image);
  const version =
    parseVersion(textAt(spec, 'postgresql', 'version')?.value ?? '') ?? parseVersion(tags?.[1] ?? '');
  const spilo = parseVersion(tags?.[2] ?? '');
  const data: OperatorCluster = {
    system: 'zalando',
    name,
    uri: source.uri,
    origin,
    pods,
    open: hidden || told === undefined || told > MAX_PODS,
    own,
    dynamic: checksums === undefined ? dynamic : [...dynamic, ...checksumsAs(source, checksums)],
    parameters: writtenIn(source, valueAt(spec, 'postgresql', 'parameters')),
    hba: itemsOf(valueAt(patroni, 'pg_hba')).flatMap(item =>
      item.kind === 'scalar' ? { text: String(item.value), origin: source.origin(item.span) } : [],
    ),
    defaults: SPILO_DEFAULTS,
    overrides: {},
    versions: { ...(version ? { postgres: version } : {}), ...(spilo ? { patroni: spilo } : {}) },
  };
  return [{ system: 'zalando', uri: source.uri, origin, data }];
}

/** What a standby manifest amounts to in Patroni's own words. */
function standbyIn(source: Source, node: Node | undefined): Written[] {
  const keys = {
    standby_host: 'host',
    standby_port: 'port',
    standby_primary_slot_name: 'primary_slot_name',
    s3_wal_path: 'restore_command',
    gs_wal_path: 'restore_command',
  };
  return writtenIn(source, node).flatMap(each => {
    const key = keys[each.key as keyof typeof keys];
    return key === undefined ? [] : { ...each, key: `standby_cluster.${key}` };
  });
}

function checksumsAs(source: Source, node: Node): Written[] {
  const origin = source.origin(node.span);
  return [{ key: 'bootstrap.initdb.data-checksums', raw: rawOf(node), keyOrigin: origin, origin }];
}

export const ZALANDO = defineSystem<OperatorCluster>({
  system: 'zalando',
  parameters: [ZALANDO_PARAMETERS],
  formats: [MANIFEST],
  assemble: fragments => ({ clusters: withUniqueIds(fragments.map(({ data }) => operatorCluster(data))) }),
  guarantees: patroniGuarantees,
});
