import type {
  CreateForeignTableStmt,
  CreateStmt,
  Node,
  PartitionBoundSpec,
  PartitionSpec,
  ColumnDef as PgColumnDef,
  TableLikeClause,
} from 'libpg-query';
import type {
  ColumnDef,
  CreateTable,
  KeyPart,
  PartitionBound,
  PartitionBy,
  TableConstraint,
  TableOption,
} from '../ast/index.js';
import { readColumnQualifiers } from './column.js';
import { readTableConstraint } from './constraint.js';
import { elementExprEnd, readElementExpr, readExpr } from './expr.js';
import { type Source, strings } from './source.js';
import { OPEN } from './tokens.js';
import { readTypeAt, serialType } from './types.js';

/** CREATE TABLE in all its forms but `AS`. `end` is the token after the statement. */
export function readCreateTable(
  source: Source,
  statement: CreateStmt,
  end: number,
  foreign?: CreateForeignTableStmt,
): CreateTable {
  const relation = statement.relation!;
  let at = source.afterRelation(relation);
  const columns: ColumnDef[] = [];
  const constraints: TableConstraint[] = [];
  const like: CreateTable['like'][number][] = [];
  const parents = (statement.inhRelations ?? []).flatMap(node =>
    'RangeVar' in node ? [source.relation(node.RangeVar)] : [],
  );

  // The list stands after the name, after `OF type`, or after `PARTITION OF parent`.
  const partition = statement.partbound && statement.inhRelations?.[0];
  if (partition && 'RangeVar' in partition) at = source.afterRelation(partition.RangeVar);
  const ofType = statement.ofTypename;
  if (ofType) at = source.nameEnd(source.at(ofType.location)) + 1;
  if (source.kind(at) === OPEN) {
    const close = source.close(at);
    const elements = source.list(at + 1, close);
    (statement.tableElts ?? []).forEach((node, n) => {
      const [first, last] = elements[n] ?? [close, close];
      if ('ColumnDef' in node) columns.push(readColumn(source, node.ColumnDef, first, last));
      else if ('Constraint' in node)
        constraints.push(readTableConstraint(source, node.Constraint, first, last));
      else if ('TableLikeClause' in node) like.push(readLike(source, node.TableLikeClause));
    });
    at = close + 1;
  }
  return {
    kind: 'create table',
    name: source.relation(relation),
    flavour: foreign ? 'foreign' : 'table',
    temporary: relation.relpersistence === 't',
    unlogged: relation.relpersistence === 'u',
    ifNotExists: statement.if_not_exists ?? false,
    orReplace: false,
    columns,
    constraints,
    like,
    inherits: partition ? [] : parents,
    ...(partition
      ? { partitionOf: { parent: parents[0]!, bound: readBound(source, statement.partbound!, end) } }
      : {}),
    ...(statement.partspec ? { partitionBy: readPartitionBy(source, statement.partspec) } : {}),
    ...(ofType ? { ofType: source.qname(source.at(ofType.location), strings(ofType.names)) } : {}),
    options: tableOptions(source, at, end),
  };
}

/** A column definition from its name at `first`. */
export function readColumn(source: Source, column: PgColumnDef, first: number, last: number): ColumnDef {
  const name = source.ident(first, column.colname);
  let type: ColumnDef['type'];
  let next = first + 1;
  if (column.typeName) {
    const read = readTypeAt(source, column.typeName, source.at(column.typeName.location));
    type = read.type;
    next = read.last + 1;
  }
  const serial = column.typeName && serialType(column.typeName);
  if (serial && type) type = { ...type, text: serial, base: serial };
  const definition = readColumnQualifiers(source, column, name, source.span(first, last), next, last);
  if (type) definition.type = type;
  if (serial) definition.serial = true;
  return definition;
}

