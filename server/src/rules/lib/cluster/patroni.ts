import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings, Written } from '../../../cluster/settings.js';
import { IN_IMAGE, PUBLISHED } from '../../../cluster/systems/patroni/fragment.js';
import { isHidden } from '../../../documents/templates.js';
import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** Pages of Patroni's documentation and code that rules rest on. */
export const PATRONI_PAGES = {
  dynamic: {
    title: 'Patroni: dynamic configuration',
    url: 'https://patroni.readthedocs.io/en/latest/dynamic_configuration.html',
  },
  local: {
    title: 'Patroni: settings of a node',
    url: 'https://patroni.readthedocs.io/en/latest/yaml_configuration.html',
  },
  rules: {
    title: 'Patroni: which settings count where',
    url: 'https://patroni.readthedocs.io/en/latest/patroni_configuration.html',
  },
  modes: {
    title: 'Patroni: replication modes',
    url: 'https://patroni.readthedocs.io/en/latest/replication_modes.html',
  },
  watchdog: { title: 'Patroni: watchdog', url: 'https://patroni.readthedocs.io/en/latest/watchdog.html' },
  failsafe: {
    title: 'Patroni: failsafe mode',
    url: 'https://patroni.readthedocs.io/en/latest/dcs_failsafe_mode.html',
  },
  security: { title: 'Patroni: security', url: 'https://patroni.readthedocs.io/en/latest/security.html' },
  config: {
    title: 'Patroni: config.py',
    url: 'https://github.com/patroni/patroni/blob/master/patroni/config.py',
  },
  global: {
    title: 'Patroni: global_config.py',
    url: 'https://github.com/patroni/patroni/blob/master/patroni/global_config.py',
  },
  releases: {
    title: 'Patroni: release notes',
    url: 'https://patroni.readthedocs.io/en/latest/releases.html',
  },
} as const;

/** `30 s`, `0.5 s`. */
export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** True where Patroni keeps synchronous_standby_names; undefined where a template hides it. */
export function isSynchronous(settings: Settings): boolean | undefined {
  if (settings.isHidden('synchronous_mode')) return undefined;
  const mode = settings.text('synchronous_mode');
  return mode === 'on' || mode === 'quorum';
}

/** True where a template makes names of settings: any of them may be set then. */
export function hasHiddenKeys(settings: Settings): boolean {
  return settings.written.some(({ key }) => isHidden(key));
}

/** What was written below `local.`: it stands where Patroni does not look for it. */
export function misplaced(member: Member): readonly Written[] {
  return (member.settings.patroni?.written ?? []).filter(({ key }) => key.startsWith('local.'));
}

/** True where nodes run in Kubernetes, whose probes do what a watchdog does elsewhere. */
export function inKubernetes(cluster: Cluster): boolean {
  return cluster.coordination?.system === 'kubernetes';
}

/** Addresses that only the machine itself reaches. */
export function isLoopback(address: string): boolean {
  return /^(?:localhost|127\.|\[?::1)/i.test(address);
}

/** True where the node is a container whose port only its neighbours in the containers' network reach. */
export function isContained(settings: Settings, listen: unknown, standard: number): boolean {
  const published = settings.raw(PUBLISHED)?.raw;
  if (!Array.isArray(published)) return false;
  const port = /:(\d{1,5})$/.exec(String(listen ?? '').trim())?.[1] ?? String(standard);
  return !published.includes(port);
}

/** True for a file that an image is made of, where no container of the project publishes the port of the REST API. */
export function isUnpublishedImage(settings: Settings): boolean {
  return settings.raw(IN_IMAGE)?.raw === false;
}

/** True where a node runs in a container: it has no watchdog's device unless one is handed over. */
export function isContainer({ settings, origin }: Member): boolean {
  const own = settings.patroni;
  return (
    own?.raw(IN_IMAGE) !== undefined ||
    own?.raw(PUBLISHED) !== undefined ||
    /(?:compose|stack)[^/]*\.ya?ml$/i.test(origin.unit.uri)
  );
}

/** What a file of an example says beside its name and its addresses. Each text is a block of lines without indent. */
export interface NodeParts {
  readonly dcs?: string;
  /** Below `postgresql`. */
  readonly postgresql?: string;
  /** At the left margin. */
  readonly rest?: string;
  readonly name?: string;
  /** In the place of the etcd section. */
  readonly store?: string;
  /** In the place of `listen` and the like. */
  readonly restapi?: string;
}

/** The file of the n-th node of an example. */
export function patroniNode(n: number, parts: NodeParts = {}): string {
  const { dcs, postgresql, rest, name, store, restapi } = parts;
  return [
    'scope: shop',
    `name: ${name ?? `shop${n}`}`,
    'restapi:',
    indent(restapi ?? `connect_address: 10.0.0.${n}:8008`, 2),
    store ?? 'etcd3:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379, 10.0.9.3:2379]',
    ...(dcs === undefined ? [] : ['bootstrap:', '  dcs:', indent(dcs, 4)]),
    'postgresql:',
    `  connect_address: 10.0.0.${n}:5432`,
    '  data_dir: /data/pg',
    ...(postgresql === undefined ? [] : [indent(postgresql, 2)]),
    ...(rest === undefined ? [] : [rest]),
    '',
  ].join('\n');
}

/** A cluster of several nodes: the parts that all have, and those of single nodes. */
export function patroniExample(
  common: NodeParts,
  says?: string,
  own: readonly NodeParts[] = [{}, {}, {}],
): Example {
  const files = Object.fromEntries(
    own.map((parts, i) => [`cluster/n${i + 1}/patroni.yml`, patroniNode(i + 1, { ...common, ...parts })]),
  );
  return clusterExample('patroni', files, says);
}

/** One node's file alone. */
export function nodeExample(parts: NodeParts, says?: string): Example {
  return clusterExample('patroni', { 'patroni.yml': patroniNode(1, parts) }, says);
}

function indent(block: string, by: number): string {
  return block
    .split('\n')
    .map(line => (line === '' ? '' : `${' '.repeat(by)}${line}`))
    .join('\n');
}
