import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import { readSchedule } from '../../../../server/src/simulate/schedule/index.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { clustersIn } from '../../support/clusters.js';

export const FIXTURES = resolve(__dirname, '../../../fixtures/simulate/export');
const LAB = resolve(__dirname, '../../../fixtures/clusters/lab');

/** The clusters of a folder of real configs; the first is the one that is no coordination service. */
export function labClusters(scenario: string): readonly [Cluster, ...Cluster[]] {
  const files = readdirSync(join(LAB, scenario), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  const all = clustersIn(
    Object.fromEntries(
      files.map(path => [`file:///${path.slice(LAB.length + 1)}`, readFileSync(path, 'utf8')]),
    ),
  );
  const kept = new Set(all.map(({ coordination }) => coordination?.cluster));
  const main = all.find(({ id }) => !kept.has(id))!;
  return [main, ...all.filter(each => each !== main)];
}

/** The schedule of a text, in order. */
export function scheduleOf(text: string): Schedule {
  const { schedule, problems } = readSchedule(text);
  assert.deepEqual(problems, []);
  return schedule;
}

/** What a shell says of the syntax of a script: nothing. */
export function shellProblems(script: string): string {
  const { stderr, status } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
  return status === 0 ? '' : stderr || `status ${status}`;
}

/** Programs that write down how they are called, in place of those that touch anything. */
const STUBS: Readonly<Record<string, string>> = {
  // Its last arguments are a host and a command; standard input is only given to what reads it.
  ssh: `for last; do :; done
shift $(($# - 2))
case $last in *'nft -f -' | *'sh -s') text=$(cat) ;; *) text= ;; esac
printf '%s: %s\\n%s\\n' "$1" "$last" "$text" >>"$RUN_LOG"`,
  'toxiproxy-cli': `printf '%s\\n' "$*" >>"$RUN_LOG"`,
  sleep: `printf 'sleep\\n' >>"$RUN_LOG"`,
  // The host with this address leads.
  curl: 'for last; do :; done\ncase $last in *10.77.0.11:*) exit 0 ;; esac\nexit 22',
};

export interface Run {
  readonly status: number | null;
  /** How the programs were called. */
  readonly calls: string;
  readonly output: string;
  readonly messages: string;
  /** Files that were there in the end, beside those of the test. */
  readonly left: readonly string[];
}

/** Runs a script in a folder of its own, with no program in reach that touches anything. */
export function runScript(
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Run {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-export-'));
  try {
    for (const [name, body] of Object.entries(STUBS)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    }
    writeFileSync(join(folder, 'script'), script);
    const log = join(folder, 'log');
    const { status, stdout, stderr } = spawnSync('sh', ['./script', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, PATH: `${folder}:${process.env.PATH}`, RUN_LOG: log },
    });
    const own = new Set([...Object.keys(STUBS), 'script', 'log']);
    return {
      status,
      calls: existsSync(log) ? readFileSync(log, 'utf8') : '',
      output: stdout,
      messages: stderr,
      left: readdirSync(folder).filter(name => !own.has(name)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with the brackets and strings of a Clojure file; undefined: nothing. */
export function clojureProblem(text: string): string | undefined {
  const open: string[] = [];
  const tokens = /;[^\n]*|#?"(?:[^"\\]|\\.)*"|[()[\]{}]|[^\s()[\]{}";]+|"|\s+/gs;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '"') return 'a string does not end';
    if (token.startsWith('"') && /\\(?![tnrbf"\\]|u[0-9a-f]{4})/.test(token.replaceAll('\\\\', ''))) {
      return `no escape of Clojure: ${token}`;
    }
    if ('([{'.includes(token)) open.push({ '(': ')', '[': ']', '{': '}' }[token]!);
    else if (')]}'.includes(token) && open.pop() !== token) return `${token} closes nothing`;
  }
  return open.length === 0 ? undefined : `${open.at(-1)} is missing`;
}
