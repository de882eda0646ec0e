import type { AlterObjectSchemaStmt, AlterTableCmd, AlterTableStmt, RenameStmt } from 'libpg-query';
import type { AlterAction, AlterTable, Ident, QName, Statement } from '../ast/index.js';
import { identitySequence } from './column.js';
import { readTableConstraint } from './constraint.js';
import { readExpr } from './expr.js';
import { kindOfObject, objectName } from './object.js';
import { type Source, verbOf } from './source.js';
import { readBound, readColumn } from './table.js';
import { CLOSE } from './tokens.js';
import { readTypeAt } from './types.js';

/** ALTER TABLE, INDEX, VIEW, SEQUENCE, TYPE with actions. */
export function readAlterTable(source: Source, statement: AlterTableStmt, end: number): AlterTable {
  const relation = statement.relation!;
  const from = closeOnly(source, source.afterRelation(relation));
  const segments = source.list(from, end);
  const commands = (statement.cmds ?? []).flatMap(node =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  );
  return {
    kind: 'alter table',
    object: alteredObject(statement.objtype),
    name: source.relation(relation),
    ifExists: statement.missing_ok ?? false,
    only: source.is(source.at(relation.location) - 1, 'ONLY'),
    actions: commands.map((command, n) => {
      const [first, last] = segments[n] ?? [end - 1, end - 1];
      return Object.assign(readAction(source, command, first, last, end), {
        span: source.span(first, last),
      }) as AlterAction;
    }),
  };
}

/** RENAME of a relation, its columns or constraints; everything else that can be renamed. */
export function readRename(source: Source, statement: RenameStmt, end: number): Statement {
  if (kindOfObject(statement.renameType) === 'other') return { kind: 'other', verb: verbOf(source, 0) };
  const to = source.ident(end - 1, statement.newname);
  const toIndex = source.is(end - 1, 'CASCADE') || source.is(end - 1, 'RESTRICT') ? end - 2 : end - 1;
  const newName = toIndex === end - 1 ? to : source.ident(toIndex, statement.newname);
  const relation = statement.relation;
  const type = statement.renameType;
  if (
    relation &&
    (type === 'OBJECT_COLUMN' || type === 'OBJECT_ATTRIBUTE' || type === 'OBJECT_TABCONSTRAINT')
  ) {
    const from = source.ident(toIndex - 2, statement.subname);
    return alterOne(
      source,
      alteredObject(type === 'OBJECT_TABCONSTRAINT' ? 'OBJECT_TABLE' : statement.relationType),
      source.relation(relation),
      statement.missing_ok,
      { kind: type === 'OBJECT_TABCONSTRAINT' ? 'rename constraint' : 'rename column', from, to: newName },
      source.afterRelation(relation),
      end,
    );
  }
  if (relation && statement.subname === undefined) {
    const to: QName = { parts: [newName], span: newName.span };
    const action = { kind: 'rename' as const, to };
    return alterOne(
      source,
      alteredObject(type),
      source.relation(relation),
      statement.missing_ok,
      action,
      source.afterRelation(relation),
      end,
    );
  }
  const to1: QName = { parts: [newName], span: newName.span };
  if (relation) {
    // Trigger, policy, rule: `ALTER POLICY name ON table RENAME TO ...`
    const on = source.relation(relation);
    const before = source.at(relation.location) - 1;
    const name = source.ident(source.is(before, 'ONLY') ? before - 2 : before - 1, statement.subname);
    return {
      kind: 'rename',
      object: kindOfObject(type),
      from: { parts: [name], span: name.span },
      to: to1,
      on,
    };
  }
  const rename = source.find(0, end, 'RENAME');
  if (type === 'OBJECT_DOMCONSTRAINT') {
    const name = source.ident(toIndex - 2, statement.subname);
    const on = objectName(source, statement.object, 'OBJECT_DOMAIN', 1);
    return {
      kind: 'rename',
      object: 'constraint',
      from: { parts: [name], span: name.span },
      to: to1,
      ...(on ? { on } : {}),
    };
  }
  const from = statement.object
    ? objectName(source, statement.object, type, 1)
    : source.qname(Math.max(0, rename - 1), [statement.subname ?? '']);
  if (!from) return { kind: 'other', verb: verbOf(source, 0) };
  return { kind: 'rename', object: kindOfObject(type), from, to: to1 };
}

