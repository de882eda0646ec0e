import type { Constraint, Node, ColumnDef as PgColumnDef } from 'libpg-query';
import type { Span } from '../../text/span.js';
import type { ColumnDef, Ident, QName, TableConstraint, TableOption } from '../ast/index.js';
import { readConstraintBody } from './constraint.js';
import { readExpr } from './expr.js';
import { type Source, strings } from './source.js';
import { OPEN } from './tokens.js';

type Definition = { -readonly [K in keyof ColumnDef]: ColumnDef[K] };

/**
 * A column's name and what follows its type. Every clause of the tree says where it begins, and each ends where the next
 * one begins, so no keyword has to be guessed.
 */
export function readColumnQualifiers(
  source: Source,
  column: Pick<PgColumnDef, 'constraints' | 'collClause' | 'fdwoptions'>,
  name: Ident,
  span: Span,
  next: number,
  last: number,
): Definition {
  if (!column.constraints && !column.collClause)
    return { name, options: wordOptions(source, next, last + 1), constraints: [], span };
  const clauses: Constraint[] = [];
  for (const node of column.constraints ?? []) if ('Constraint' in node) clauses.push(node.Constraint);
  const starts = clauses.map(clause => source.at(clause.location));
  const collation = column.collClause ? source.at(column.collClause.location) : -1;
  const bounds = [...starts, ...(collation < 0 ? [] : [collation]), last + 1].sort((a, b) => a - b);
  const endOf = (start: number) => bounds.find(bound => bound > start)! - 1;

  const result: Definition = {
    name,
    options: wordOptions(source, next, bounds[0] ?? last + 1),
    constraints: [],
    span,
  };
  const constraints: { -readonly [K in keyof TableConstraint]: TableConstraint[K] }[] = [];
  if (column.collClause) result.collation = strings(column.collClause.collname).join('.');
  clauses.forEach((clause, n) => {
    const first = starts[n]!;
    const to = endOf(first);
    const body = source.is(first, 'CONSTRAINT') ? first + 2 : first;
    switch (clause.contype) {
      case 'CONSTR_NULL':
        result.nullable = true;
        break;
      case 'CONSTR_DEFAULT':
        result.default = readExpr(source, clause.raw_expr, body + 1, to);
        break;
      case 'CONSTR_IDENTITY':
        result.identity = {
          mode: clause.generated_when === 'a' ? 'always' : 'by default',
          ...identitySequence(source, clause),
          span: source.span(first, to),
        };
        break;
      case 'CONSTR_GENERATED':
        result.generated = readGenerated(source, clause, clause.raw_expr, first, to);
        break;
      case 'CONSTR_NOTNULL':
        result.nullable = false;
        constraints.push(readConstraintBody(source, clause, first, to, name));
        break;
      case 'CONSTR_PRIMARY':
      case 'CONSTR_UNIQUE':
      case 'CONSTR_CHECK':
      case 'CONSTR_FOREIGN':
        constraints.push(readConstraintBody(source, clause, first, to, name));
        break;
      default: {
        // DEFERRABLE, INITIALLY DEFERRED, ENFORCED belong to the constraint before them.
        const target = constraints[constraints.length - 1];
        if (!target) break;
        target.span = { start: target.span.start, end: source.span(first, to).end };
        if (clause.contype === 'CONSTR_ATTR_DEFERRABLE') target.deferrable = true;
        else if (clause.contype === 'CONSTR_ATTR_DEFERRED')
          target.deferrable = target.initiallyDeferred = true;
        else if (clause.contype === 'CONSTR_ATTR_NOT_ENFORCED') target.enforced = false;
      }
    }
  });
  result.constraints = constraints as TableConstraint[];
  return result;
}

/** `SEQUENCE NAME s.q` among the options of an identity, as pg_dump writes it. */
export function identitySequence(source: Source, clause: Constraint): { sequence?: QName } {
  for (const node of clause.options ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'sequence_name') continue;
    const { arg, location } = node.DefElem;
    if (arg && 'List' in arg)
      return { sequence: source.qname(source.at(location) + 2, strings(arg.List.items)) };
  }
  return {};
}

function readGenerated(
  source: Source,
  clause: Constraint,
  node: Node | undefined,
  first: number,
  last: number,
): ColumnDef['generated'] {
  const open = source.findOpen(first, last + 1);
  const close = source.close(open);
  return {
    expr: readExpr(source, node, open + 1, close - 1),
    stored: clause.generated_kind !== 'v',
    span: source.span(first, last),
  };
}

/** `STORAGE x`, `COMPRESSION x` and `OPTIONS (...)`, which stand between type and clauses. */
function wordOptions(source: Source, from: number, to: number): TableOption[] {
  const options: TableOption[] = [];
  for (let i = from; i < to; i++) {
    if (source.is(i, 'OPTIONS') && source.kind(i + 1) === OPEN) {
      options.push(...source.options(i + 1));
      i = source.close(i + 1);
    } else if (source.is(i, 'STORAGE') || source.is(i, 'COMPRESSION')) {
      options.push({
        name: source.text(source.span(i, i)).toLowerCase(),
        value: source.text(source.span(i + 1, i + 1)).toLowerCase(),
        span: source.span(i, i + 1),
      });
      i++;
    }
  }
  return options;
}
