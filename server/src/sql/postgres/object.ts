import type { CommentStmt, DropStmt, Node } from 'libpg-query';
import type { ObjectKind, QName, Statement } from '../ast/index.js';
import { type Source, strings } from './source.js';
import { COMMA } from './tokens.js';

/** Kind of object of a tree's `OBJECT_...`. */
export function kindOfObject(type: string | undefined): ObjectKind {
  return KINDS[type ?? ''] ?? 'other';
}

const KINDS: Readonly<Record<string, ObjectKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_EXTENSION: 'extension',
  OBJECT_COLUMN: 'column',
  OBJECT_ATTRIBUTE: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_DOMCONSTRAINT: 'constraint',
  OBJECT_DATABASE: 'database',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
};

/** Number of words that name a kind of object in DROP, COMMENT ON and ALTER. */
const WORDS: Readonly<Record<string, number>> = {
  OBJECT_MATVIEW: 2,
  OBJECT_FOREIGN_TABLE: 2,
  OBJECT_FDW: 3,
  OBJECT_ACCESS_METHOD: 2,
  OBJECT_EVENT_TRIGGER: 2,
};

/**
 * Name of an object in a statement whose tree does not say where: it stands after the verb (token `after` - 1)
 * and the words of its kind.
 */
export function objectName(
  source: Source,
  node: Node | undefined,
  type: string | undefined,
  after: number,
): QName | undefined {
  const values = nameParts(node);
  if (!values || values.length === 0) return undefined;
  let at = after + (WORDS[type ?? ''] ?? 1);
  if (source.is(at, 'CONCURRENTLY')) at++;
  if (source.is(at, 'IF') && source.is(at + 1, 'EXISTS')) at += 2;
  return source.qname(at, values);
}

/** DROP of anything. `start` is the token DROP, `end` the one after the statement. */
export function readDrop(source: Source, statement: DropStmt, start: number, end: number): Statement {
  const type = statement.removeType;
  const object = kindOfObject(type);
  let at = start + 1 + (WORDS[type ?? ''] ?? 1);
  if (source.is(at, 'CONCURRENTLY')) at++;
  if (source.is(at, 'IF') && source.is(at + 1, 'EXISTS')) at += 2;
  const base = {
    kind: 'drop' as const,
    object,
    ifExists: statement.missing_ok ?? false,
    cascade: statement.behavior === 'DROP_CASCADE',
    concurrently: statement.concurrent ?? false,
  };
  const objects = statement.objects ?? [];
  if (object === 'trigger' || object === 'policy' || object === 'rule') {
    const values = nameParts(objects[0]) ?? [];
    const name = source.qname(at, values.slice(-1));
    return { names: [name], on: source.qname(at + 2, values.slice(0, -1)), ...base };
  }
  if (object === 'other') return { names: [], ...base };
  const names: QName[] = [];
  for (const node of objects) {
    const values = nameParts(node);
    if (values?.length) names.push(source.qname(at, values));
    at = source.elementEnd(at, end);
    if (source.kind(at) === COMMA) at++;
  }
  return { names, ...base };
}

export function readComment(source: Source, statement: CommentStmt): Statement {
  const type = statement.objtype;
  const object = kindOfObject(type);
  const text = statement.comment ?? null;
  const at = 2 + (WORDS[type ?? ''] ?? 1);
  const values = nameParts(statement.object) ?? [''];
  if (type === 'OBJECT_DOMCONSTRAINT') {
    // `CONSTRAINT name ON DOMAIN domain`
    const name = source.ident(at);
    const domain = source.qname(at + 3);
    return {
      kind: 'comment',
      object,
      name: { parts: [...domain.parts, name], span: { start: name.span.start, end: domain.span.end } },
      text,
    };
  }
  if (object === 'constraint' || object === 'trigger' || object === 'policy' || object === 'rule') {
    // `CONSTRAINT name ON table`: the tree has the table first.
    const name = source.ident(at, values[values.length - 1]);
    const on = source.qname(at + 2, values.slice(0, -1));
    return {
      kind: 'comment',
      object,
      name: { parts: [...on.parts, name], span: { start: name.span.start, end: on.span.end } },
      text,
    };
  }
  return { kind: 'comment', object, name: source.qname(at, object === 'other' ? undefined : values), text };
}

/** The parts of a name in the several shapes that the tree gives it. */
export function nameParts(node: Node | undefined): string[] | undefined {
  if (!node) return undefined;
  if ('List' in node) return strings(node.List.items);
  if ('String' in node) return [node.String.sval ?? ''];
  if ('TypeName' in node) return withoutCatalog(strings(node.TypeName.names));
  if ('ObjectWithArgs' in node) return strings(node.ObjectWithArgs.objname);
  if ('RangeVar' in node) {
    const { catalogname, schemaname, relname } = node.RangeVar;
    return [catalogname, schemaname, relname].filter(part => part !== undefined);
  }
  return undefined;
}

/** The grammar puts `pg_catalog` before built-in types though nobody wrote it. */
function withoutCatalog(names: string[]): string[] {
  return names.length === 2 && names[0] === 'pg_catalog' ? names.slice(1) : names;
}
