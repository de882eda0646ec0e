import type { A_Const, Node } from 'libpg-query';
import type { Expr } from '../ast/index.js';
import { type Source, strings } from './source.js';
import { CLOSE, OPEN } from './tokens.js';

/** The expression that the tokens `first` to `last` spell and `node` is the tree of. */
export function readExpr(source: Source, node: Node | undefined, first: number, last: number): Expr {
  const span = source.span(first, last);
  const found = { columns: new Set<string>(), functions: new Set<string>() };
  collect(node, found);
  const shape = formOf(node);
  return {
    text: source.text(span),
    span,
    columns: [...found.columns],
    functions: [...found.functions],
    form: shape.form,
    ...(shape.form === 'literal' ? { value: shape.value } : {}),
  };
}

/** The same without the parentheses that the grammar demands around it. */
export function readParenthesised(source: Source, node: Node | undefined, open: number): Expr {
  const close = source.close(open);
  return readExpr(source, node, open + 1, close - 1);
}

/** Last token of an index or partition element's expression that begins at `first`: `(a + b)` or `f(a)`. */
export function elementExprEnd(source: Source, first: number, limit: number): number {
  if (source.kind(first) === OPEN) return source.close(first);
  let last = source.nameEnd(first);
  if (source.is(first, 'COLLATION') && source.is(first + 1, 'FOR')) last = first + 1;
  if (source.kind(last + 1) === OPEN) last = source.close(last + 1);
  return Math.min(last, limit);
}

/** Expression of such an element: the outer parentheses are not part of it. */
export function readElementExpr(source: Source, node: Node | undefined, first: number, last: number): Expr {
  return source.kind(first) === OPEN && source.kind(last) === CLOSE
    ? readExpr(source, node, first + 1, last - 1)
    : readExpr(source, node, first, last);
}

interface Found {
  readonly columns: Set<string>;
  readonly functions: Set<string>;
}

function collect(value: unknown, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, never>;
  for (const key in record) {
    const child = record[key]!;
    switch (key) {
      case 'ColumnRef': {
        const name = lastString((child as { fields?: Node[] }).fields);
        if (name !== undefined) found.columns.add(name);
        break;
      }
      case 'FuncCall': {
        const name = lastString((child as { funcname?: Node[] }).funcname);
        if (name !== undefined) found.functions.add(name);
        collect(child, found);
        break;
      }
      case 'SQLValueFunction':
        found.functions.add(valueFunction((child as { op?: string }).op));
        break;
      case 'CoalesceExpr':
        found.functions.add('coalesce');
        collect(child, found);
        break;
      case 'MinMaxExpr':
        found.functions.add((child as { op?: string }).op === 'IS_LEAST' ? 'least' : 'greatest');
        collect(child, found);
        break;
      default:
        collect(child, found);
    }
  }
}

/** `SVFOP_CURRENT_TIMESTAMP_N` as it is written: `current_timestamp`. */
export function valueFunction(op: string | undefined): string {
  return (op ?? '')
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
}

export function lastString(nodes: readonly Node[] | undefined): string | undefined {
  const node = nodes?.[nodes.length - 1];
  return node && 'String' in node ? (node.String.sval ?? '') : undefined;
}

type Shape =
  | { readonly form: 'column' | 'call' | 'other' }
  | { readonly form: 'literal'; readonly value: Expr['value'] };

function formOf(node: Node | undefined): Shape {
  if (!node) return { form: 'other' };
  if ('A_Const' in node) return { form: 'literal', value: constant(node.A_Const) };
  if ('TypeCast' in node) {
    const inner = formOf(node.TypeCast.arg);
    if (inner.form !== 'literal') return { form: 'other' };
    return lastString(node.TypeCast.typeName?.names) === 'bool' && typeof inner.value === 'string'
      ? { form: 'literal', value: boolean(inner.value) ?? inner.value }
      : inner;
  }
  if ('ColumnRef' in node)
    return { form: lastString(node.ColumnRef.fields) === undefined ? 'other' : 'column' };
  if ('FuncCall' in node || 'SQLValueFunction' in node || 'CoalesceExpr' in node || 'MinMaxExpr' in node) {
    return { form: 'call' };
  }
  if ('A_Expr' in node && !node.A_Expr.lexpr && strings(node.A_Expr.name)[0] === '-') {
    const inner = formOf(node.A_Expr.rexpr);
    if (inner.form === 'literal' && typeof inner.value === 'number')
      return { form: 'literal', value: -inner.value };
  }
  return { form: 'other' };
}

/** Value of a constant of the tree, in which zero, false and the empty string are left out. */
export function constant(value: A_Const): string | number | boolean | null {
  if (value.isnull) return null;
  if (value.ival) return value.ival.ival ?? 0;
  if (value.fval) return Number(value.fval.fval ?? 0);
  if (value.boolval) return value.boolval.boolval ?? false;
  if (value.sval) return value.sval.sval ?? '';
  return value.bsval?.bsval ?? '';
}

function boolean(text: string): boolean | undefined {
  if (/^(t|true|y|yes|on|1)$/i.test(text)) return true;
  if (/^(f|false|n|no|off|0)$/i.test(text)) return false;
  return undefined;
}
