import { isHidden } from '../../../documents/templates.js';
import { entryAt, itemsOf, type MapNode, type Node, valueAt } from '../../../documents/tree.js';
import type { Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';
import { rawOf, type Source, writtenIn } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import { DYNAMIC_KEYS, DYNAMIC_ONLY } from './controlled.js';
import { dcsOf } from './dcs.js';
import { DCS_KINDS, type PatroniData } from './fragment.js';

/**
 * True where a text is a file of Patroni: of the words at the left margin, some that no other system has together. Looks
 * at words only.
 */
export function isPatroniText(text: string): boolean {
  if (!text.includes('postgresql') && !text.includes('bootstrap')) return false;
  const keys = marginKeys(text);
  if (OTHERS.some(key => keys.has(key))) return false;
  if (keys.has('bootstrap') && /^[ \t]+dcs[ \t]*:/m.test(text)) return true;
  const kind = DCS_KINDS.some(each => keys.has(each));
  return [keys.has('scope'), keys.has('restapi'), keys.has('postgresql'), kind].filter(Boolean).length >= 3;
}

/** True for what `patronictl edit-config` shows: the timing of the loop at the left margin, and no node. */
export function isDynamicText(text: string): boolean {
  if (!text.includes('loop_wait')) return false;
  // `patroni.dynamic.json` is one line.
  if (/^\s*\{/.test(text))
    return (
      /"loop_wait"\s*:/.test(text) &&
      /"(?:ttl|retry_timeout)"\s*:/.test(text) &&
      !/"(?:scope|apiVersion)"\s*:/.test(text)
    );
  const keys = marginKeys(text);
  if ([...OTHERS, 'scope', 'restapi', 'bootstrap'].some(key => keys.has(key))) return false;
  return keys.has('loop_wait') && (keys.has('ttl') || keys.has('retry_timeout'));
}

/** Keys at the left margin. */
function marginKeys(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [, key] of text.matchAll(/^\uFEFF?"?([A-Za-z_][A-Za-z0-9_]*)"?[ \t]*:/gm)) keys.add(key!);
  return keys;
}

/** Of Kubernetes and compose files. */
const OTHERS = ['apiVersion', 'services', 'kind'];

/** What a node's own file says. @param root The map of its document; spans are offsets in the source. */
export function nodeFrom(source: Source, root: MapNode, around: Partial<PatroniData> = {}): PatroniData {
  const scope = named(source, valueAt(root, 'scope'));
  const name = named(source, valueAt(root, 'name'));
  const dcs = valueAt(root, 'bootstrap', 'dcs');
  const dynamic = dynamicFrom(source, dcs);
  const local = told(localFrom(source, root));
  const parameters = told(writtenIn(source, valueAt(root, 'postgresql', 'parameters')));
  const group = valueAt(root, 'citus', 'group');
  const addresses = [
    valueAt(root, 'postgresql', 'connect_address'),
    valueAt(root, 'restapi', 'connect_address'),
    valueAt(root, 'postgresql', 'listen'),
  ].flatMap(node => addressOf(node) ?? []);
  return {
    kind: 'node',
    scope,
    namespace: named(source, valueAt(root, 'namespace'))?.text.replace(/^\/|\/$/g, '') ?? 'service',
    name,
    hidden: [scope, name].some(each => each !== undefined && isVariable(each.text)),
    group: group?.kind === 'scalar' && typeof group.value === 'number' ? group.value : undefined,
    ...dynamic,
    local: [...local, ...ignored(parameters)],
    localParameters: parameters.filter(({ key }) => !DYNAMIC_ONLY.has(key.toLowerCase())),
    hba: [
      ...dynamic.hba,
      ...linesIn(source, valueAt(root, 'bootstrap', 'pg_hba')),
      ...linesIn(source, valueAt(root, 'postgresql', 'pg_hba')),
    ],
    dcs: dcsOf(source, root),
    checksums: checksumsIn(valueAt(root, 'bootstrap', 'initdb')),
    addresses: [...new Set(addresses)].slice(0, 2),
    site: siteOf(root, addresses[0]),
    replicas: undefined,
    versions: versionsIn(source, root),
    origin: scope?.origin ?? source.top,
    service: false,
    ...around,
  };
}

/** What the dynamic configuration says, in the DCS or below `bootstrap.dcs`. */
export function dynamicFrom(
  source: Source,
  node: Node | undefined,
): Pick<PatroniData, 'dynamic' | 'dynamicParameters' | 'hba'> {
  const parameters = valueAt(node, 'postgresql', 'parameters');
  return {
    dynamic: told(writtenIn(source, node)).filter(
      ({ key }) => !/^postgresql\.(?:parameters\.|pg_hba$)/.test(key),
    ),
    dynamicParameters: told(writtenIn(source, parameters)),
    hba: linesIn(source, valueAt(node, 'postgresql', 'pg_hba')),
  };
}

/** The settings of the file itself; what Patroni does not take from there begins with `local.`. */
function localFrom(source: Source, root: MapNode): Written[] {
  return root.entries.flatMap(({ key, keySpan, value }): Written[] => {
    if (DYNAMIC_KEYS.has(key)) {
      if (value.kind === 'map') return writtenIn(source, value, `local.${key}`);
      const origins = { keyOrigin: source.origin(keySpan), origin: source.origin(value.span) };
      return [{ key: `local.${key}`, raw: rawOf(value), ...origins }];
    }
    if (key === 'bootstrap' && value.kind === 'map') {
      const own = value.entries.filter(entry => entry.key !== 'dcs' && entry.key !== 'pg_hba');
      return writtenIn(source, { ...value, entries: own }, key);
    }
    if (key === 'postgresql' && value.kind === 'map') {
      const own = value.entries.filter(entry => entry.key !== 'parameters' && entry.key !== 'pg_hba');
      return writtenIn(source, { ...value, entries: own }, key).map(each =>
        each.key === 'postgresql.use_slots' ? { ...each, key: `local.${each.key}` } : each,
      );
    }
    if (value.kind === 'map') return writtenIn(source, value, key);
    return [{ key, raw: rawOf(value), keyOrigin: source.origin(keySpan), origin: source.origin(value.span) }];
  });
}

/** Parameters of PostgreSQL in a node's file that Patroni does not take from there. */
function ignored(parameters: readonly Written[]): Written[] {
  return parameters
    .filter(({ key }) => DYNAMIC_ONLY.has(key.toLowerCase()))
    .map(each => ({ ...each, key: `local.postgresql.parameters.${each.key}` }));
}

/** True for a text that a template, a variable or a person fills in. */
export function isVariable(text: string): boolean {
  return isHidden(text) || /\$[{(A-Z]|<[a-z_ -]+>|%\{|^#?FIXME/i.test(text);
}

/** The same with what a variable decides made unknown: `${TTL}`. */
function told(written: readonly Written[]): Written[] {
  return written.map(each =>
    typeof each.raw === 'string' && /^\$\{?\w+[^}]{0,40}\}?$/.test(each.raw)
      ? { ...each, raw: undefined }
      : each,
  );
}

/** The text of a scalar with where it stands; templates are left in it. */
export function named(source: Source, node: Node | undefined): Named | undefined {
  if (node?.kind !== 'scalar' || node.value === null || node.value === '') return undefined;
  return { text: String(node.value), origin: source.origin(node.span) };
}

function linesIn(source: Source, node: Node | undefined): Named[] {
  return itemsOf(node).flatMap(item => named(source, item) ?? []);
}

/** The first of several addresses, with the port that stands after the last one. */
function addressOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  const text = String(node.value);
  if (isVariable(text) || /^(?:\*|0\.0\.0\.0|\[?::\]?)?(?::|$)/.test(text)) return undefined;
  const [first = ''] = text.split(',');
  const port = /:\d+$/.exec(text)?.[0] ?? '';
  return first.endsWith(port) ? first : `${first}${port}`;
}

/** Where the node stands, as tags of one's own say, and on which machine. */
function siteOf(root: MapNode, address: string | undefined): Site {
  const tags = valueAt(root, 'tags');
  const tag = (...keys: readonly string[]) => {
    for (const key of keys) {
      const value = valueAt(tags, key);
      if (value?.kind === 'scalar' && typeof value.value === 'string' && !isHidden(value.value))
        return value.value;
    }
    return undefined;
  };
  const region = tag('region');
  const zone = tag('zone', 'az', 'availability_zone', 'datacenter', 'data_center', 'dc', 'site');
  const rack = tag('rack');
  const host = address?.replace(/:\d+$/, '');
  const loopback = host === undefined || /^(?:localhost|127\.|\[?::1)/.test(host);
  return {
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(rack === undefined ? {} : { rack }),
    ...(loopback ? {} : { host }),
  };
}

/** Undefined: initdb is not shown, or says nothing of checksums. */
export function checksumsIn(initdb: Node | undefined): boolean | undefined {
  const said = initdb?.kind === 'map' ? initdb.entries : undefined;
  const keys = said
    ? said.map(({ key, value }) => [key, value] as const)
    : itemsOf(initdb).flatMap((item): (readonly [string, Node | undefined])[] =>
        item.kind === 'scalar'
          ? [[String(item.value), undefined]]
          : item.kind === 'map'
            ? item.entries.map(({ key, value }) => [key, value] as const)
            : [],
      );
  for (const [key, value] of keys) {
    if (key === 'no-data-checksums') return false;
    if (key !== 'data-checksums' && key !== 'k') continue;
    if (value?.kind === 'opaque' || (value?.kind === 'scalar' && isHidden(String(value.value))))
      return undefined;
    return value?.kind === 'scalar' ? String(value.value) !== 'false' : true;
  }
  return undefined;
}

/** From a comment (`# Patroni 3.0.2, PostgreSQL 15`), and from folders of PostgreSQL, which are called by version. */
function versionsIn(source: Source, root: MapNode): PatroniData['versions'] {
  const head = source.text.slice(0, 4000);
  const said = (pattern: RegExp): Version | undefined => {
    const found = pattern.exec(head)?.[1];
    return found === undefined ? undefined : parseVersion(found);
  };
  const patroni = said(/#[^\r\n]{0,200}?\bpatroni[ \t]+v?(\d+\.\d+(?:\.\d+)?)/i);
  const folders = ['data_dir', 'bin_dir', 'config_dir'].flatMap(key => {
    const value = entryAt(root, 'postgresql', key)?.value;
    return value?.kind === 'scalar' ? String(value.value) : [];
  });
  const folder = folders
    .map(
      path =>
        /(?:^|[/-])(?:pgsql|postgresql|postgres|pg|pgdata)[/-]?(\d{1,2}(?:\.\d)?)(?:[/-]|$)/i.exec(path)?.[1],
    )
    // `data/postgresql-1` is the first node, and no version.
    .find(each => each !== undefined && Number(each) >= 8);
  const postgres =
    said(/#[^\r\n]{0,200}?\b(?:postgresql|postgres)[ \t]+v?(\d+(?:\.\d+)?)/i) ??
    (folder === undefined ? undefined : parseVersion(folder));
  return { ...(patroni ? { patroni } : {}), ...(postgres ? { postgres } : {}) };
}
