import type { Node, VariableSetStmt } from 'libpg-query';
import type { Ident, Statement } from '../ast/index.js';
import { readAlterTable, readRename, readSetSchema } from './alter.js';
import {
  defElems,
  readAlterDomain,
  readComposite,
  readCreateAs,
  readDomain,
  readEnumChange,
  readExtension,
  readIndex,
  readOwner,
  readSchema,
  readSequence,
  readView,
  tableFromQuery,
} from './create.js';
import { readComment, readDrop } from './object.js';
import { readCall, readQuery } from './query.js';
import { leftmost } from './result-columns.js';
import { readFunction, readTrigger } from './routine.js';
import { type Source, strings, verbOf } from './source.js';
import { readCreateTable } from './table.js';
import { QUOTED, STRING, WORD } from './tokens.js';

/** Reads one node of PostgreSQL's tree; the statement's tokens are `start` to `end` (excluded). */
export function readStatement(source: Source, node: Node, start: number, end: number): Statement {
  for (const kind in node) {
    const read = READERS[kind as keyof Readers] as Reader<unknown> | undefined;
    if (read) return read(source, (node as unknown as Record<string, unknown>)[kind], start, end, node);
  }
  return otherStatement(source, start);
}

type KindOf<N> = N extends unknown ? keyof N : never;
type Content<K extends string> = Extract<Node, Record<K, unknown>>[K &
  keyof Extract<Node, Record<K, unknown>>];
type Reader<C> = (source: Source, content: C, start: number, end: number, node: Node) => Statement;
type Readers = { readonly [K in KindOf<Node> & string]?: Reader<Content<K>> };

const READERS: Readers = {
  CreateStmt: (source, content, _start, end) => readCreateTable(source, content, end),
  CreateForeignTableStmt: (source, content, _start, end) =>
    readCreateTable(source, content.base!, end, content),
  AlterTableStmt: (source, content, _start, end) => readAlterTable(source, content, end),
  IndexStmt: (source, content, _start, end) => readIndex(source, content, end),
  CommentStmt: (source, content) => readComment(source, content),
  SelectStmt: (source, content, start, end) => readSelect(source, { SelectStmt: content }, start, end),
  InsertStmt: (source, _content, start, end, node) => readQuery(source, node, 'insert', start, end),
  UpdateStmt: (source, _content, start, end, node) => readQuery(source, node, 'update', start, end),
  DeleteStmt: (source, _content, start, end, node) => readQuery(source, node, 'delete', start, end),
  MergeStmt: (source, _content, start, end, node) => readQuery(source, node, 'merge', start, end),
  ViewStmt: (source, content, _start, end) => readView(source, content, end),
  CreateTableAsStmt: (source, content, _start, end) => readCreateAs(source, content, end),
  CreateFunctionStmt: (source, content, start, end) => readFunction(source, content, start, end),
  CreateTrigStmt: (source, content, _start, end) => readTrigger(source, content, end),
  CreateSeqStmt: (source, content, _start, end) => readSequence(source, content, end),
  AlterSeqStmt(source, { sequence, options }, _start, end) {
    const ownedBy = readOwner(source, defElems(options), source.afterRelation(sequence!), end);
    return { kind: 'alter sequence', name: source.relation(sequence!), ...(ownedBy ? { ownedBy } : {}) };
  },
  DropStmt: (source, content, start, end) => readDrop(source, content, start, end),
  RenameStmt: (source, content, _start, end) => readRename(source, content, end),
  AlterObjectSchemaStmt: (source, content, _start, end) => readSetSchema(source, content, end),
  CreateEnumStmt: (source, { typeName, vals }, start) => ({
    kind: 'create enum',
    name: source.qname(start + 2, strings(typeName)),
    labels: strings(vals),
  }),
  AlterEnumStmt: (source, content) => readEnumChange(source, content),
  CompositeTypeStmt: (source, content, _start, end) => readComposite(source, content, end),
  CreateRangeStmt(source, content, start) {
    const name = source.qname(start + 2, strings(content.typeName));
    return { kind: 'create type', name, columns: [], form: 'range' };
  },
  DefineStmt(source, content, start) {
    if (content.kind !== 'OBJECT_TYPE') return otherStatement(source, start);
    const name = source.qname(start + 2, strings(content.defnames));
    return { kind: 'create type', name, columns: [], form: 'shell' };
  },
  CreateDomainStmt: (source, content, _start, end) => readDomain(source, content, end),
  AlterDomainStmt: (source, content, _start, end) => readAlterDomain(source, content, end),
  CreateExtensionStmt: (source, content) => readExtension(source, content),
  CreateSchemaStmt(source, content, start, end) {
    const elements = content.schemaElts ?? [];
    const read = elements.map((element, n) => readElement(source, element, start, end, n));
    return readSchema(source, content, start, read);
  },
  CreatedbStmt(source, content, start) {
    const name = source.ident(start + 2, content.dbname);
    return { kind: 'create schema', name, ifNotExists: false, options: [], object: 'database', elements: [] };
  },
  DropdbStmt(source, { dbname, missing_ok }, start) {
    const name = source.qname(start + (missing_ok ? 4 : 2), [dbname ?? '']);
    return {
      kind: 'drop',
      object: 'database',
      names: [name],
      ifExists: missing_ok ?? false,
      cascade: false,
      concurrently: false,
    };
  },
  VariableSetStmt: (source, content, start, end) => readSet(source, content, start, end),
  CopyStmt(source, { relation, query, is_from }, start, end) {
    const read = readQuery(source, query ?? { A_Star: {} }, 'copy', start, end);
    const access = is_from ? ('write' as const) : ('read' as const);
    return relation ? { ...read, tables: [{ name: source.relation(relation), access }] } : read;
  },
  TruncateStmt(source, content, start, end) {
    const relations = (content.relations ?? []).flatMap(item => ('RangeVar' in item ? [item.RangeVar] : []));
    const tables = relations.map(relation => ({ name: source.relation(relation), access: 'write' as const }));
    return { kind: 'query', verb: 'truncate', tables, calls: [], span: source.span(start, end - 1) };
  },
  ClusterStmt(source, { relation, indexname }, start) {
    if (!relation) return otherStatement(source, start);
    return { kind: 'cluster', table: source.relation(relation), ...(indexname ? { index: indexname } : {}) };
  },
  CallStmt(source, { funccall }, start, end) {
    if (!funccall) return otherStatement(source, start);
    const call = readCall(source, { FuncCall: funccall }, end);
    return {
      kind: 'query',
      verb: 'call',
      tables: [],
      calls: call ? [call] : [],
      span: source.span(start, end - 1),
    };
  },
};

