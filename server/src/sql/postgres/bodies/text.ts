import type { CreateFunctionStmt, Node } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { Reading } from '../../reading.js';
import { takeTree, treeOf } from '../tree.js';

/** The text of a routine's body, as long as what stands in the piece. */
export interface BodyText {
  readonly sql: string;
  /** The same as it stands there: quotes in it may be doubled. */
  readonly original: string;
  /** Where it begins in the piece. */
  readonly base: number;
}

/**
 * Text of a body at the offsets that it has in the piece: in a body between single quotes each doubled quote becomes
 * a blank and a quote.
 */
export function bodyText(text: string, span: Span): BodyText {
  const raw = text.slice(span.start, span.end);
  if (text[span.start - 1] !== "'") return { sql: raw, original: raw, base: span.start };
  let opening = false;
  const sql = raw.replaceAll("''", () => {
    opening = !opening;
    return opening ? " '" : "' ";
  });
  return { sql, original: raw, base: span.start };
}

/** Names of the parameters that a call gives values to. Those of results may be called like columns. */
export function parameterNames(text: string, reading: Reading): string[] {
  const { start, end } = reading.span;
  const sql = text.slice(start, end);
  const node = (takeTree(reading) ?? treeOf({ sql, original: sql, base: start }))?.node as
    | { CreateFunctionStmt?: CreateFunctionStmt }
    | undefined;
  return (node?.CreateFunctionStmt?.parameters ?? []).flatMap((parameter: Node) => {
    if (!('FunctionParameter' in parameter)) return [];
    const { name, mode } = parameter.FunctionParameter;
    return name === undefined || mode === 'FUNC_PARAM_TABLE' || mode === 'FUNC_PARAM_OUT' ? [] : [name];
  });
}
