import { joinFragments, MODULES, readSource, Source } from '../../server/src/cluster/index.js';
import { RULES } from '../../server/src/rules/index.js';
import { fixesOf } from '../../server/src/rules/rule.js';
import { checkCluster, clusterRules } from '../../server/src/rules/runner/clusters.js';
import { Random } from '../recall/site.js';

/** Config files that belong together, by name. */
export type Workspace = Readonly<Record<string, string>>;

export interface ConfigFailure {
  readonly files: Workspace;
  readonly what: string;
}

export interface ConfigFuzz {
  readonly rounds: number;
  readonly failures: readonly ConfigFailure[];
  /** Longest time in ms that one workspace took. */
  readonly slowest: number;
}

const rules = clusterRules({
  rules: Object.fromEntries(RULES.filter(rule => rule.severity === 'off').map(rule => [rule.id, 'hint'])),
});

/** The examples of the rules on clusters: one workspace or more of every system. */
export function exampleWorkspaces(): Workspace[] {
  return RULES.filter(rule => rule.on === 'cluster').flatMap(rule =>
    [...rule.bad, ...rule.good].flatMap(example => (example.files === undefined ? [] : [example.files])),
  );
}

/**
 * Breaks workspaces at random and reads them: nothing may throw, point outside of its file, or take longer
 * than the limit (none for tests: a busy machine is slow).
 */
export function fuzzConfigs(
  workspaces: readonly Workspace[],
  rounds: number,
  seed: number,
  limitMs = Number.POSITIVE_INFINITY,
): ConfigFuzz {
  const random = new Random(seed);
  const failures: ConfigFailure[] = [];
  let slowest = 0;
  for (let round = 0; round < rounds; round++) {
    const files: Record<string, string> = { ...pick(random, workspaces) };
    const names = Object.keys(files);
    for (let edits = 1 + random.below(3); edits > 0; edits--) {
      const name = pick(random, names);
      files[name] = mutated(files[name]!, random, workspaces);
    }
    const started = Date.now();
    const what = readAll(files);
    const took = Date.now() - started;
    slowest = Math.max(slowest, took);
    if (what !== undefined) failures.push({ files, what });
    else if (took > limitMs) failures.push({ files, what: `took ${took} ms` });
  }
  return { rounds, failures, slowest };
}

/** Reads a workspace with everything that is on; what went wrong, or undefined. */
export function readAll(files: Workspace): string | undefined {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  try {
    const fragments = Object.entries(files).flatMap(([uri, text]) =>
      readSource(new Source(uri, text), MODULES, say, name =>
        files[name] === undefined ? undefined : new Source(name, files[name]),
      ),
    );
    const { clusters } = joinFragments(fragments, MODULES, say);
    for (const cluster of clusters) {
      if (cluster.members.length > 2000) return `${cluster.members.length} members`;
      // Asked of the modules themselves: `guaranteesOf` keeps their faults from the editor.
      for (const module of MODULES)
        if (module.system === cluster.system || module.also?.includes(cluster.system))
          module.guarantees?.(cluster);
      const context = { clusters, schemas: [], objectives: {} };
      for (const finding of checkCluster(cluster, rules, context, say)) {
        for (const origin of [finding.origin, ...(finding.related ?? []).map(each => each.origin)]) {
          const { unit, span } = origin;
          if (span.start < 0 || span.end > unit.piece.text.length || span.start > span.end)
            return `${finding.rule} points to ${span.start}-${span.end} of ${unit.piece.text.length}`;
        }
        fixesOf(finding);
        finding.tradeOff?.();
      }
    }
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return log[0];
}

function mutated(text: string, random: Random, workspaces: readonly Workspace[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(40));
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(16)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + pick(random, ODD) + text.slice(at);
    case 3:
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    case 4:
      return text.replace(/\r?\n/g, '\r\n');
    case 5:
      return `\uFEFF${text}`;
    case 6:
      return text.replace(/^ +/gm, indent => '\t'.repeat(indent.length));
    case 7:
      return lines.filter((_, i) => i !== line).join('\n');
    case 8:
      return text.replace(/\d+/, () => pick(random, HUGE));
    case 9: {
      const numbers = [...text.matchAll(/\d+/g)];
      if (numbers.length === 0) return text;
      const found = pick(random, numbers);
      return text.slice(0, found.index) + pick(random, HUGE) + text.slice(found.index + found[0].length);
    }
    case 10: {
      // A value of another type.
      const colon = [...text.matchAll(/[:=][ \t]*(\S[^\r\n]*)/g)];
      if (colon.length === 0) return text;
      const found = pick(random, colon);
      const start = found.index + found[0].length - found[1]!.length;
      return text.slice(0, start) + pick(random, VALUES) + text.slice(start + found[1]!.length);
    }
    case 11:
      return text + BOMB;
    case 12: {
      const other = pick(random, Object.values(pick(random, workspaces)));
      return text.slice(0, at) + other.slice(random.below(other.length + 1));
    }
    case 13:
      return `${text}\n${'['.repeat(300)}${'{"a":'.repeat(300)}`;
    case 14:
      return text.replace(/['"]/, '');
    default:
      return lines.reverse().join('\n');
  }
}

/** Aliases of aliases: nine levels of nine would be four hundred million values. */
const BOMB = `\nbomb0: &b0 [x, x, x, x, x, x, x, x, x]\n${[1, 2, 3, 4, 5, 6, 7, 8]
  .map(
    n =>
      `bomb${n}: &b${n} [${Array(9)
        .fill(`*b${n - 1}`)
        .join(', ')}]`,
  )
  .join('\n')}\nself: &self\n  again: *self\n`;

const ODD = [
  '\u0000',
  '\uD800',
  '"',
  "'",
  '`',
  '\\',
  '{{ x }}',
  '${X}',
  '&a',
  '*a',
  '<<: *a',
  '---\n',
  '[',
  ']',
  '{',
  '}',
  '#',
  ';',
  '=',
  ':',
  '- ',
  '\t',
  '\u2028',
  'é',
  '💥',
  '%',
  '!Ref x',
  '<!--',
  ']]>',
  '\n\n\n',
  'true',
  'null',
  ',',
  '\r',
];

const HUGE = [
  '0',
  '-1',
  '999999999999999999999',
  '1e309',
  '0x7fffffff',
  '1.5',
  '٣',
  '',
  '00',
  '4294967296',
  '-0',
];

const VALUES = [
  '[]',
  '{}',
  'null',
  '~',
  '[1, [2, [3]]]',
  '{a: {b: c}}',
  'true',
  '"',
  '|\n  text',
  '>-\n  folded',
  '!!binary x',
  '1,2,,3',
  'a'.repeat(20_000),
  '*missing',
  '&x',
  '@@',
  "'s1', 's2'",
];

function pick<T>(random: Random, items: readonly T[]): T {
  return random.pick(items)!;
}
