import type { Cluster } from '../../../cluster/model.js';
import type { Origin } from '../../../sql/reading.js';

/** True for files of tests and benchmarks, where data may go. */
export function isTestFile({ unit }: Origin): boolean {
  return /(?:^|[/._-])(?:tests?|testing|testdata|e2e|ci|fixtures?|bench(?:mark)?s?|mocks?|specs?)(?:[/._-]|$)/i.test(
    // Folders above are the user's own: a workspace may well stand below `testing`.
    unit.uri.split('/').slice(-3).join('/'),
  );
}

/**
 * True for what is there to be tried out: files of tests, of continuous integration, of playgrounds, and those called
 * a sample or simple. Trade-offs and security are nothing to speak of there; what is refused is refused there as well.
 * @param clusters Those of the project: a folder that all of their files lie in says nothing, a project may stand in it.
 */
export function isTrialFile({ unit }: Origin, clusters: readonly Cluster[]): boolean {
  return isTrial(unit.uri, clusters, true);
}

/** The same without what is called a sample, which people copy: for what is dangerous wherever it is copied to. */
export function isTestPlace({ unit }: Origin, clusters: readonly Cluster[]): boolean {
  return isTrial(unit.uri, clusters, false);
}

/**
 * True for a file in a folder of tests or of continuous integration within the project, where other clusters lie outside of
 * that folder: what may be better in production is nothing to speak of there.
 */
export function isBesideProject({ unit }: Origin, clusters: readonly Cluster[]): boolean {
  const folders = unit.uri.split('/').slice(0, -1);
  return folders.slice(sharedFolders(clusters)).some(folder => TRIAL.test(folder));
}

/** True for a file in a folder of what is not used any more, within a project that has other files as well. */
export function isPutAway({ unit }: Origin, clusters: readonly Cluster[]): boolean {
  const folders = unit.uri.split('/').slice(0, -1);
  return folders.slice(sharedFolders(clusters)).some(folder => PUT_AWAY.test(folder));
}

/**
 * True where a comment at the end of the line, or in the lines right above it, says that it is so for trying out alone, or
 * that it was meant to be so.
 */
export function isMeant(origin: Origin): boolean {
  return commentsAt(origin).some(comment => TRIED_OUT.test(comment) || ON_PURPOSE.test(comment));
}

/** True where such a comment gives a reason that has to do with what is set: a sentence with one of the words in it. */
export function isExplained(origin: Origin, words: RegExp): boolean {
  return commentsAt(origin).some(
    comment =>
      words.test(comment) &&
      !/^\s*[\w.-]+\s*[=:]/.test(comment) &&
      (comment.trim().split(/\s+/).length >= MIN_WORDS || /[\u3400-\u9fff]{5}/.test(comment)),
  );
}

/** Fewer are a heading; Chinese has no spaces between them. */
const MIN_WORDS = 4;

/** True where such a comment says that something else keeps others out: a firewall, a private network. */
export function isGuarded(origin: Origin): boolean {
  return commentsAt(origin).some(comment => GUARDED.test(comment));
}

