import { isHidden } from '../../../documents/templates.js';
import { itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { withUniqueIds } from '../../kit/unique-ids.js';
import type { Router } from '../../model.js';
import { type ConfigFormat, defineSystem, type Fragment } from '../../module.js';
import { type Effective, Settings, type Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import { dynamicAt } from '../patroni/formats.js';
import { patroniGuarantees } from '../patroni/guarantees.js';
import { type OperatorCluster, operatorCluster, serviceNames } from '../patroni/operator.js';
import { dynamicFrom } from '../patroni/yaml.js';
import { POSTGRES_PARAMETERS } from '../postgres/parameters.js';
import { CRUNCHY_PARAMETERS } from './parameters.js';

interface CrunchyData extends OperatorCluster {
  readonly poolers: readonly Router[];
}

/** The resource `PostgresCluster`. */
const MANIFEST: ConfigFormat<CrunchyData> = {
  title: 'PostgresCluster manifest',
  detects: source =>
    /\.(?:ya?ml|json)(?:\.\w+)?$/.test(source.name) &&
    source.text.includes('postgres-operator.crunchydata.com/'),
  read: source => source.yaml.slice(0, MAX_DOCUMENTS).flatMap(root => resource(source, root)),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      if (path[0] !== 'spec') return undefined;
      if (path[1] === 'patroni' && path[2] === 'dynamicConfiguration') return dynamicAt(path.slice(3));
      if (path[1] === 'config' && path[2] === 'parameters') return { table: POSTGRES_PARAMETERS };
      const prefix = path.slice(1).join('.');
      return { table: CRUNCHY_PARAMETERS, ...(prefix === '' ? {} : { prefix: `${prefix}.` }) };
    },
  },
};

const MAX_DOCUMENTS = 500;
const MAX_PODS = 1000;

function resource(source: Source, root: Node): Fragment<CrunchyData>[] {
  if (!textAt(root, 'apiVersion')?.value?.startsWith('postgres-operator.crunchydata.com/')) return [];
  if (textAt(root, 'kind')?.value !== 'PostgresCluster') return [];
  const nameNode = valueAt(root, 'metadata', 'name');
  if (nameNode === undefined) return [];
  const said = textAt(nameNode)?.value ?? 'postgrescluster';
  const name = isHidden(said) ? 'postgrescluster' : said;
  const namespace = textAt(root, 'metadata', 'namespace')?.value ?? 'default';
  const origin = source.origin(nameNode.span);
  const spec = valueAt(root, 'spec');
  const own = new Settings(CRUNCHY_PARAMETERS, undefined, writtenIn(source, spec));
  const { pods, open } = podsOf(source, spec, name, namespace);
  const configured = valueAt(spec, 'patroni', 'dynamicConfiguration');
  const { dynamic, dynamicParameters, hba } = dynamicFrom(source, configured);
  const version = parseVersion(textAt(spec, 'postgresVersion')?.value ?? '');
  const data: CrunchyData = {
    system: 'crunchy',
    name,
    uri: source.uri,
    origin,
    pods,
    open: open || isHidden(said),
    own,
    ...lease(own, dynamic),
    parameters: [...dynamicParameters, ...writtenIn(source, valueAt(spec, 'config', 'parameters'))],
    hba,
    versions: version ? { postgres: version } : {},
    poolers: poolersOf(source, spec, name),
  };
  return [{ system: 'crunchy', uri: source.uri, origin, data }];
}

/** Sets of instances, each with its number of pods. Pods get four random letters, which no file tells. */
function podsOf(source: Source, spec: Node | undefined, name: string, namespace: string) {
  // A patch says only what it changes.
  let open = valueAt(spec, 'instances') === undefined;
  const pods: { id: string; addresses: string[]; origin: ReturnType<Source['origin']> }[] = [];
  for (const [i, set] of itemsOf(valueAt(spec, 'instances')).entries()) {
    const replicas = numberAt(set, 'replicas');
    const told = replicas === undefined ? 1 : replicas.value;
    if (told === undefined || told > MAX_PODS) open = true;
    const count = Math.min(Math.max(0, Math.trunc(told ?? 1)), MAX_PODS - pods.length);
    const label = textAt(set, 'name')?.value ?? String(i).padStart(2, '0');
    for (let n = 0; n < count; n++) {
      const first = pods.length === 0 ? serviceNames(`${name}-primary`, namespace) : [];
      const second = pods.length === 1 ? serviceNames(`${name}-replicas`, namespace) : [];
      pods.push({
        id: count > 1 ? `${name}-${label}-${n + 1}` : `${name}-${label}`,
        addresses: [...first, ...second],
        origin: source.origin(set.span),
      });
    }
  }
  return { pods, open };
}

/**
 * The operator writes ttl and loop_wait from fields of its own, and switches pg_rewind on and slots off, whatever the
 * dynamic configuration says of the first three.
 */
function lease(
  own: Settings,
  dynamic: readonly Written[],
): Pick<OperatorCluster, 'dynamic' | 'defaults' | 'overrides'> {
  const taken: Written[] = [];
  for (const [from, to] of [
    ['patroni.leaderLeaseDurationSeconds', 'ttl'],
    ['patroni.syncPeriodSeconds', 'loop_wait'],
  ] as const) {
    const given = own.given(from);
    if (given !== undefined) taken.push({ ...given.written, key: to });
  }
  if (own.flag('standby.enabled') === true) {
    const host = own.given('standby.host');
    const archive = own.given('standby.repoName');
    if (host !== undefined) taken.push({ ...host.written, key: 'standby_cluster.host' });
    if (archive !== undefined) taken.push({ ...archive.written, key: 'standby_cluster.restore_command' });
  }
  const rest = dynamic.map(each =>
    each.key === 'ttl' || each.key === 'loop_wait' || each.key === 'postgresql.use_pg_rewind'
      ? { ...each, key: `local.${each.key}` }
      : each,
  );
  const operator = (value: boolean | string): Effective => ({ value, because: 'The operator sets it.' });
  return {
    dynamic: [...rest, ...taken],
    defaults: { 'postgresql.use_slots': operator(false) },
    overrides: { 'postgresql.use_pg_rewind': operator(true), 'watchdog.mode': operator('off') },
  };
}

function poolersOf(source: Source, spec: Node | undefined, name: string): Router[] {
  const pooler = valueAt(spec, 'proxy', 'pgBouncer');
  if (pooler === undefined) return [];
  const origin = source.origin(pooler.span);
  return [
    {
      id: `${name}-pgbouncer`,
      system: 'pgbouncer',
      purpose: 'write',
      targets: [{ text: `${name}-primary`, origin }],
      settings: {},
      origin,
    },
  ];
}

export const CRUNCHY = defineSystem<CrunchyData>({
  system: 'crunchy',
  parameters: [CRUNCHY_PARAMETERS],
  formats: [MANIFEST],
  assemble: fragments => ({
    clusters: withUniqueIds(fragments.map(({ data }) => operatorCluster(data))),
    routers: fragments.flatMap(({ data }) => data.poolers),
  }),
  guarantees: patroniGuarantees,
});
