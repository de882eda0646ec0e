import type { Mention, Shelf, Untold } from './model.js';
import { isEndingAlone, isFile, isUntoldName, masked, namesIn } from './words.js';

/** What one task puts in place. */
export interface Placed {
  readonly mentions: readonly Mention[];
  readonly untold?: Untold;
}

/**
 * Lines of a file of tasks, one list per task: from the line that begins it to the next that does. An item of a loop that
 * looks like one becomes a task of its own, and then less is known of the one before it.
 */
export function tasksIn(lines: readonly string[]): readonly (readonly string[])[] {
  const tasks: string[][] = [[]];
  for (const line of lines) {
    const [, key, value = ''] = /^\s*-\s+["']?([\w.]+)["']?\s*:(?:\s+(.*))?$/.exec(line) ?? [];
    const isItem = key !== undefined && OF_ITEMS.test(key) && value !== '' && !value.includes('=');
    if (key !== undefined && !isItem) tasks.push([line]);
    else tasks.at(-1)!.push(line);
  }
  return tasks;
}

const OF_ITEMS = /^(?:src|source|dest|path|file|template|key|value|regexp|line|section|option|[a-z])$/;

/**
 * What a task puts in place, by its modules.
 * See https://docs.ansible.com/ansible/latest/collections/ansible/builtin/template_module.html and copy_module.html beside
 * it; where names are looked for: https://docs.ansible.com/ansible/latest/playbook_guide/playbook_pathing.html.
 */
export function placedBy(task: readonly string[]): Placed {
  // Variables are read, not put in place, whatever their files are called.
  if (task.some(line => READS.test(line))) return { mentions: [] };
  const shelf = shelfOf(task);
  const mentions: Mention[] = [];
  let untold: Untold | undefined;
  const text = task.join('\n');
  // A source that lies on the machine already.
  const isThere = /\bremote_src\s*[:=]\s*["']?(?:yes|true|on|1)\b/i.test(text);
  let inTitle = true;
  for (const line of task) {
    // The title stands first.
    if (inTitle && TITLE.test(line)) continue;
    inTitle = false;
    const own = masked(line).replace(DESTINATIONS, ' ');
    mentions.push(...namesIn(own, shelf));
    const source = isThere ? undefined : sourceIn(own);
    if (source === undefined) continue;
    if (isUntoldName(source)) {
      if (source.endsWith('/') || !/\*/.test(source)) mentions.push(folder(source, shelf));
      else if (!isOtherThing(task, line)) untold = untoldOf(task, line, shelf);
    } else if (!isFile(source)) mentions.push(folder(source, shelf));
  }
  // What is looped over is written out in the task itself.
  const named = mentions.filter(({ path }) => !isEndingAlone(path) && !path.endsWith('/'));
  const isToldByItems = named.length > 0 && /\b(?:with_\w+|loop|first_found|vars)\b/.test(text);
  if (!isToldByItems) return untold === undefined ? { mentions } : { mentions, untold };
  return { mentions: mentions.filter(({ path }) => !/^\*(?:\.(?:j2|jinja2?))?$/.test(path)) };
}

const READS = /^\s*(?:-\s+)?(?:ansible\.builtin\.)?include_vars\s*:/;
const TITLE = /^\s*(?:-\s+)?name\s*:.*\S\s+\S/;

function folder(path: string, shelf: Shelf | undefined): Mention {
  const all = `${path.replace(/\/$/, '').toLowerCase()}/`;
  return shelf === undefined ? { path: all } : { path: all, shelf };
}

function shelfOf(task: readonly string[]): Shelf | undefined {
  const found = new Set<Shelf>();
  for (const line of task) {
    const module = MODULE.exec(line)?.[1];
    if (module !== undefined) found.add(module === 'template' ? 'templates' : 'files');
  }
  return found.size === 1 ? [...found][0] : undefined;
}

const MODULE =
  /^\s*(?:-\s+)?(?:(?:local_)?action\s*:\s*)?(?:ansible\.(?:builtin|windows|posix)\.)?(?:win_)?(template|copy|synchronize|assemble|script)\b\s*(?:[:=\s]|$)/;

/** What stands behind `src` or behind a loop over the files of a folder; a value on the same line. */
function sourceIn(line: string): string | undefined {
  const found =
    /(?:^|[\s,{"'])(?:src|with_fileglob|with_filetree|with_first_found)\s*[:=]\s*["']?([\w.*@+~/-]+)/.exec(
      line,
    );
  return found?.[1]?.toLowerCase().replace(/\*+/g, '*');
}

function untoldOf(task: readonly string[], line: string, shelf: Shelf | undefined): Untold {
  const variable = variableIn(line);
  const dest = task
    .map(each => /\bdest\s*[:=]\s*["']?([\w.*@+~/-]+)/.exec(masked(each))?.[1])
    .find(each => each !== undefined);
  const ending = dest === undefined ? undefined : /\.(\w+)$/.exec(dest)?.[1]?.toLowerCase();
  return {
    ...(shelf === undefined ? {} : { shelf }),
    ...(variable === undefined || /^item$/.test(variable) ? {} : { variable }),
    ...(ending === undefined ? {} : { ending }),
  };
}

/** The variable that a source is, or begins with. */
function variableIn(line: string): string | undefined {
  return /(?:src|with_\w+)\s*[:=]\s*["']?\{\{-?\s*(\w+)/.exec(line)?.[1];
}

/** True for what is no config, is no file of a role, or is named by its default: `{{ file | default('a.conf') }}`. */
function isOtherThing(task: readonly string[], line: string): boolean {
  return (
    task.some(each => OTHER_MODULES.test(each)) ||
    OTHER_THINGS.test(variableIn(line) ?? '') ||
    areOtherThings(task, line) ||
    /\{\{[^}]*\bdefault\(\s*["'][^"'}]*\.\w+["']/.test(line)
  );
}

/** A loop over variables that are all called after such things. */
function areOtherThings(task: readonly string[], line: string): boolean {
  if (variableIn(line) !== 'item') return false;
  const names = [...task.join('\n').matchAll(/\{\{-?\s*(\w+)/g)].flatMap(([, name]) =>
    name === undefined || name === 'item' ? [] : [name],
  );
  return names.length > 0 && names.every(name => OTHER_THINGS.test(name));
}

const OTHER_MODULES =
  /^\s*(?:-\s+)?(?:action\s*:\s*)?(?:ansible\.(?:builtin|posix)\.)?(?:file|mount|fetch|unarchive|stat|get_url|git|lvol|filesystem|alternatives|iptables|apt|yum|dnf|pip|package|uri)\s*:/;
/** Certificates, keys and archives are no configs. */
const OTHER_THINGS = /cert|key|tls|ssl|pem|crt|license|tar|zip|archive|binary|package|rpm|deb|url|jar|_ca\b/i;

const DESTINATIONS =
  /\b(?:dest|path|creates|removes|chdir|validate|regexp?|line|insert(?:after|before)|marker)["']?\s*(?:=\s*(?:"[^"]*"|'[^']*'|\S+)|:\s*(?:"[^"]*"|'[^']*'|[^,}\n]*))/g;
