import {
  readShell,
  type ShellCommand,
  type ShellWord,
  shellWords,
} from '../../documents/readers/shell-words.js';
import type { Named } from '../model.js';
import { Source } from '../source.js';
import { baseName, commandLine } from './command.js';
import { containerOf } from './docker-run.js';
import type { EnvValue, ServiceDraft, StartedServices } from './model.js';
import { isUntold, substituted } from './substitute.js';

/** A unit of systemd, or a part that is dropped in beside it. */
export function readUnit(source: Source): StartedServices | undefined {
  if (!/\.service(?:\.[a-z0-9]+){0,2}$/.test(source.name) && !/\.service\.d\/[^/]+\.conf$/.test(source.path))
    return undefined;
  const env = new Map<string, EnvValue>();
  const envFiles: Named[] = [];
  const lines: Named[][] = [];
  for (const { key, start, end } of directives(source.text)) {
    if (key === 'Environment') {
      for (const { text, span } of shellWords(source.text, start, end)) {
        const equals = text.indexOf('=');
        if (equals <= 0) continue;
        const quoted = /["']/.test(source.text[span.start] ?? '') ? 1 : 0;
        const from = span.start + quoted;
        const value = text.slice(equals + 1);
        const origin = source.origin({ start: from + equals + 1, end: span.end - quoted });
        const keyOrigin = source.origin({ start: from, end: from + equals });
        const untold = isUntold(value) || SPECIFIER.test(value);
        env.set(
          text.slice(0, equals),
          untold ? { text: '', hidden: true, origin, keyOrigin } : { text: value, origin, keyOrigin },
        );
      }
    } else if (key === 'EnvironmentFile') {
      const text = source.text.slice(start, end).trim().replace(/^-/, '');
      if (text !== '') envFiles.push({ text, origin: source.origin({ start, end }) });
    } else if (key === 'ExecStart' && start < end) {
      const prefix = /^[-@:+!]*/.exec(source.text.slice(start, Math.min(end, start + 8)))![0].length;
      lines.push(placedWords(source, start + prefix, end));
    }
  }
  if (lines.length === 0 && env.size === 0) return { services: [], embedded: [] };
  // What such a file says goes over `Environment=`, wherever the two stand (systemd.exec(5)), and it is on the machine.
  if (envFiles.length > 0) for (const [key, value] of env) env.set(key, { ...value, text: '', hidden: true });
  const known = new Map(
    [...env].flatMap(([key, value]) => (value.hidden ? [] : [[key, value.text] as const])),
  );
  const words = (lines.at(-1) ?? []).map(word => ({
    ...word,
    text: specified(substituted(word.text, known)),
  }));
  const name = source.name.replace(/\.service.*$/, '').replace(/@$/, '');
  return { services: [draft(source, 'systemd', name, source.top, words, env, envFiles)], embedded: [] };
}

/** `%m`, `%H`, `%i`: systemd fills in the machine, its host, the instance (systemd.unit(5)). `%%` is a per cent sign. */
const SPECIFIER = /(?<!%)(?:%%)*%[a-zA-Z]/;

/** A word of which systemd decides a part, as a variable: nothing may be claimed of it. */
function specified(text: string): string {
  return text.includes('%')
    ? text.replace(/%([a-zA-Z%])/g, (_, letter: string) => (letter === '%' ? '%' : `\${specifier_${letter}}`))
    : text;
}

/** One process a line: `etcd1: bin/etcd --name etcd1`. */
export function readProcfile(source: Source): StartedServices | undefined {
  if (!/^procfile(?:\.[\w.-]+)?$/.test(source.name)) return undefined;
  const services: ServiceDraft[] = [];
  for (const found of source.text.matchAll(/^([A-Za-z0-9][\w.-]{0,100})[ \t]*:[ \t]*(?=\S)/gm)) {
    if (services.length >= MAX_SERVICES) break;
    const start = found.index + found[0].length;
    const end = lineEnd(source.text, start);
    const origin = source.origin({ start: found.index, end: found.index + found[1]!.length });
    services.push(draft(source, 'procfile', found[1]!, origin, placedWords(source, start, end)));
  }
  return { services, embedded: [] };
}

/** A shell script: each command that is no helper's is a service, and each here document that goes to a file a file. */
export function readScript(source: Source): StartedServices | undefined {
  if (
    !/\.(?:sh|bash|zsh)(?:\.[a-z0-9]+)?$/.test(source.name) &&
    !/^#!.*\b(?:ba|da|z|k)?sh\b/.test(source.text.slice(0, 80))
  )
    return undefined;
  const known = new Map<string, string>();
  const services: ServiceDraft[] = [];
  const embedded: Source[] = [];
  const commands = readShell(source.text);
  for (const [i, command] of commands.entries()) {
    if (services.length >= MAX_SERVICES) break;
    const words = command.words.map(word => {
      const { text, origin } = placedWord(source, word);
      return { text: word.expands ? substituted(text, known) : text, origin };
    });
    assign(words, known);
    const file = fileOf(source, command, commands[i + 1], known);
    if (file !== undefined) embedded.push(file);
    const line = commandLine(source, unprefixed(words));
    const first = line.args[0];
    if (first === undefined || !/^[\w./-]+$/.test(first.text)) continue;
    services.push(
      containerOf(source, line.args) ?? draft(source, 'shell', baseName(first.text), first.origin, line.args),
    );
  }
  return { services, embedded };
}

const MAX_SERVICES = 500;

function draft(
  source: Source,
  from: ServiceDraft['from'],
  name: string,
  origin: Named['origin'],
  words: readonly Named[],
  env: ReadonlyMap<string, EnvValue> = new Map(),
  envFiles: readonly Named[] = [],
): ServiceDraft {
  return {
    source,
    from,
    name,
    origin,
    hosts: [name],
    env,
    envFiles,
    ...commandLine(source, words),
    files: [],
    ports: [],
    replicas: 1,
    labels: new Map(),
    site: {},
    spread: [],
    group: source.uri,
  };
}

function placedWords(source: Source, start: number, end: number): Named[] {
  return shellWords(source.text, start, end).map(word => placedWord(source, word));
}

/** A word without the quotes around it. */
function placedWord(source: Source, { text, span }: ShellWord): Named {
  const bare = span.end - span.start - text.length === 2 && source.text.startsWith(text, span.start + 1);
  return { text, origin: source.origin(bare ? { start: span.start + 1, end: span.end - 1 } : span) };
}

/** `key=value` of a unit file, where a backslash at the end goes on in the next line. */
function* directives(text: string): Generator<{ key: string; start: number; end: number }> {
  for (const found of text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*/gm)) {
    const start = found.index + found[0].length;
    yield { key: found[1]!, start, end: lineEnd(text, start) };
  }
}