/** True where the comment that a file begins with says that all of it is for testing on one's own machine. */
export function beginsAsTrial({ unit }: Origin): boolean {
  const head = /^(?:[ \t]*(?:(?:#|\/\/|;|--|set [-+])[^\n]*)?\n){1,12}/.exec(
    unit.piece.text.slice(0, LOOK_BACK),
  )?.[0];
  return head !== undefined && HEAD.test(head);
}

function commentsAt({ unit, span }: Origin): readonly string[] {
  const { text } = unit.piece;
  const lines = text.slice(Math.max(0, span.start - LOOK_BACK), span.start).split('\n');
  const end = text.indexOf('\n', span.start);
  const rest = text.slice(
    span.start,
    end === -1 ? span.start + LOOK_BACK : Math.min(end, span.start + LOOK_BACK),
  );
  const comments = [/[ \t](?:#|\/\/)(.*)$/.exec(rest)?.[1] ?? ''];
  for (let i = lines.length - 2; i >= 0; i--) {
    const comment = /^[ \t]*(?:#|\/\/|;|--)+(.*)$/.exec(lines[i]!)?.[1];
    if (comment === undefined) break;
    comments.push(comment);
  }
  return comments;
}

const LOOK_BACK = 600;
/** In the languages that such comments were met in: English and Russian. */
const TRIED_OUT =
  /\b(?:for|only in|just for)\s+(?:(?:the|a|this|our|local)\s+)?(?:training|learning|educational|demo(?:nstration)?s?|labs?|tutorial|workshop|local (?:dev|test)\w*|dev(?:elopment)? only|test(?:ing)? only)\b|\b(?:training|demo|lab|dev|development|testing?) only\b|\b(?:to|để) test\b|\bnot (?:meant |suitable |safe )?for production\b|\b(?:do not|don't|never) (?:use|do) (?:this|it|that) in production\b|для (?:учебн|тестов|демо)/i;
const ON_PURPOSE =
  /\b(?:on purpose|intentional(?:ly)?|deliberate(?:ly)?|by design)\b|\b(?:is|are|was|were) (?:acceptable|fine|ok(?:ay)?) (?:here|for (?:us|this))\b/i;
const GUARDED =
  /\bfirewall?s?\b|\b(?:security|network) (?:groups?|polic(?:y|ies))\b|\bvpn\b|\bwire ?guard\b|\b(?:private|internal|trusted|isolated) (?:docker )?(?:networks?|subnets?|lan)\b/i;

/** More is asked of a head than a word: it may speak of much. */
const HEAD =
  /\blocal(?:ly)?[ -](?:testing|dev(?:elopment)?|test)\b|\b(?:not|never) (?:meant |suitable |safe )?for production\b|\bfor (?:testing|demos?|demonstration|learning|development) (?:purposes|only)\b/i;

function isTrial(uri: string, clusters: readonly Cluster[], samples: boolean): boolean {
  const parts = uri.split('/');
  const name = parts.at(-1) ?? '';
  if (TRIAL.test(name) || (samples && SAMPLE.test(name))) return true;
  const folders = parts.slice(0, -1);
  // Of a single cluster everything is shared: the nearest two are its own all the same.
  const own = clusters.length > 1 ? 0 : 2;
  const shared = Math.min(sharedFolders(clusters), Math.max(0, folders.length - own));
  return folders
    .slice(shared)
    .slice(-NEAR)
    .some(folder => TRIAL.test(folder));
}

/** How many folders all files of all clusters have in common, from the root on. */
function sharedFolders(clusters: readonly Cluster[]): number {
  const known = SHARED.get(clusters);
  if (known !== undefined) return known;
  let common: readonly string[] | undefined;
  for (const { sources } of clusters) {
    for (const uri of sources) {
      const folders = uri.split('/').slice(0, -1);
      const others: readonly string[] = common ?? folders;
      const end = others.findIndex((folder, i) => folder !== folders[i]);
      common = end === -1 ? others : others.slice(0, end);
    }
  }
  const count = common?.length ?? 0;
  SHARED.set(clusters, count);
  return count;
}

/** Worked out once for the clusters of a project. */
const SHARED = new WeakMap<readonly Cluster[], number>();
const NEAR = 5;
const PUT_AWAY =
  /^[._]?(?:archived?|attic|deprecated|obsolete|unused|old|legacy|backups?|bak)$|[._-](?:legacy|deprecated|obsolete|archived?)$/i;
const TRIAL =
  /(?:^|[._-])(?:tests?|testing|testdata|e2e|ci|fixtures?|bench(?:mark)?s?|mocks?|specs?|kuttl|integration|vagrant|molecule|jepsen|(?:perf(?:ormance)?|load|stress)[-_]?tests?)(?:[._-]|$)/i;
const SAMPLE = /(?:^|[._-])(?:sample|simple)(?:[._-]|$)/i;