function otherStatement(source: Source, start: number): Statement {
  return { kind: 'other', verb: verbOf(source, start) };
}

/** CREATE SCHEMA's own statements stand one after another without semicolons. */
function readElement(source: Source, node: Node, start: number, end: number, index: number): Statement {
  let first = start;
  for (let n = 0; n <= index && first >= 0; n++) first = source.find(first + 1, end, 'CREATE', 'GRANT');
  if (first < 0) return { kind: 'other', verb: '' };
  const next = source.find(first + 1, end, 'CREATE', 'GRANT');
  return readStatement(source, node, first, next < 0 ? end : next);
}

function readSelect(
  source: Source,
  node: Extract<Node, { SelectStmt: unknown }>,
  start: number,
  end: number,
): Statement {
  const query = readQuery(source, node, 'select', start, end);
  const { intoClause } = leftmost(node.SelectStmt);
  if (intoClause?.rel) return tableFromQuery(source, intoClause, [], query);
  return pathFromCall(query) ?? query;
}

/** `SELECT pg_catalog.set_config('search_path', '', false)`, as pg_dump writes it. */
function pathFromCall(query: Extract<Statement, { kind: 'query' }>): Statement | undefined {
  const call = query.calls.length === 1 ? query.calls[0]! : undefined;
  if (call?.name !== 'set_config' || call.args[0]?.value !== 'search_path') return undefined;
  const path = call.args[1];
  if (typeof path?.value !== 'string') return undefined;
  const span = path.span;
  const schemas = path.value.split(',').flatMap((part): Ident[] => {
    const name = part.trim();
    const quoted = name.startsWith('"');
    const value = quoted ? name.slice(1, -1) : name.toLowerCase();
    return value === '' || value === '$user' ? [] : [{ value, quoted, span }];
  });
  return { kind: 'set path', schemas };
}

/** SET search_path; its default is `"$user", public`, and a schema called like the user is not known here. */
function readSet(source: Source, statement: VariableSetStmt, start: number, end: number): Statement {
  if (statement.name !== 'search_path') return { kind: 'other', verb: verbOf(source, start) };
  if (statement.kind !== 'VAR_SET_VALUE') {
    return statement.kind === 'VAR_SET_CURRENT'
      ? { kind: 'other', verb: 'SET' }
      : {
          kind: 'set path',
          schemas: [{ value: 'public', quoted: false, span: source.span(end - 1, end - 1) }],
        };
  }
  const values = (statement.args ?? []).map(node =>
    'A_Const' in node ? (node.A_Const.sval?.sval ?? '') : '',
  );
  const tokens: number[] = [];
  for (let i = end - 1; i > start && tokens.length < values.length; i--) {
    const kind = source.kind(i);
    if (kind === WORD || kind === QUOTED || kind === STRING) tokens.unshift(i);
  }
  const schemas = values.flatMap((value, n): Ident[] =>
    value === '$user' || value === '' ? [] : [source.ident(tokens[n] ?? end - 1, value)],
  );
  return { kind: 'set path', schemas };
}