/** End of the line, or of the last that it goes on in. */
function lineEnd(text: string, start: number): number {
  for (let at = start; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const last = text[end - 1] === '\r' ? end - 2 : end - 1;
    if (text[last] !== '\\' || last < start) return text[end - 1] === '\r' ? end - 1 : end;
    at = end + 1;
  }
}

/** `NAME=value` on its own, `export NAME=value`: known from here on where the value is. */
function assign(words: readonly Named[], known: Map<string, string>): void {
  const rest = /^(?:export|local|readonly|declare)$/.test(words[0]?.text ?? '') ? words.slice(1) : words;
  if (known.size > 1000 || !rest.every(({ text }) => /^[A-Za-z_]\w*=/.test(text))) return;
  for (const { text } of rest) {
    const equals = text.indexOf('=');
    const value = text.slice(equals + 1);
    const name = text.slice(0, equals);
    // A name that is given twice is not sure to hold either.
    if (known.has(name) || isUntold(value) || value.length > 2000) known.set(name, `\${${name}}`);
    else known.set(name, value);
  }
}

function unprefixed(words: readonly Named[]): readonly Named[] {
  let i = 0;
  while (i < words.length && (SKIPPED.has(words[i]!.text) || /^[A-Za-z_]\w*=/.test(words[i]!.text))) i++;
  return words.slice(i);
}

const SKIPPED: ReadonlySet<string> = new Set([
  'exec',
  'nohup',
  'sudo',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  '{',
  'time',
  'setsid',
  'export',
  'local',
]);

/** `cat > /etc/redis.conf <<EOF`, `tee /etc/my.cnf <<EOF`, `cat <<EOF | sudo tee /etc/my.cnf`. */
function fileOf(
  source: Source,
  command: ShellCommand,
  next: ShellCommand | undefined,
  known: ReadonlyMap<string, string>,
): Source | undefined {
  const { heredoc } = command;
  if (heredoc === undefined) return undefined;
  const path = command.into?.text ?? teeTarget(command) ?? (next === undefined ? undefined : teeTarget(next));
  if (path === undefined) return undefined;
  const { start, end } = heredoc;
  return new Source(source.uri, source.text.slice(start, end), source.unit, {
    path: substituted(path, known),
    place: span => ({ start: start + span.start, end: start + span.end }),
  });
}

function teeTarget({ words }: ShellCommand): string | undefined {
  const tee = words.findIndex(({ text }) => text === 'tee');
  return tee < 0 || tee > 1
    ? undefined
    : words.slice(tee + 1).find(({ text }) => !text.startsWith('-'))?.text;
}
