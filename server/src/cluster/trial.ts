import { folderOfUri } from './folders.js';
import type { Cluster } from './model.js';
import type { Fragment } from './module.js';
import type { Source } from './source.js';

/** A document that says that what lies in its folder is there to be tried out. */
export function trialsOf(source: Source): readonly Fragment[] {
  const beginning = source.text.slice(0, LENGTH);
  const title = /^#[ \t]+([^\r\n]{1,200})/m.exec(beginning)?.[1] ?? '';
  if (!/^readme\b/.test(source.name) || !(TITLE.test(title) || SENTENCE.test(beginning))) return [];
  return [{ system: 'trial', uri: source.uri, origin: source.top, data: undefined }];
}

/** Clusters of which all files lie in or below the folder of such a document are marked. */
export function withTrials(clusters: readonly Cluster[], fragments: readonly Fragment[]): readonly Cluster[] {
  const folders = fragments.flatMap(({ system, uri }) =>
    system === 'trial' ? [`${folderOfUri(uri)}/`] : [],
  );
  if (folders.length === 0) return clusters;
  return clusters.map(cluster =>
    folders.some(folder => cluster.sources.every(uri => uri.startsWith(folder)))
      ? { ...cluster, trial: true as const }
      : cluster,
  );
}

/** Of a document only the beginning says what the whole is for. */
const LENGTH = 3000;
const TITLE =
  /\b(?:\w*sandbox|playground|demo|workshop|tutorial|local (?:dev(?:elopment)?|test(?:ing)?)|proof of concept|poc)\b/i;
const SENTENCE = new RegExp(
  [
    // "This setup is not meant for production."
    '\\b(?:this|it|setup|set-up|repo(?:sitory)?|project|demo|example|stack|environment)\\b[^.\\n]{0,80}\\b(?:not|never|in no way)\\b[^.\\n]{0,60}\\bproduction',
    '\\bonly for (?:local )?(?:development|testing|demos?|demonstration|learning)\\b',
    '\\bfor (?:local )?(?:development|testing|demo|demonstration|learning|educational|training) (?:purposes?|use) only\\b',
    '\\b(?:is a|is just a|provides a) (?:local (?:development|dev|test|testing) (?:environment|set-?up|cluster|stack)|demo|sandbox|playground)\\b',
    '\\bthis (?:demo|workshop|tutorial) (?:project|uses|shows)\\b',
  ].join('|'),
  'i',
);
