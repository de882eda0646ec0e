import type { Span } from '../text/span.js';
import type { BrokenFile, Cluster } from './model.js';
import type { Fragment } from './module.js';
import type { Source } from './source.js';
import { isSystem } from './systems.js';

/**
 * A config that its syntax does not allow: what starts with it refuses the whole file, while the readers here leave out
 * what is broken. Nothing is said of a template, which becomes such a file when it is filled in.
 * @param found What the readers made of the file: only a file of some system matters.
 */
export function brokenOf(source: Source, found: readonly Fragment[]): readonly Fragment<BrokenFile>[] {
  if (!/\.ya?ml$/.test(source.name) || !found.some(({ system }) => isSystem(system))) return [];
  const [first] = source.yamlErrors;
  if (first === undefined || STRICTER.test(first.message) || FILLED_IN.test(source.text)) return [];
  const origin = source.origin(lineAt(source.text, first.span.start));
  const problem = first.message.replace(/[.:\s]+$/, '');
  return [{ system: 'broken', uri: source.uri, origin, data: { origin, problem } }];
}

/** Clusters with files that are broken know them. */
export function withBroken(clusters: readonly Cluster[], fragments: readonly Fragment[]): readonly Cluster[] {
  const files = new Map<string, BrokenFile>();
  for (const { system, uri, data } of fragments) if (system === 'broken') files.set(uri, data as BrokenFile);
  if (files.size === 0) return clusters;
  return clusters.map(cluster => {
    const broken = cluster.sources.flatMap(uri => files.get(uri) ?? []);
    return broken.length === 0 ? cluster : { ...cluster, broken };
  });
}

/** Marks of templates and of scripts that fill a file in: of Jinja, Helm, ERB, `@NAME@`, `%NAME%`, `<NAME>`, `__NAME__`. */
const FILLED_IN =
  /\{\{|\{%|<%|@[A-Za-z_][\w.-]*@|%[A-Z_][A-Z0-9_]*%|\$\(|^<<<<<<< |:\s*<[A-Za-z_ -]+>\s*$|\b__[A-Z][A-Z0-9_]*__\b|^\s*\$\{[^}]*\}\s*$/m;

/** What YAML 1.2 forbids and PyYAML and libyaml take: brackets and quotes that end further left than they begin. */
const STRICTER = /^Flow |^Missing closing/;

/** From an offset to the end of its line; where nothing follows, the last line that says something. */
function lineAt(text: string, offset: number): Span {
  const said = text.trimEnd().length;
  const start = offset < said ? offset : text.lastIndexOf('\n', Math.max(0, said - 1)) + 1;
  const length = text.slice(start).search(/\r?\n|$/);
  return { start, end: Math.max(start + length, Math.min(start + 1, text.length)) };
}
