import { didYouMean, nearest } from '../project/nearest.js';
import type { Catalog } from '../schema/model.js';
import type { SourceUnit } from '../sql/reading.js';
import {
  type Annotation,
  annotationsOf,
  FACT_NAMES,
  type FactProblem,
  misplaced,
} from '../workload/facts/index.js';
import type { FileProblem } from './problem.js';

/** What is wrong with the annotations of some units, at the exact words. */
export function annotationProblems(
  units: Iterable<SourceUnit>,
  catalog: Catalog | undefined,
): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  for (const unit of units) {
    for (const annotation of annotationsOf(unit)) {
      for (const found of [...annotation.problems, ...misplaced(annotation)])
        problems.push(problemOf(unit, found, FACT_NAMES));
      const unknown = catalog && unknownName(annotation, catalog);
      if (unknown) problems.push(problemOf(unit, unknown.problem, unknown.names));
    }
  }
  return problems;
}

/** Names of tables in annotations: what is said of these depends on other statements. */
export function namesIn(unit: SourceUnit): readonly string[] {
  return annotationsOf(unit).flatMap(({ name }) => name?.parts.slice(-2) ?? []);
}

function unknownName(
  { name }: Annotation,
  catalog: Catalog,
): { readonly problem: FactProblem; readonly names: readonly string[] } | undefined {
  if (name === undefined) return undefined;
  const [last = '', before] = name.parts.slice(-2).reverse();
  const folded = name.quoted ? (text: string) => text : (text: string) => text.toLowerCase();
  const means = (text: string): boolean =>
    catalog.tablesNamed(text).length > 0 || catalog.tablesNamed(folded(text)).length > 0;
  if (means(last)) return undefined;
  const tables = [...catalog.allTables()];
  const views = [...catalog.allViews()];
  if (views.some(view => view.name.toLowerCase() === last.toLowerCase())) return undefined;
  const of = before === undefined ? undefined : tables.find(({ name: each }) => each === folded(before));
  if (of !== undefined) {
    const columns = of.columns.map(column => column.name);
    if (of.columnsIncomplete || columns.some(column => column.toLowerCase() === last.toLowerCase()))
      return undefined;
    const message = `\`${of.name}\` has no column \`${last}\`.`;
    return { problem: { span: name.span, message, word: last }, names: columns };
  }
  const message = `No table is called \`${name.parts.join('.')}\`.`;
  return { problem: { span: name.span, message, word: last }, names: tables.map(table => table.name) };
}

function problemOf(
  { piece }: SourceUnit,
  { span, message, replacement, word }: FactProblem,
  names: readonly string[],
): FileProblem {
  const start = piece.start + span.start;
  const end = piece.start + span.end;
  const written = piece.text.slice(span.start, span.end);
  // Of a name in parts only the last is another word.
  const near = word === undefined ? undefined : nearest(word, names);
  const newText =
    replacement ??
    (near === undefined || word === undefined || !written.endsWith(word)
      ? undefined
      : written.slice(0, written.length - word.length) + near);
  return {
    rule: 'annotation-syntax',
    severity: 'warning',
    message: message + (word === undefined ? '' : didYouMean(word, names)),
    start,
    end,
    ...(newText === undefined
      ? {}
      : { fix: { title: `Change to ${newText}`, safe: false, edits: [{ start, end, newText }] } }),
  };
}