export function readPartitionBy(source: Source, spec: PartitionSpec): PartitionBy {
  const first = source.at(spec.location);
  const open = source.findOpen(first, source.tokens.count);
  const close = source.close(open);
  const parts = source.list(open + 1, close).map(([from, to], n): KeyPart => {
    const node = spec.partParams?.[n];
    const element = node && 'PartitionElem' in node ? node.PartitionElem : {};
    const last = element.name === undefined ? elementExprEnd(source, from, to) : from;
    return {
      ...(element.name === undefined
        ? { expr: readElementExpr(source, element.expr, from, last) }
        : { column: source.ident(from, element.name) }),
      ...(element.opclass ? { opclass: strings(element.opclass).join('.') } : {}),
      ...(element.collation ? { collation: strings(element.collation).join('.') } : {}),
      span: source.span(from, to),
    };
  });
  const strategy = (spec.strategy ?? '').replace('PARTITION_STRATEGY_', '').toLowerCase();
  return {
    strategy: strategy === 'list' || strategy === 'hash' ? strategy : 'range',
    parts,
    partitions: [],
    span: source.span(first, close),
  };
}

export function readBound(source: Source, bound: PartitionBoundSpec, end: number): PartitionBound {
  const at = source.at(bound.location);
  if (bound.is_default) return { kind: 'default', span: source.span(at, at) };
  const first = source.is(at - 2, 'FOR') ? at - 2 : at;
  const open = source.findOpen(at, end);
  const close = source.close(open);
  const values = (from: number, to: number, nodes: readonly Node[] | undefined) =>
    source.list(from + 1, to).map(([f, l], n) => {
      const expr = readExpr(source, nodes?.[n], f, l);
      const word = expr.text.toUpperCase();
      // Not columns, though the tree says so.
      return word === 'MINVALUE' || word === 'MAXVALUE'
        ? { ...expr, text: word, columns: [], form: 'other' as const }
        : expr;
    });
  if (bound.strategy === 'h') {
    return {
      kind: 'hash',
      modulus: bound.modulus ?? 0,
      remainder: bound.remainder ?? 0,
      span: source.span(first, close),
    };
  }
  if (bound.strategy === 'l') {
    return { kind: 'list', values: values(open, close, bound.listdatums), span: source.span(first, close) };
  }
  const second = source.findOpen(close + 1, end);
  const last = source.close(second);
  return {
    kind: 'range',
    from: values(open, close, bound.lowerdatums),
    to: values(second, last, bound.upperdatums),
    span: source.span(first, last),
  };
}

/** Bits of `TableLikeClause.options` (`TableLikeOption` in parsenodes.h). */
const LIKE_OPTIONS = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
] as const;

function readLike(source: Source, clause: TableLikeClause): CreateTable['like'][number] {
  const bits = clause.options ?? 0;
  const including =
    bits === 0x7fffffff ? ['all'] : LIKE_OPTIONS.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return { source: source.relation(clause.relation!), including };
}

/** What follows the list: `WITH (...)`, `USING`, `TABLESPACE`, `ON COMMIT`, `SERVER ... OPTIONS (...)`. */
function tableOptions(source: Source, from: number, end: number): TableOption[] {
  const options: TableOption[] = [];
  for (let i = from; i < end; i++) {
    if (source.is(i, 'WITH') && source.kind(i + 1) === OPEN) {
      // `FOR VALUES WITH (modulus ...)` is a bound.
      if (!source.is(i - 1, 'VALUES')) options.push(...source.options(i + 1));
      i = source.close(i + 1);
    } else if (source.is(i, 'OPTIONS') && source.kind(i + 1) === OPEN) {
      options.push(...source.options(i + 1));
      i = source.close(i + 1);
    } else if (source.is(i, 'TABLESPACE') || source.is(i, 'USING') || source.is(i, 'SERVER')) {
      options.push({
        name: source.text(source.span(i, i)).toLowerCase(),
        value: source.ident(i + 1).value,
        span: source.span(i, i + 1),
      });
      i++;
    } else if (source.are(i, 'ON', 'COMMIT')) {
      const last = source.is(i + 2, 'DROP') ? i + 2 : i + 3;
      options.push({
        name: 'on commit',
        value: source.text(source.span(i + 2, last)).toLowerCase(),
        span: source.span(i, last),
      });
      i = last;
    } else if (source.kind(i) === OPEN) {
      i = source.close(i);
    }
  }
  return options;
}
