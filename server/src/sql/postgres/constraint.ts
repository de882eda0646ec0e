import type { Constraint, IndexElem } from 'libpg-query';
import type { Ident, KeyPart, RefAction, TableConstraint } from '../ast/index.js';
import { elementExprEnd, readElementExpr, readExpr } from './expr.js';
import { type Source, strings } from './source.js';
import { OPEN } from './tokens.js';

type Common = Pick<
  Extract<TableConstraint, { kind: 'check' }>,
  'name' | 'span' | 'deferrable' | 'initiallyDeferred' | 'notValid' | 'enforced'
>;
type Base = { -readonly [K in keyof Common]: Common[K] };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type KeyConstraint = Extract<TableConstraint, { kind: 'primary key' | 'unique' }>;

/** A constraint of a table, or `ADD CONSTRAINT`'s, from `CONSTRAINT` or its own keyword on. */
export function readTableConstraint(
  source: Source,
  constraint: Constraint,
  first: number,
  last: number,
): TableConstraint {
  return readConstraintBody(source, constraint, first, last);
}

/** The same; `column` is given where it is written on a column. */
export function readConstraintBody(
  source: Source,
  constraint: Constraint,
  first: number,
  last: number,
  column?: Ident,
): TableConstraint {
  const named = source.is(first, 'CONSTRAINT');
  const at = named ? first + 2 : first;
  const base: Base = { span: source.span(first, last) };
  if (named) base.name = source.ident(first + 1, constraint.conname);
  if (constraint.deferrable) base.deferrable = true;
  if (constraint.initdeferred) base.initiallyDeferred = true;
  // What is not enforced is never validated either; that is not what NOT VALID means.
  if (isUnenforced(source, constraint, at, last, column)) base.enforced = false;
  else if (constraint.skip_validation) base.notValid = true;
  const self: KeyPart[] = column ? [{ column, span: column.span }] : [];
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const usingIndex = constraint.indexname === undefined ? -1 : source.find(at, last + 1, 'INDEX');
      const open = column || usingIndex >= 0 ? -1 : source.findOpen(at, last + 1);
      const include = constraint.including ? source.find(at, last + 1, 'INCLUDE') : -1;
      const key: Mutable<KeyConstraint> = Object.assign(base, {
        kind: constraint.contype === 'CONSTR_PRIMARY' ? ('primary key' as const) : ('unique' as const),
        parts: open < 0 ? self : keyColumns(source, open, strings(constraint.keys)),
        include:
          constraint.including && include >= 0
            ? source.identList(include + 1, strings(constraint.including))
            : [],
      });
      if (constraint.nulls_not_distinct) key.nullsNotDistinct = true;
      if (usingIndex >= 0) key.usingIndex = source.ident(usingIndex + 1, constraint.indexname);
      if (constraint.without_overlaps) key.withoutOverlaps = true;
      return key;
    }
    case 'CONSTR_FOREIGN': {
      const target = constraint.pktable!;
      const refOpen = source.afterRelation(target);
      return Object.assign(base, {
        kind: 'foreign key' as const,
        columns: column
          ? [column]
          : source.identList(source.findOpen(at, last + 1), strings(constraint.fk_attrs)),
        refTable: source.relation(target),
        refColumns: constraint.pk_attrs ? source.identList(refOpen, strings(constraint.pk_attrs)) : [],
        onDelete: ACTIONS[constraint.fk_del_action ?? 'a'] ?? 'no action',
        onUpdate: ACTIONS[constraint.fk_upd_action ?? 'a'] ?? 'no action',
        match: MATCHES[constraint.fk_matchtype ?? 's'] ?? ('simple' as const),
      });
    }
    case 'CONSTR_NOTNULL':
      return {
        kind: 'not null',
        column: column ?? source.ident(at + 2, strings(constraint.keys)[0]),
        ...base,
      };
    case 'CONSTR_EXCLUSION':
      return { ...base, ...readExclusion(source, constraint, at, last) };
    default: {
      const open = source.findOpen(at, last + 1);
      return {
        kind: 'check',
        expr: readExpr(source, constraint.raw_expr, open + 1, source.close(open) - 1),
        ...base,
        ...(constraint.is_no_inherit ? { noInherit: true } : {}),
      };
    }
  }
}

/** One element of a key or index; its expression, collation, operator class and order. */
export function readIndexElement(source: Source, element: IndexElem, first: number, last: number): KeyPart {
  const exprEnd = element.name === undefined ? elementExprEnd(source, first, last) : first;
  return {
    span: source.span(first, last),
    ...(element.name === undefined
      ? { expr: readElementExpr(source, element.expr, first, exprEnd) }
      : { column: source.ident(first, element.name) }),
    ...(element.ordering === 'SORTBY_ASC' ? { order: 'asc' as const } : {}),
    ...(element.ordering === 'SORTBY_DESC' ? { order: 'desc' as const } : {}),
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? { nulls: 'first' as const } : {}),
    ...(element.nulls_ordering === 'SORTBY_NULLS_LAST' ? { nulls: 'last' as const } : {}),
    ...(element.opclass ? { opclass: strings(element.opclass).join('.') } : {}),
    ...(element.collation ? { collation: strings(element.collation).join('.') } : {}),
  };
}

const MATCHES: Readonly<Record<string, 'full' | 'partial'>> = { f: 'full', p: 'partial' };

const ACTIONS: Readonly<Record<string, RefAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** The tree marks only checks and foreign keys as enforced, so absence says nothing for the other kinds. */
function isUnenforced(
  source: Source,
  constraint: Constraint,
  at: number,
  last: number,
  column?: Ident,
): boolean {
  if (column || constraint.is_enforced) return false;
  if (constraint.contype !== 'CONSTR_CHECK' && constraint.contype !== 'CONSTR_FOREIGN') return false;
  const enforced = source.find(at, last + 1, 'ENFORCED');
  return enforced > 0 && source.is(enforced - 1, 'NOT');
}

function keyColumns(source: Source, open: number, names: readonly string[]): KeyPart[] {
  return source.list(open + 1, source.close(open)).map(([first, last], n) => ({
    column: source.ident(first, names[n]),
    span: source.span(first, last),
  }));
}

function readExclusion(source: Source, constraint: Constraint, at: number, last: number) {
  // `EXCLUDE [USING method] ( element WITH operator, ... ) ... [WHERE (predicate)]`
  const open = source.findOpen(at, last + 1);
  const close = source.close(open);
  const parts = source.list(open + 1, close).map(([first, to], n) => {
    const pair = constraint.exclusions?.[n];
    const items = pair && 'List' in pair ? (pair.List.items ?? []) : [];
    const element = items[0] && 'IndexElem' in items[0] ? items[0].IndexElem : {};
    const operator = items[1] && 'List' in items[1] ? strings(items[1].List.items).join('.') : '';
    const withAt = source.find(first, to + 1, 'WITH');
    const part = readIndexElement(source, element, first, (withAt < 0 ? to + 1 : withAt) - 1);
    return { ...part, operator, span: source.span(first, to) };
  });
  const where = constraint.where_clause ? source.find(close + 1, last + 1, 'WHERE') : -1;
  return {
    kind: 'exclude' as const,
    method: constraint.access_method ?? 'gist',
    parts,
    ...(where >= 0 && source.kind(where + 1) === OPEN
      ? { where: readExpr(source, constraint.where_clause, where + 2, source.close(where + 1) - 1) }
      : {}),
  };
}
