import { folderOfUri, liesBelow, stepsBetween } from '../folders.js';
import type { Fragment } from '../module.js';
import { FACTS, type InForce } from './in-force.js';
import type { Spoken, Started } from './started.js';

/**
 * The same parts, of which those of configs are idle that lie beside containers of their system and that nothing mounts, copies
 * or speaks of: copies that were left behind, and what an image never gets.
 */
export function withoutUnmounted({ live, idle }: InForce): InForce {
  const started: Fragment<Started>[] = [];
  const spoken = new Set<string>();
  const copied = new Set<string>();
  for (const each of live) {
    if (each.system !== 'trial') continue;
    const { says } = each.data as { says: string };
    if (says === 'starts') started.push(each as Fragment<Started>);
    else if (says === 'speaks') {
      // What a file says of itself counts for nothing.
      const own = nameOf(each.uri);
      for (const name of (each.data as Spoken).names) {
        if (name === own) continue;
        spoken.add(name);
        if (COPIES.test(own)) copied.add(name);
      }
    }
  }
  if (started.length === 0) return { live, idle };
  const known = new Map<string, boolean>();
  const charts = started.filter(({ data }) => data.what.includes('chart'));
  const unread = new Set(started.flatMap(({ data }) => data.unread));
  for (const uri of unread) if (copied.has(nameOf(uri))) unread.delete(uri);
  const out = ({ system, uri, data }: Fragment) => {
    // A program reads it, wherever that runs.
    if ((data as { kind?: string } | undefined)?.kind === 'client') return false;
    if (FACTS.has(system) || system === 'placing') return false;
    if (VALUES.test(uri)) return isUnchosen(uri, charts, spoken);
    if (!CONFIG.test(uri)) return false;
    let left = known.get(uri);
    if (left === undefined) known.set(uri, (left = unread.has(uri) || isLeft(uri, system, started, spoken)));
    return left;
  };
  return { live: live.filter(each => !out(each)), idle: [...idle, ...live.filter(out)] };
}

function isLeft(
  uri: string,
  system: string,
  started: readonly Fragment<Started>[],
  spoken: ReadonlySet<string>,
): boolean {
  if (ELSEWHERE.test(uri) || spoken.has(nameOf(uri))) return false;
  const beside = started.filter(other => {
    const steps = below(uri, folderOfUri(other.uri));
    return steps !== undefined && steps <= NEAR && isOf(system, other.data.what);
  });
  // Where nobody but a Dockerfile starts it, whoever runs the image may mount it.
  if (!beside.some(({ data }) => data.from !== 'image')) return false;
  const parts = uri.toLowerCase().split('/');
  if (beside.some(({ data }) => data.outside.some(name => parts.slice(-2).includes(name)))) return false;
  return !started.some(({ uri: starter, data: { from, reaches } }) =>
    reaches.some(
      path =>
        uri === path ||
        liesBelow(uri, path) ||
        // What an image is made from may lie elsewhere than its Dockerfile.
        (from === 'image' &&
          (path === folderOfUri(starter) || uri.toLowerCase().includes(`/${nameOf(path)}/`))),
    ),
  );
}

/**
 * True for the values of a chart within a chart, which go by those of the outer one, and for other values than the usual ones of a
 * chart that somebody else publishes, where nothing chooses them.
 */
function isUnchosen(uri: string, charts: readonly Fragment<Started>[], spoken: ReadonlySet<string>): boolean {
  const folder = folderOfUri(uri);
  const own = charts.find(each => folderOfUri(each.uri) === folder);
  if (own === undefined) return false;
  const outer = /^(.*)\/charts\/[^/]+$/.exec(folder)?.[1];
  if (outer !== undefined && charts.some(each => folderOfUri(each.uri) === outer)) return true;
  return (
    own.data.what.includes('vendored') && !/^values\.ya?ml$/.test(nameOf(uri)) && !spoken.has(nameOf(uri))
  );
}

/** Steps down from a folder to a file's; undefined: it does not lie below it. */
function below(uri: string, folder: string): number | undefined {
  return liesBelow(uri, folder) ? stepsBetween(folder, folderOfUri(uri)) : undefined;
}

function isOf(system: string, what: readonly string[]): boolean {
  const own = CALLED[system] ?? new RegExp(system.replace(/[^a-z]/g, '.?'));
  return what.some(each => each === 'chart' || own.test(each));
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
}

const CALLED: Readonly<Record<string, RegExp>> = {
  postgres: /postgres|pgsql|postgis|timescale|\bdb\b/,
  mysql: /mysql|mariadb|percona/,
  galera: /mysql|mariadb|percona|galera/,
  redis: /redis|valkey/,
  kafka: /kafka/,
};
/** Files that put others where a server looks for them. */
const COPIES = /\.sh$|file$/;
const VALUES = /\/values[^/]*\.ya?ml$/i;
const CONFIG = /\.(?:conf|cnf|cfg|ini|properties|hcl|xml)$/i;
/** Places of machines, and of tools that put files on them. */
const ELSEWHERE =
  /\/(?:etc|roles|playbooks|ansible|puppet|salt|chef|cookbooks|modules|templates|group_vars)\//i;
const NEAR = 3;