/** SET SCHEMA: an action of relations, a rename into another schema for everything else. */
export function readSetSchema(source: Source, statement: AlterObjectSchemaStmt, end: number): Statement {
  if (kindOfObject(statement.objectType) === 'other') return { kind: 'other', verb: verbOf(source, 0) };
  const schema = source.ident(end - 1, statement.newschema);
  if (statement.relation) {
    const from = source.afterRelation(statement.relation);
    const action = { kind: 'set schema' as const, schema };
    return alterOne(
      source,
      alteredObject(statement.objectType),
      source.relation(statement.relation),
      statement.missing_ok,
      action,
      from,
      end,
    );
  }
  const from = objectName(source, statement.object, statement.objectType, 1);
  if (!from) return { kind: 'other', verb: verbOf(source, 0) };
  const name = from.parts[from.parts.length - 1]!;
  return {
    kind: 'rename',
    object: kindOfObject(statement.objectType),
    from,
    to: { parts: [schema, name], span: schema.span },
  };
}

function alterOne(
  source: Source,
  object: AlterTable['object'],
  name: QName,
  missingOk: boolean | undefined,
  action: object,
  from: number,
  end: number,
): AlterTable {
  const at = closeOnly(source, from);
  return {
    kind: 'alter table',
    object,
    name,
    ifExists: missingOk ?? false,
    only: false,
    actions: [{ ...action, span: source.span(at, end - 1) } as AlterAction],
  };
}

/** `ONLY (name)`: past the parenthesis. */
function closeOnly(source: Source, from: number): number {
  return source.kind(from) === CLOSE ? from + 1 : from;
}

function alteredObject(type: string | undefined): AlterTable['object'] {
  const kind = kindOfObject(type);
  switch (kind) {
    case 'index':
    case 'view':
    case 'materialized view':
    case 'foreign table':
    case 'sequence':
    case 'type':
      return kind;
    default:
      return 'table';
  }
}

type Unspanned<T> = T extends unknown ? Omit<T, 'span'> : never;

