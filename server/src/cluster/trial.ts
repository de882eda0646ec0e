import { commonFolder, folderOfUri } from './folders.js';
import type { Cluster } from './model.js';
import type { Fragment } from './module.js';
import type { Source } from './source.js';
import { terraformFolders } from './terraform-runs.js';
import { isLocal } from './tried/local.js';
import { BELOW, COMPOSITION, isTriedOut } from './tried/names.js';
import { isSaved, savingOf } from './tried/saving.js';
import { servingOf } from './tried/serving.js';
import { isOfTests, testsOf } from './tried/tests.js';
import { isOfVagrant, machinesOf } from './tried/vagrant.js';
import { SENTENCE, TITLE, TITLE_WITHOUT_SPACES, UNFINISHED } from './tried/words.js';

/**
 * A document that says that what lies in its folder is there to be tried out, or that somebody promotes by hand there: it
 * is known then, and chosen.
 */
export function trialsOf(source: Source): readonly Fragment[] {
  return [
    ...documentOf(source),
    ...machinesOf(source),
    ...servingOf(source),
    ...savingOf(source),
    ...testsOf(source),
  ];
}

function documentOf(source: Source): readonly Fragment[] {
  if (!/^readme(?![a-z])/.test(source.name)) return [];
  const beginning = source.text.slice(0, LENGTH);
  const title = /^#{1,3}[ \t]+([^\r\n]{1,200})/m.exec(beginning)?.[1] ?? '';
  const says: readonly TrialData['says'][] = [
    ...(TITLE.test(title) || TITLE_WITHOUT_SPACES.test(title) || SENTENCE.test(beginning)
      ? (['trial'] as const)
      : /\bvagrant\b/i.test(title) || speaksOfVagrant(beginning) || isOfOneMachine(source.text.slice(0, MOST))
        ? (['bench'] as const)
        : []),
    ...(UNFINISHED.test(beginning) ? (['unfinished'] as const) : []),
    ...(BY_HAND.test(source.text.slice(0, MOST)) ? (['by hand'] as const) : []),
  ];
  const except = says.includes('trial') ? forProduction(source.text.slice(0, MOST)) : [];
  const make = (data: TrialData): Fragment<TrialData> => ({
    system: 'trial',
    uri: source.uri,
    origin: source.top,
    data,
  });
  const runs = terraformFolders(source.text.slice(0, MOST));
  return [
    ...says.map(what => make({ says: what, except })),
    ...(runs.length === 0 ? [] : [make({ says: 'runs', except: [], runs })]),
  ];
}

