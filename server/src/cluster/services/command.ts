import { readShell, type ShellWord, shellWords } from '../../documents/readers/shell-words.js';
import type { Node, ScalarNode } from '../../documents/tree.js';
import { itemsOf } from '../../documents/tree.js';
import type { Named } from '../model.js';
import type { Source } from '../source.js';
import { offsetsOf, spanIn } from './scalar-text.js';
import { namedAt, partOf } from './scalars.js';

export interface CommandLine {
  /** Words of the command that stays. */
  readonly args: readonly Named[];
  readonly commands: readonly (readonly Named[])[];
}

/** Words as a container's runtime passes them on: a list as it is, a text split like a shell splits it. */
export function wordsOf(
  source: Source,
  node: Node | undefined,
  fill: (text: string) => string,
): readonly Named[] {
  if (node?.kind === 'scalar') {
    if (typeof node.value !== 'string') return [namedAt(source, node) ?? []].flat();
    return placed(source, node, node.value, shellWords(node.value)).map(filled(fill));
  }
  return itemsOf(node)
    .flatMap(item => namedAt(source, item) ?? [])
    .map(filled(fill));
}

/** A command line; where it runs a shell with a script (`sh -c "…"`), the commands of the script. */
export function commandLine(
  source: Source,
  words: readonly Named[],
  nodes: readonly (Node | undefined)[] = [],
): CommandLine {
  const at = words.findIndex(
    ({ text }, i) => /^-[a-z]{0,5}c[a-z]{0,5}$/.test(text) && words.slice(0, i).some(isShell),
  );
  const script = words[at + 1];
  if (at < 0 || script === undefined) return { args: words, commands: words.length > 0 ? [words] : [] };
  const node = scalarOf(nodes, script.text);
  const commands = readShell(script.text).map(({ words: own }) =>
    node === undefined ? own.map(word => partAt(script, word)) : placed(source, node, script.text, own),
  );
  return mainOf(commands);
}

/** Of several commands, the one that stays: what `exec` runs, else the last that is no helper. */
export function mainOf(commands: readonly (readonly Named[])[]): CommandLine {
  const all = commands.map(stripped).filter(words => words.length > 0);
  const executed = commands.filter(words => words.some(({ text }) => text === 'exec')).at(-1);
  const main =
    executed === undefined
      ? (all.filter(([first]) => !HELPERS.has(baseName(first!.text))).at(-1) ?? all.at(-1))
      : stripped(executed);
  return { args: main ?? [], commands: all };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A word of a text that stands in one piece where `whole` says. */
export function partAt(whole: Named, { text, span }: ShellWord): Named {
  return { text, origin: partOf(whole, span.start, span.end).origin };
}

/** Without what only says how: `exec`, `sudo -u etcd`, `nohup`, `FOO=bar`, `then`. */
function stripped(words: readonly Named[]): readonly Named[] {
  let i = 0;
  for (; i < words.length; i++) {
    const { text } = words[i]!;
    if (text === 'sudo' || text === 'gosu' || text === 'su-exec' || text === 'runuser') {
      if (!/^-/.test(words[i + 1]?.text ?? '')) i += text === 'sudo' ? 0 : 1;
      // `sudo -i -u postgres`: of its flags these have a value.
      while (/^-/.test(words[i + 1]?.text ?? ''))
        i += /^-[ugpCrth]$|^--(?:user|group)$/.test(words[i + 1]!.text) ? 2 : 1;
    } else if (!PREFIXES.has(text) && !/^[A-Za-z_]\w*=/.test(text)) break;
  }
  return words.slice(i);
}

function placed(source: Source, node: ScalarNode, value: string, words: readonly ShellWord[]): Named[] {
  const offsets = offsetsOf(source.text, node, value);
  return words.map(({ text, span }) => {
    const quoted = text !== value.slice(span.start, span.end) && text.length === span.end - span.start - 2;
    const [from, to] = quoted ? [span.start + 1, span.end - 1] : [span.start, span.end];
    return { text, origin: source.origin(spanIn(node, offsets, from, to)) };
  });
}

function filled(fill: (text: string) => string) {
  return (word: Named): Named => {
    const text = fill(word.text);
    return text === word.text ? word : { ...word, text };
  };
}

function scalarOf(nodes: readonly (Node | undefined)[], value: string): ScalarNode | undefined {
  for (const node of nodes) {
    const all = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
    for (const each of all) if (each.kind === 'scalar' && each.value === value) return each;
  }
  return undefined;
}

function isShell({ text }: Named): boolean {
  return /^(?:ba|da|a|z)?sh$/.test(baseName(text));
}

const PREFIXES: ReadonlySet<string> = new Set([
  'exec',
  'nohup',
  'env',
  'time',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  '{',
  'command',
  'setsid',
  'tini',
  '--',
]);

const HELPERS: ReadonlySet<string> = new Set([
  'echo',
  'sleep',
  'cp',
  'mv',
  'mkdir',
  'chmod',
  'chown',
  'cat',
  'set',
  'export',
  'true',
  'false',
  'wait',
  'tail',
  'test',
  '[',
  '[[',
  'fi',
  'done',
  'esac',
  '}',
  'trap',
  'rm',
  'ln',
  'sed',
  'grep',
  'awk',
  'printf',
  'local',
  'return',
  'exit',
  'curl',
  'wget',
  'nc',
  'for',
  'case',
  'source',
  '.',
  'cd',
  'touch',
  'ls',
  'hostname',
  'envsubst',
  'apt-get',
  'apk',
  'yum',
  'pip',
  'ulimit',
  'sysctl',
]);
