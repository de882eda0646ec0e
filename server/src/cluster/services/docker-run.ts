import type { Named } from '../model.js';
import type { Source } from '../source.js';
import { commandLine } from './command.js';
import type { EnvValue, ServiceDraft, ServiceFile } from './model.js';
import { partOf } from './scalars.js';
import { isUntold } from './substitute.js';

/** `docker run --name n -e A=b image command`; undefined for other commands. */
export function containerOf(source: Source, words: readonly Named[]): ServiceDraft | undefined {
  const program = words[0]?.text.replace(/^.*\//, '');
  if (program !== 'docker' && program !== 'podman' && program !== 'nerdctl') return undefined;
  const verb = words[1]?.text === 'container' ? 2 : 1;
  if (words[verb]?.text !== 'run' && words[verb]?.text !== 'create') return undefined;
  const env = new Map<string, EnvValue>();
  const envFiles: Named[] = [];
  const files: ServiceFile[] = [];
  const hosts: string[] = [];
  const ports: number[] = [];
  const published: number[] = [];
  let isHost = false;
  let i = verb + 1;
  for (; i < words.length; i++) {
    const word = words[i]!;
    if (!word.text.startsWith('-')) break;
    const equals = word.text.startsWith('--') ? word.text.indexOf('=') : -1;
    const flag = equals < 0 ? word.text : word.text.slice(0, equals);
    if (flag === '-P' || flag === '--publish-all') isHost = true;
    if (equals < 0 && (SWITCHES.has(flag) || /^-[ditP]+$/.test(flag))) continue;
    const value = equals < 0 ? words[++i] : partOf(word, equals + 1);
    if (value === undefined) break;
    if (flag === '-e' || flag === '--env') addEnv(env, value);
    else if (flag === '--env-file') envFiles.push(value);
    else if (['--name', '--hostname', '-h', '--network-alias', '--net-alias', '--ip'].includes(flag))
      hosts.push(value.text);
    else if (flag === '-v' || flag === '--volume') {
      const parts = /^([^:]+):([^:]+)/.exec(value.text);
      if (parts && /^[.~/$]/.test(parts[1]!))
        files.push({ hostPath: parts[1]!.replace(/^\$\(?PWD\)?/i, '.'), containerPath: parts[2]! });
    } else if (flag === '-p' || flag === '--publish' || flag === '--expose') {
      const port = /(\d{1,5})(?:\/\w+)?$/.exec(value.text)?.[1];
      if (port !== undefined) ports.push(Number(port));
      if (port !== undefined && flag !== '--expose' && !/^(?:127\.|localhost|\[::1\])/.test(value.text))
        published.push(Number(port));
    } else if (flag === '--network' || flag === '--net') {
      // The network of the machine, and one whose driver may give addresses that all reach, or is told elsewhere.
      isHost ||= value.text === 'host' || isUntold(value.text);
    }
  }
  const image = words[i];
  if (image === undefined) return undefined;
  const name = hosts[0] ?? image.text;
  return {
    source,
    from: 'shell',
    name,
    origin: image.origin,
    hosts: hosts.filter(host => !isUntold(host)),
    image,
    env,
    envFiles,
    ...commandLine(source, words.slice(i + 1)),
    files,
    ports,
    ...(isHost ? {} : { published }),
    replicas: 1,
    labels: new Map(),
    site: {},
    spread: [],
    group: source.uri,
  };
}

function addEnv(env: Map<string, EnvValue>, word: Named): void {
  const equals = word.text.indexOf('=');
  const key = partOf(word, 0, equals < 0 ? word.text.length : equals);
  const value = equals < 0 ? undefined : partOf(word, equals + 1);
  env.set(
    key.text,
    value === undefined || isUntold(value.text)
      ? { text: '', hidden: true, origin: (value ?? word).origin, keyOrigin: key.origin }
      : { ...value, keyOrigin: key.origin },
  );
}

/** Options of `docker run` that take no value. */
const SWITCHES: ReadonlySet<string> = new Set([
  '-d',
  '--detach',
  '-i',
  '--interactive',
  '-t',
  '--tty',
  '--rm',
  '--init',
  '--privileged',
  '-P',
  '--publish-all',
  '--read-only',
  '--no-healthcheck',
  '--oom-kill-disable',
  '--sig-proxy',
  '-it',
  '-dit',
  '-q',
  '--quiet',
  '--replace',
]);
