import { folderOfUri, liesBelow } from '../folders.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';

/** A Makefile that starts compositions for its tests, and for nothing else. */
export function testsOf({ name, text, uri, top }: Source): readonly Fragment[] {
  if (name !== 'makefile' || text.length > MOST) return [];
  const targets = text.split(/^(?=[\w.-]+[ \t]*:(?!=))/m).flatMap(part => {
    const target = /^([\w.-]+)[ \t]*:/.exec(part)?.[1];
    return target !== undefined && STARTS.test(part) ? [target] : [];
  });
  const isOfTests =
    targets.some(target => TESTS.test(target)) && !targets.some(target => SERVES.test(target));
  return isOfTests ? [{ system: 'trial', uri, origin: top, data: { says: 'tests', except: [] } }] : [];
}

/** True where containers of such a project, and what their images are made from, are all of it. */
export function isOfTests(uris: readonly string[], fragments: readonly Fragment[]): boolean {
  return fragments.some(({ system, uri, data }) => {
    if (system !== 'trial' || (data as { says: string }).says !== 'tests') return false;
    const folder = folderOfUri(uri);
    return uris.every(
      each =>
        liesBelow(each, folder) &&
        /^(?:[^/]*compose[^/]*\.ya?ml$|docker\/)/i.test(folder === '' ? each : each.slice(folder.length + 1)),
    );
  });
}

const STARTS = /\bdocker[ -]compose\b[^\n]*\bup\b/;
const TESTS = /(?:^|[-_.])(?:tests?|jepsen|e2e|integration)(?:[-_.]|$)/i;
const SERVES = /^(?:up|start|run|serve|deploy|prod|dev|all|install)$/i;
const MOST = 200_000;
