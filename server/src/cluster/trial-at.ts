import { folderOfUri } from './folders.js';
import type { Landscape } from './join.js';
import type { Fragment } from './module.js';

/** What the documents beside a file say of it: that it is there to be tried out, or runs in machines of one's own. */
export type Trial = true | 'bench' | undefined;

/** @param fragments What the files of the project say. */
export function trialAt(uri: string, fragments: Iterable<Fragment>): Trial {
  let bench = false;
  for (const { system, uri: document, data } of fragments) {
    if (system !== 'trial') continue;
    const folder = folderOfUri(document);
    if (!uri.startsWith(`${folder}/`)) continue;
    const { says, except } = data as { says: string; except: readonly string[] };
    if (
      except.includes(
        uri
          .slice(folder.length + 1)
          .split('/', 1)[0]!
          .toLowerCase(),
      )
    )
      continue;
    if (says === 'trial') return true;
    if (says === 'bench') bench = true;
  }
  return bench ? 'bench' : undefined;
}

/**
 * True for a file of Terraform that lies beside a document of which all commands carry Terraform out in other folders, and
 * that one of them holds a file of the same name of: a copy that was left behind.
 */
export function isLeftCopy(
  uri: string,
  fragments: Iterable<Fragment>,
  exists: (uri: string) => boolean,
): boolean {
  if (!uri.endsWith('.tf')) return false;
  const folder = folderOfUri(uri);
  const name = uri.slice(folder.length);
  for (const { system, uri: document, data } of fragments) {
    const { runs } = (system === 'trial' ? data : {}) as { runs?: readonly string[] };
    if (runs === undefined || folderOfUri(document) !== folder) continue;
    // What examples and tests are carried out for lies above them.
    if (runs.some(run => !isSample(`${run}/`) && exists(`${folder}/${run}${name}`))) return true;
  }
  return false;
}

/**
 * True where every ring that the project shows is one container, in a file for one machine or in a manifest for one pod: copies
 * are nothing to speak of there.
 */
export function isOneContainer({ clusters }: Pick<Landscape, 'clusters'>): boolean {
  const rings = clusters.filter(({ system }) => system === 'cassandra');
  const shown = rings.filter(({ members }) => members.length > 0);
  return (
    shown.length > 0 &&
    shown.every(
      ({ members, open, sources, origin }) =>
        members.length === 1 &&
        (sources.some(uri => /compose[^/]*\.ya?ml$/.test(uri)) ||
          (!open && /^kind:[ \t]*(?:StatefulSet|Deployment|Pod)\b/m.test(origin.unit.piece.text))),
    )
  );
}

/** @param path Of a file within its project: folders further above are the user's own. */
export function isSample(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some(folder => SAMPLES.test(folder));
}

const SAMPLES =
  /(?:^|[._-])(?:examples?|samples?|demos?|tests?|testing|e2e|fixtures?|mocks?|tutorials?|workshops?|labs?|sandbox|playground|poc|local|localstack|benchmarks?|snippets?|bootstrap)(?:[._-]|$)/i;