/** True where Vagrant starts it, nothing else is spoken of, and it is no role that others use. */
function speaksOfVagrant(beginning: string): boolean {
  // The folder `roles/` is there wherever Ansible is used.
  return /\bvagrant\b/i.test(beginning) && !ELSEWHERE.test(beginning.replace(/\broles\//g, ''));
}

/** True where commands make a cluster of Kubernetes, or virtual machines, on the reader's own machine, and no cloud is spoken of. */
function isOfOneMachine(text: string): boolean {
  return (
    OWN_MACHINE.test(text) && !ELSEWHERE.test(text) && !/\b(?:eks|gke|aks|openshift|rancher)\b/i.test(text)
  );
}

/** `bench`: it runs in virtual machines of one's own. */
interface TrialData {
  readonly says: 'trial' | 'bench' | 'unfinished' | 'by hand' | 'runs';
  /** Folders that Terraform is carried out in, and never beside the document. */
  readonly runs?: readonly string[];
  /** Folders that the same document calls those of production. */
  readonly except: readonly string[];
}

/** Folders that commands name below headings such as "Kubernetes (Production)". */
function forProduction(text: string): readonly string[] {
  const sections = text.split(/^(?=#{1,6}[ \t])/m).filter(section => /^#{1,6}[ \t][^\n]*/.test(section));
  return sections.flatMap(section => {
    const [heading = ''] = section.split('\n', 1);
    if (!/\bprod(?:uction)?\b/i.test(heading) || /\b(?:not?|never|non|before|towards?|for)\b/i.test(heading))
      return [];
    return [...section.matchAll(/(?:\bcd[ \t]+|[ \t]-f[ \t]+)(?:\.\/)?([\w.-]+)/g)].flatMap(([, folder]) =>
      folder === undefined || /^\.+$|\.\w+$/.test(folder) ? [] : [folder.toLowerCase()],
    );
  });
}

/**
 * Clusters of which all files lie in or below the folder of such a document are marked, and those that are called a demo
 * themselves.
 * @param all With what puts files in place.
 */
export function withTrials(
  clusters: readonly Cluster[],
  fragments: readonly Fragment[],
  all: readonly Fragment[] = fragments,
): readonly Cluster[] {
  const documents = fragments.flatMap(({ system, uri, data }) =>
    system === 'trial' ? [{ folder: folderOfUri(uri).replace(/(?<=.)$/, '/'), ...(data as TrialData) }] : [],
  );
  const root = commonFolder([...new Set(fragments.map(({ uri }) => folderOfUri(uri)))]).split('/').length;
  const told = fragments.filter(({ system }) => system === 'trial');
  // Most projects are made without virtual machines.
  const machines = told.some(({ data }) => (data as { says: string }).says === 'vagrant') ? all : [];
  let saved: boolean | undefined;
  return clusters.map(cluster => {
    // Only an operator's resource says where else its copies are.
    const isKept = cluster.system === 'cloudnativepg' && (saved ??= isSaved(told));
    const near = documents.filter(
      ({ folder, except }) =>
        cluster.sources.every(uri => uri.startsWith(folder)) &&
        !cluster.sources.some(uri => except.includes(firstBelow(uri, folder))),
    );
    const says = (what: TrialData['says']) => near.some(each => each.says === what);
    const trial = says('unfinished')
      ? 'unfinished'
      : says('trial') ||
          isCalledDemo(cluster) ||
          liesInDemo(cluster, root) ||
          (cluster.sources.length > 0 && isOfTests(cluster.sources, told))
        ? true
        : says('bench') || (cluster.sources.length > 0 && isOfVagrant(cluster.sources, machines))
          ? 'bench'
          : undefined;
    const isKnown = cluster.failover.kind === 'manual' && says('by hand');
    const local = trial === undefined && isLocal(cluster, told);
    return trial === undefined && !isKnown && !local && !isKept
      ? cluster
      : {
          ...cluster,
          ...(isKept ? { saved: true as const } : {}),
          ...(local ? { trial: 'local' as const } : {}),
          ...(trial === undefined ? {} : { trial }),
          ...(isKnown ? { failover: { ...cluster.failover, steps: true } } : {}),
        };
  });
}

/** The first folder of a file below another one, in lower case. */
function firstBelow(uri: string, folder: string): string {
  const rest = uri.slice(folder.length);
  return rest.includes('/') ? rest.split('/', 1)[0]!.toLowerCase() : '';
}

/** True where the name that the cluster is given in its files says so. (`Test Cluster` is Cassandra's own default.) */
function isCalledDemo({ members }: Cluster): boolean {
  return members.some(({ settings }) =>
    Object.values(settings).some(each =>
      each?.written.some(
        ({ key, raw }) => NAMES.has(key.toLowerCase()) && typeof raw === 'string' && DEMO.test(raw),
      ),
    ),
  );
}

/**
 * True where folders that all of its files lie in are called so, or the files that start it.
 * @param root How many parts the folder has that all of the project lies in.
 */
function liesInDemo({ sources }: Cluster, root: number): boolean {
  if (sources.length === 0) return false;
  const folders = sources.map(uri => uri.split('/').slice(0, -1));
  if (
    folders.every(parts =>
      // The last part of the root is the name of the project, unless it lies further up.
      parts.some((part, i) => i >= Math.min(root - 1, parts.length - NEAR) && isTriedOut(part)),
    ) ||
    folders.every(parts => parts.slice(root).some(part => BELOW.test(part)))
  )
    return true;
  const compositions = sources.filter(uri => /compose[^/]*\.ya?ml$/.test(uri));
  return compositions.length > 0 && compositions.every(uri => COMPOSITION.test(uri));
}

/** Further up stands what the user keeps projects in. */
const NEAR = 3;
const NAMES: ReadonlySet<string> = new Set(['cluster_name', 'cluster.name', 'wsrep_cluster_name', 'scope']);
const DEMO = /demo(?![a-z])|\b(?:sandbox|playground|workshop|tutorial)\b/i;

/** Of a document only the beginning says what the whole is for. */
const LENGTH = 3000;
const MOST = 60_000;
const OWN_MACHINE =
  /^[ \t$>*`\d.-]*(?:kind create cluster|minikube start|k3d cluster create|multipass launch)\b/m;
const ELSEWHERE =
  /\b(?:prod(?:uction)?|staging|aws|ec2|gcp|azure|cloud|bare[- ]metal|role|roles|galaxy|module|cookbook)\b/i;
/** "Automatic promotion is not configured", "manual failover", "a failed primary does not auto-promote". */
const BY_HAND = new RegExp(
  [
    '\\bmanual (?:fail-?over|promotion|switch-?over)\\b|\\b(?:fail-?over|promotion)\\b[^.\\n]{0,40}\\b(?:is|are|stays|remains|must be(?: done)?)\\b[^.\\n]{0,20}\\b(?:manual|by hand)',
    '\\b(?:no|without|not?\\b[^.\\n]{0,40}) (?:automatic|automated|auto-?)[ -]?(?:\\w+ )?(?:fail-?over|promot(?:ion|es?))\\b',
    '\\b(?:automatic|automated) (?:\\w+ )?(?:fail-?over|promotion)\\b[^.\\n]{0,30}\\bnot\\b',
    "\\b(?:not|never|n't|must be) promote[d]?\\b[^.\\n]{0,30}\\b(?:automatically|manually|by hand)",
    '\\bpromote\\b[^.\\n]{0,60}\\b(?:manually|by hand)\\b|\\bmanually promote\\b',
  ].join('|'),
  'i',
);
