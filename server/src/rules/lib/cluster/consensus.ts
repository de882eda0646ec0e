import { folderOfUri, stepsBetween } from '../../../cluster/folders.js';
import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import type { System } from '../../../cluster/systems.js';
import type { Origin } from '../../../sql/reading.js';
import type { Example, Fix } from '../../rule.js';
import { clusterExample } from './example.js';

export const CONSENSUS_SOURCES = {
  etcdOptions: {
    title: 'etcd: configuration options',
    url: 'https://etcd.io/docs/v3.6/op-guide/configuration/',
  },
  etcdConfig: {
    title: 'etcd: how options are checked',
    url: 'https://github.com/etcd-io/etcd/blob/main/server/embed/config.go',
  },
  etcdFaq: { title: 'etcd: frequently asked questions', url: 'https://etcd.io/docs/v3.6/faq/' },
  etcdTuning: { title: 'etcd: tuning', url: 'https://etcd.io/docs/v3.6/tuning/' },
  etcdClustering: { title: 'etcd: clustering guide', url: 'https://etcd.io/docs/v3.6/op-guide/clustering/' },
  etcdRecovery: { title: 'etcd: disaster recovery', url: 'https://etcd.io/docs/v3.6/op-guide/recovery/' },
  etcdMaintenance: { title: 'etcd: maintenance', url: 'https://etcd.io/docs/v3.6/op-guide/maintenance/' },
  etcdSecurity: { title: 'etcd: transport security', url: 'https://etcd.io/docs/v3.6/op-guide/security/' },
  etcdApi: {
    title: 'etcd: what the API guarantees',
    url: 'https://etcd.io/docs/v3.6/learning/api_guarantees/',
  },
  etcdReconfiguration: {
    title: 'etcd: runtime reconfiguration',
    url: 'https://etcd.io/docs/v3.6/op-guide/runtime-configuration/',
  },
} as const;

/** Settings of a member in the terms of the cluster's own system. */
export function settingsOf(cluster: Cluster, member: Pick<Member, 'settings'>): Settings | undefined {
  return member.settings[cluster.system];
}

/** Members that have a config of their own. */
export function shown(cluster: Cluster): { readonly member: Member; readonly settings: Settings }[] {
  return cluster.members.flatMap(member => {
    const settings = settingsOf(cluster, member);
    return settings === undefined || !member.configured ? [] : [{ member, settings }];
  });
}

export function voters(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ votes }) => votes > 0);
}

/** A setting of all members, once for each place where somebody wrote it. */
export function eachGiven(
  cluster: Cluster,
  name: string,
  report: (setting: Setting & { readonly written: Written }, member: Member, settings: Settings) => void,
): void {
  const seen = new Set<string>();
  for (const { member, settings } of shown(cluster)) {
    const setting = settings.given(name);
    if (setting === undefined) continue;
    const { unit, span } = setting.written.origin;
    const key = `${unit.uri}:${span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    report(setting, member, settings);
  }
}

/** Where a setting first differs between members, with what the first one has. */
export function firstDifferent(
  cluster: Cluster,
  name: string,
):
  | {
      readonly member: Member;
      readonly value: string;
      readonly other: Member;
      readonly otherValue: string;
      readonly written: Written;
    }
  | undefined {
  const all = shown(cluster);
  if (all.some(({ settings }) => settings.isHidden(name))) return undefined;
  const [first, ...rest] = all;
  const expected = first?.settings.text(name);
  for (const { member, settings } of rest) {
    const own = settings.text(name);
    if (first === undefined || expected === undefined || own === undefined || own === expected) continue;
    const written = (settings.given(name) ?? first.settings.given(name))?.written;
    if (written === undefined) continue;
    return { member, value: own, other: first.member, otherValue: expected, written };
  }
  return undefined;
}

/** Another value in the place of one that is written; quotes stay where the value stands in some. */
export function valueFix(title: string, { origin }: Written, value: string, safe = false): Fix {
  const text = origin.unit.piece.text.slice(origin.span.start, origin.span.end);
  const quote = /^(["'])[\s\S]*\1$/.exec(text)?.[1] ?? '';
  return { title, safe, edits: [{ origin, newText: `${quote}${value}${quote}` }] };
}

/** Another value for a setting of the kind `key: true`; a flag without a value has none to change. */
export function switchFix(title: string, written: Written, value: string, safe = false): readonly Fix[] {
  const { keyOrigin, origin } = written;
  return keyOrigin.span.start === origin.span.start ? [] : [valueFix(title, written, value, safe)];
}

/** Files of etcd, a folder each: the members know each other, and each has `more` lines of its own. */
export function etcdFiles(count: number, more: string | readonly string[] = ''): Record<string, string> {
  const list = Array.from({ length: count }, (_, i) => `n${i + 1}=https://10.0.0.${i + 1}:2380`).join(',');
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `n${i + 1}/etcd.conf.yml`,
      `name: n${i + 1}
initial-advertise-peer-urls: https://10.0.0.${i + 1}:2380
advertise-client-urls: https://10.0.0.${i + 1}:2379
initial-cluster: ${list}
${typeof more === 'string' ? more : (more[i] ?? '')}`,
    ]),
  );
}

export function etcdExample(count: number, more?: string | readonly string[], says?: string): Example {
  return clusterExample('etcd', etcdFiles(count, more), says);
}

/** One file, in which all is shown. */
export function oneFile(system: System, name: string, text: string, says?: string): Example {
  return clusterExample(system, { [name]: text }, says);
}

/** Seconds for a sentence: `2.5 s`, `300 ms`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Number(minutes.toFixed(1))} min` : `${Number((minutes / 60).toFixed(1))} h`;
}

/** True where a member of etcd is reached by containers alone, or its file lies beside a compose file that runs
 * etcd: what reaches it is for that to say. */
export function isContained(
  cluster: Cluster,
  settings: Settings,
  origin: Origin,
  clusters: readonly Cluster[],
): boolean {
  const isContainer = (each: Cluster) => shown(each).some(({ member }) => isOfContainer(member.origin));
  const folder = folderOfUri(origin.unit.uri);
  return (
    isOfContainer(origin) ||
    settings.raw('container.within') !== undefined ||
    clusters.some(
      each =>
        each !== cluster &&
        each.system === 'etcd' &&
        each.sources.some(uri => isCompose(uri) && stepsBetween(folderOfUri(uri), folder) <= 1) &&
        isContainer(each),
    )
  );
}

function isCompose(uri: string): boolean {
  return /compose[^/]*\.ya?ml$/.test(uri);
}

/** True where a place is of a container: its network has walls of its own, and a file of services says what it opens. */
export function isOfContainer({ unit }: Origin): boolean {
  const name = unit.uri.slice(unit.uri.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(name)) return /^\s*(?:services|apiVersion)\s*:/m.test(unit.piece.text);
  // What images start with is called so by habit.
  return /entry-?point[^/]*\.sh$/i.test(name);
}