function readAction(
  source: Source,
  command: AlterTableCmd,
  first: number,
  last: number,
  end: number,
): Unspanned<AlterAction> {
  const missingOk = command.missing_ok ?? false;
  const cascade = command.behavior === 'DROP_CASCADE';
  const def = command.def;
  /** The name that follows `ALTER [COLUMN]`, `DROP [COLUMN | CONSTRAINT | ATTRIBUTE] [IF EXISTS]` ... */
  const name = (): Ident => source.ident(nameIndex(source, first), command.name);
  const other = (what: string): Unspanned<AlterAction> => ({ kind: 'other', what });
  switch (command.subtype) {
    case 'AT_AddColumn': {
      if (!def || !('ColumnDef' in def)) return other('add column');
      const stop =
        source.is(last, 'CASCADE') || source.is(last, 'RESTRICT')
          ? last - (isAttribute(source, first) ? 1 : 0)
          : last;
      return {
        kind: 'add column',
        column: readColumn(source, def.ColumnDef, nameIndex(source, first), stop),
        ifNotExists: missingOk,
      };
    }
    case 'AT_DropColumn':
      return { kind: 'drop column', column: name(), ifExists: missingOk, cascade };
    case 'AT_ColumnDefault': {
      if (!def) return { kind: 'drop default', column: name() };
      const at = source.find(nameIndex(source, first) + 1, last + 1, 'DEFAULT');
      return { kind: 'set default', column: name(), default: readExpr(source, def, at + 1, last) };
    }
    case 'AT_SetNotNull':
      return { kind: 'set not null', column: name() };
    case 'AT_DropNotNull':
      return { kind: 'drop not null', column: name() };
    case 'AT_DropExpression':
      return { kind: 'drop expression', column: name() };
    case 'AT_DropIdentity':
      return { kind: 'drop identity', column: name() };
    case 'AT_AddIdentity': {
      const clause = def && 'Constraint' in def ? def.Constraint : {};
      return {
        kind: 'add identity',
        column: name(),
        mode: clause.generated_when === 'a' ? 'always' : 'by default',
        ...identitySequence(source, clause),
      };
    }
    case 'AT_SetIdentity': {
      const generated = source.find(first, last + 1, 'GENERATED');
      if (generated < 0) return other('set identity');
      return {
        kind: 'add identity',
        column: name(),
        mode: source.is(generated + 1, 'ALWAYS') ? 'always' : 'by default',
      };
    }
    case 'AT_AlterColumnType': {
      if (!def || !('ColumnDef' in def) || !def.ColumnDef.typeName) return other('set type');
      const { type } = readTypeAt(source, def.ColumnDef.typeName, source.at(def.ColumnDef.typeName.location));
      const using = def.ColumnDef.raw_default ? source.find(first, last + 1, 'USING') : -1;
      return {
        kind: 'set type',
        column: name(),
        type,
        ...(using >= 0 ? { using: readExpr(source, def.ColumnDef.raw_default, using + 1, last) } : {}),
      };
    }
    case 'AT_AddConstraint':
      return def && 'Constraint' in def
        ? { kind: 'add constraint', constraint: readTableConstraint(source, def.Constraint, first + 1, last) }
        : other('add constraint');
    case 'AT_DropConstraint':
      return { kind: 'drop constraint', name: name(), ifExists: missingOk, cascade };
    case 'AT_ValidateConstraint':
      return { kind: 'validate constraint', name: source.ident(last, command.name) };
    case 'AT_AlterConstraint': {
      if (!def || !('ATAlterConstraint' in def)) return other('alter constraint');
      const change = def.ATAlterConstraint;
      return {
        kind: 'alter constraint',
        name: source.ident(nameIndex(source, first), change.conname),
        ...(change.alterDeferrability ? { deferrable: change.deferrable ?? false } : {}),
        ...(change.alterEnforceability ? { enforced: change.is_enforced ?? false } : {}),
      };
    }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition': {
      if (!def || !('PartitionCmd' in def) || !def.PartitionCmd.name) return other('partition');
      const partition = source.relation(def.PartitionCmd.name);
      if (command.subtype === 'AT_DetachPartition') {
        return { kind: 'detach partition', partition, concurrently: def.PartitionCmd.concurrent ?? false };
      }
      const bound = def.PartitionCmd.bound;
      return {
        kind: 'attach partition',
        partition,
        ...(bound ? { bound: readBound(source, bound, end) } : {}),
      };
    }
    case 'AT_DetachPartitionFinalize':
      return other('detach partition finalize');
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return def && 'RangeVar' in def
        ? {
            kind: command.subtype === 'AT_AddInherit' ? 'inherit' : 'no inherit',
            parent: source.relation(def.RangeVar),
          }
        : other('inherit');
    case 'AT_SetRelOptions':
    case 'AT_ReplaceRelOptions': {
      const open = source.findOpen(first, last + 1);
      return { kind: 'set options', options: open < 0 ? [] : source.options(open) };
    }
    case 'AT_ReplicaIdentity': {
      const identity = def && 'ReplicaIdentityStmt' in def ? def.ReplicaIdentityStmt : undefined;
      if (identity?.identity_type === 'i') {
        return { kind: 'replica identity', mode: 'index', index: source.ident(last, identity.name) };
      }
      const mode =
        identity?.identity_type === 'f' ? 'full' : identity?.identity_type === 'n' ? 'nothing' : 'default';
      return { kind: 'replica identity', mode };
    }
    case 'AT_EnableRowSecurity':
      return { kind: 'row security', enabled: true };
    case 'AT_DisableRowSecurity':
      return { kind: 'row security', enabled: false };
    default:
      return other(spell(command.subtype));
  }
}

function isAttribute(source: Source, first: number): boolean {
  return source.is(first + 1, 'ATTRIBUTE');
}

/** Index of the object's name in `VERB [COLUMN | CONSTRAINT | ATTRIBUTE] [IF [NOT] EXISTS] name`. */
function nameIndex(source: Source, first: number): number {
  let at = first + 1;
  const word = source.is(at, 'COLUMN') || source.is(at, 'CONSTRAINT') || source.is(at, 'ATTRIBUTE');
  // `ADD attribute int` adds a column of that name to a table; the keyword is one only before a name and a type.
  if (word && !(source.is(at, 'ATTRIBUTE') && !isAttributeKeyword(source, at))) at++;
  if (source.is(at, 'IF') && source.is(at + 1, 'EXISTS')) at += 2;
  else if (source.are(at, 'IF', 'NOT', 'EXISTS')) at += 3;
  return at;
}

function isAttributeKeyword(source: Source, at: number): boolean {
  // Only composite types have attributes: ALTER TYPE.
  return source.is(at + 1, 'IF') || (source.is(0, 'ALTER') && source.is(1, 'TYPE'));
}

/** `AT_SetLogged` as it is written: `set logged`. */
function spell(subtype: string | undefined): string {
  return (subtype ?? '')
    .replace(/^AT_/, '')
    .replace('UnLogged', 'Unlogged')
    .replace(/[A-Z]/g, letter => ' ' + letter.toLowerCase())
    .trim();
}
