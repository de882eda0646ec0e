import { documentUnit } from '../../documents/unit.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';
import type { Mention, PlacingData, Untold } from './model.js';
import { placedBy, tasksIn } from './tasks.js';
import { valuesIn } from './values.js';
import { masked, namesIn, uncommented } from './words.js';

/**
 * What a file tells of the files that something puts in place: tasks and variables of Ansible, and any script or manifest that
 * names a file below `templates/` or `files/`.
 */
export function placingOf(source: Source): readonly Fragment<PlacingData>[] {
  const { uri, text, path } = source;
  if (text.length > MAX_TEXT || source.embedding !== undefined) return [];
  const data =
    ofAnsible(uri, text, path) ?? ofTemplate(uri, text) ?? ofInventory(text, path) ?? ofOthers(text);
  if (data === undefined) return [];
  // Nothing of it is ever pointed at: its text is not kept.
  const origin = { unit: documentUnit(uri, ''), span: { start: 0, end: 0 } };
  return [{ system: 'placing', uri, origin, data }];
}

const MAX_TEXT = 200_000;

function ofAnsible(uri: string, text: string, path: string): PlacingData | undefined {
  if (!/\.ya?ml$/.test(path)) return undefined;
  const place = /^(.*)\/(tasks|handlers|defaults|vars|meta)\/(.+)$/i.exec(uri);
  const isPlay = place === null && PLAY.test(text);
  if (place === null && !isPlay && !VARIABLES.test(path)) return undefined;
  const kind = place?.[2]?.toLowerCase();
  const lines = uncommented(text);
  const mentions: Mention[] = [];
  const untold: Untold[] = [];
  if (kind === 'tasks' || kind === 'handlers' || isPlay) {
    for (const task of tasksIn(lines)) {
      const placed = placedBy(task);
      mentions.push(...placed.mentions);
      if (placed.untold !== undefined) untold.push(placed.untold);
    }
  } else for (const line of lines) mentions.push(...namesIn(masked(line), undefined).filter(isTold));
  return {
    ...(place === null ? {} : { role: place[1]! }),
    ...(kind === 'tasks' || kind === 'handlers'
      ? { tasks: `${kind === 'tasks' ? '' : 'handlers/'}${place![3]!.toLowerCase()}` }
      : {}),
    mentions: unique(mentions),
    untold,
    values: valuesIn(lines),
    defines: place === null || kind === 'tasks' ? [] : variablesIn(lines),
    runs: runIn(lines),
  };
}

const PLAY =
  /^-[ \t]+(?:hosts|import_playbook|include)[ \t]*:|^-[ \t][^\n]*\n(?:[ \t][^\n]*\n){0,20}?[ \t]+hosts[ \t]*:/m;
const VARIABLES = /\/(?:group_vars|host_vars|inventor(?:y|ies)|environments?|vars)\//;

/** Of variables a pattern with a name in it would be true of much. */
function isTold({ path }: Mention): boolean {
  return !path.includes('*') || /(?:templates|files)\/|\.j2$/.test(path);
}

function variablesIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => /^(\w+)[ \t]*:/.exec(line)?.[1] ?? []);
}

/** Roles and files of tasks that a file carries out. */
function runIn(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const run =
      /^\s*(?:-\s+)?(?:ansible\.builtin\.)?(include_tasks|import_tasks|include|include_role|import_role)\s*:\s*(.*)$/.exec(
        lines[i]!,
      );
    if (run === null) continue;
    const rest = [run[2]!, ...lines.slice(i + 1, i + 5)].map(masked).join('\n');
    const isRole = run[1]!.endsWith('role');
    const name = isRole
      ? /(?:^|\s)name\s*[:=]\s*["']?([\w.*/-]+)/.exec(rest)?.[1]
      : (/^\s*["']?([\w.*/-]+\.ya?ml)/.exec(rest)?.[1] ?? /\bfile\s*[:=]\s*["']?([\w.*/-]+)/.exec(rest)?.[1]);
    found.push(`${isRole ? 'role' : 'tasks'}:${name?.toLowerCase() ?? '*'}`);
  }
  return [...found, ...begunIn(lines)];
}

/** Files that a role of another place is begun with: `tasks_from: configure`. */
function begunIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap(line => {
    if (!line.includes('tasks_from')) return [];
    const name = /\btasks_from["']?\s*[:=]\s*["']?([\w.*/-]+)/.exec(masked(line))?.[1];
    return [`from:${name?.toLowerCase() ?? '*'}`];
  });
}

/** What an inventory, or a command with variables (`-e kind=etcd`), gives to variables of templates. */
function ofInventory(text: string, path: string): PlacingData | undefined {
  if (
    !/\.ini$|inventor(?:y|ies)\/|\/(?:hosts|inventory)$/.test(path) &&
    !/--extra-vars|ansible-playbook/.test(text)
  )
    return undefined;
  const others = ofOthers(text) ?? { mentions: [], untold: [], defines: [], runs: [] };
  return { ...others, values: valuesIn(uncommented(text)) };
}

/** What a template includes: `{% include 'dcs/' + kind + '.yml.j2' %}`. */
function ofTemplate(uri: string, text: string): PlacingData | undefined {
  const at = uri.lastIndexOf('/templates/');
  if (at === -1 || !text.includes('{%')) return undefined;
  const mentions: Mention[] = [];
  const untold: Untold[] = [];
  for (const [, what] of text.matchAll(INCLUDE)) {
    const parts = [...what!.matchAll(/["']([^"']+)["']/g)].map(([, part]) => part!.toLowerCase());
    for (const part of parts) mentions.push({ path: part.startsWith('.') ? `*${part}` : part });
    if (parts.length === 0) untold.push({ shelf: 'templates' });
  }
  if (mentions.length === 0 && untold.length === 0) return undefined;
  return { role: uri.slice(0, at), mentions: unique(mentions), untold, defines: [], runs: [] };
}

const INCLUDE = /\{%[-+]?\s*(?:include|import|extends|from)\s([^%]{1,300})%\}/g;

/** `cp roles/db/files/my.cnf`, `COPY templates/redis.conf`, `./ansible/files/a.conf:/etc/a.conf`. */
function ofOthers(text: string): PlacingData | undefined {
  const runs = RUNS.test(text) ? runIn(uncommented(text)) : [];
  if (runs.length === 0 && !text.includes('templates/') && !text.includes('files/')) return undefined;
  const mentions = uncommented(text).flatMap(line =>
    /(?:templates|files)\//.test(line)
      ? namesIn(masked(line), undefined).filter(({ path }) => /(?:templates|files)\//.test(path))
      : [],
  );
  return mentions.length === 0 && runs.length === 0
    ? undefined
    : { mentions: unique(mentions), untold: [], defines: [], runs };
}

/** Files of tasks that no role and no play holds. */
const RUNS = /\btasks_from\b|\b(?:include|import)_tasks\b/;

function unique(mentions: readonly Mention[]): readonly Mention[] {
  return [...new Map(mentions.map(each => [`${each.shelf ?? ''} ${each.path}`, each])).values()];
}
