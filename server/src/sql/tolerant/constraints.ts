import type { Expr, Ident, KeyPart, RefAction, TableConstraint } from '../ast/index.js';
import { type Attributes, readAttributes } from './attributes.js';
import type { Cursor } from './cursor.js';
import { exprOf } from './expressions.js';
import { readIdent, readIdentOrString, readName, readNameList } from './identifiers.js';
import { keyPartOf, readKeyParts } from './key-parts.js';

/** A foreign key's constraint, which ALTER TABLE and columns share. */
type ForeignKey = Extract<TableConstraint, { kind: 'foreign key' }>;

/** Where the name of a constraint was read, and from which token its span begins. */
export interface Opening {
  readonly from: number;
  readonly name?: Ident;
}

/** `CONSTRAINT [name]`, if it stands here. */
export function readOpening(c: Cursor): Opening {
  const from = c.pos;
  if (!c.accept('CONSTRAINT')) return { from };
  if (c.is('IF', 'NOT', 'EXISTS')) c.pos += 3;
  if (KINDS.has(c.word()) && !(c.is('CHECK') && c.isName(1))) return { from };
  return { from, name: readIdentOrString(c) };
}

const KINDS = new Set([
  'PRIMARY',
  'UNIQUE',
  'FOREIGN',
  'CHECK',
  'REFERENCES',
  'NOT',
  'NULL',
  'DEFAULT',
  'EXCLUDE',
]);

/** Reads a constraint of a table; undefined where none that is known begins here. */
export function readTableConstraint(
  c: Cursor,
  opening: Opening = readOpening(c),
): TableConstraint | undefined {
  const word = c.word();
  switch (word) {
    case 'PRIMARY':
      return c.word(1) === 'KEY' ? readKey(c, opening, 'primary key') : undefined;
    case 'UNIQUE':
      return readKey(c, opening, 'unique');
    case 'FOREIGN':
      return c.word(1) === 'KEY' ? readForeignKey(c, opening) : undefined;
    case 'CHECK':
      return readCheck(c, opening);
    default:
      return undefined;
  }
}

/** Base fields that every constraint has, from where it began to here. */
function base(c: Cursor, opening: Opening, found?: Attributes) {
  const enforced = found?.enforced;
  return {
    span: c.span(opening.from),
    ...(opening.name ? { name: opening.name } : {}),
    ...(found?.deferrable === undefined ? {} : { deferrable: found.deferrable }),
    ...(found?.initiallyDeferred === undefined ? {} : { initiallyDeferred: found.initiallyDeferred }),
    ...(found?.notValid ? { notValid: true } : {}),
    ...(enforced === undefined ? {} : { enforced }),
  };
}

/** The same for keys and references, which some engines never enforce. */
function keyBase(c: Cursor, opening: Opening, found: Attributes) {
  return { ...base(c, opening, found), ...(c.options.enforced ? {} : { enforced: false }) };
}

function readKey(c: Cursor, opening: Opening, kind: 'primary key' | 'unique'): TableConstraint | undefined {
  c.pos += kind === 'primary key' ? 2 : 1;
  let nullsNotDistinct = false;
  if (c.is('NULLS')) {
    nullsNotDistinct = c.word(1) === 'NOT';
    c.pos += nullsNotDistinct ? 3 : 2;
  }
  const before = readAttributesBeforeParts(c);
  let name = opening.name;
  if (kind === 'unique') {
    if (c.is('KEY') || c.is('INDEX')) c.pos++;
    if (c.is('IF', 'NOT', 'EXISTS')) c.pos += 3;
  }
  if (c.isName() && !c.isSymbol('(') && !c.is('USING') && !isClusteredWord(c)) {
    const written = readIdent(c);
    // MySQL: an index name after UNIQUE KEY counts where CONSTRAINT gave none.
    if (kind === 'unique') name = name ?? written;
  }
  const again = readAttributesBeforeParts(c);
  const parts = c.isSymbol('(') ? readPartsOrGroups(c) : [];
  if (parts.length === 0 && c.is('USING', 'INDEX')) {
    c.pos += 2;
    const usingIndex = readIdent(c);
    const found = readAttributes(c, false);
    return { kind, ...keyBase(c, { ...opening, name }, found), parts: [], include: [], usingIndex };
  }
  const found = readAttributes(c, false);
  const clustered = before.clustered ?? again.clustered ?? found.clustered;
  return {
    kind,
    ...keyBase(c, { ...opening, name }, found),
    parts,
    include: found.include,
    ...(nullsNotDistinct || found.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(clustered === undefined ? {} : { clustered }),
  };
}

function isClusteredWord(c: Cursor): boolean {
  return c.is('CLUSTERED') || c.is('NONCLUSTERED');
}

function readAttributesBeforeParts(c: Cursor): { clustered?: boolean } {
  let clustered: boolean | undefined;
  while (isClusteredWord(c) || (c.is('USING') && c.word(1) !== 'INDEX') || c.is('COLUMNSTORE')) {
    if (c.is('USING')) c.pos++;
    else if (!c.is('COLUMNSTORE')) clustered = c.is('CLUSTERED');
    c.pos++;
  }
  return { clustered };
}

/** Key parts; CQL groups the partition key in parentheses of its own: `((a, b), c)`. */
function readPartsOrGroups(c: Cursor): KeyPart[] {
  if (c.options.dialect !== 'cql') return readKeyParts(c);
  return c.inside(inner => {
    const parts: KeyPart[] = [];
    for (const [from, to] of inner.items()) {
      if (!inner.isSymbolAt('(', from)) {
        if (to > from) parts.push(keyPartOf(inner, from, to));
        continue;
      }
      parts.push(...inner.between(from, to, group => readKeyParts(group)));
    }
    return parts;
  });
}

function readForeignKey(c: Cursor, opening: Opening): TableConstraint | undefined {
  c.pos += 2;
  if (c.is('IF', 'NOT', 'EXISTS')) c.pos += 3;
  let name = opening.name;
  if (c.isName() && !c.isSymbol('(') && !c.is('REFERENCES')) {
    const written = readIdent(c);
    name = name ?? written;
  }
  const columns = c.isSymbol('(') ? readNameList(c) : [];
  if (!c.is('REFERENCES')) return undefined;
  return readReferences(c, { ...opening, name }, columns, false);
}

/** `REFERENCES t [(columns)] [MATCH ...] [ON DELETE ...] [ON UPDATE ...]`. */
export function readReferences(
  c: Cursor,
  opening: Opening,
  columns: readonly Ident[],
  inline: boolean,
): ForeignKey | undefined {
  c.pos++;
  const refTable = readName(c);
  if (!refTable) return undefined;
  const refColumns = c.isSymbol('(') ? readNameList(c) : [];
  let onDelete: RefAction | undefined;
  let onUpdate: RefAction | undefined;
  let match: ForeignKey['match'];
  const found: Attributes = { include: [] };
  for (;;) {
    if (c.is('ON', 'DELETE')) {
      c.pos += 2;
      onDelete = readAction(c);
    } else if (c.is('ON', 'UPDATE') && ACTIONS.has(c.word(2))) {
      c.pos += 2;
      onUpdate = readAction(c);
    } else if (c.is('MATCH')) {
      match = c.word(1).toLowerCase() as ForeignKey['match'];
      c.pos += 2;
    } else {
      const at = c.pos;
      const more = readAttributes(c, inline);
      if (c.pos === at) break;
      Object.assign(found, more);
    }
  }
  return {
    kind: 'foreign key',
    ...keyBase(c, opening, found),
    columns,
    refTable,
    refColumns,
    ...(onDelete ? { onDelete } : {}),
    ...(onUpdate ? { onUpdate } : {}),
    ...(match ? { match } : {}),
  };
}

const ACTIONS = new Set(['NO', 'RESTRICT', 'CASCADE', 'SET']);

function readAction(c: Cursor): RefAction | undefined {
  if (c.accept('CASCADE')) return 'cascade';
  if (c.accept('RESTRICT')) return 'restrict';
  if (c.accept('NO', 'ACTION')) return 'no action';
  if (c.accept('SET', 'NULL') || c.accept('SET', 'DEFAULT')) {
    const action = c.word(-1) === 'NULL' ? 'set null' : 'set default';
    if (c.isSymbol('(')) c.skip();
    return action;
  }
  return undefined;
}

function readCheck(c: Cursor, opening: Opening): TableConstraint {
  c.pos++;
  if (c.is('NOT', 'FOR', 'REPLICATION')) c.pos += 3;
  const expr = readParenthesised(c);
  const found = readAttributes(c, false);
  return { kind: 'check', ...base(c, opening, found), expr };
}

/** The expression in the parentheses here, without them; ClickHouse writes CHECK without parentheses. */
export function readParenthesised(c: Cursor): Expr {
  if (!c.isSymbol('(')) {
    const from = c.pos;
    while (!c.done && !c.isSymbol(',')) c.skip();
    return exprOf(c, from, c.pos);
  }
  const from = c.pos + 1;
  const close = c.closing();
  c.pos = Math.min(close + 1, c.end);
  if (c.options.dialect === 'clickhouse' && !c.done && !c.isSymbol(',')) {
    while (!c.done && !c.isSymbol(',')) c.skip();
    return exprOf(c, from - 1, c.pos);
  }
  return exprOf(c, from, close);
}

/** An inline constraint: its parts are the column it stands on. */
export function readInlineConstraint(
  c: Cursor,
  opening: Opening,
  column: Ident,
): TableConstraint | undefined {
  const word = c.word();
  if (word === 'REFERENCES') return readReferences(c, opening, [column], true);
  if (word === 'FOREIGN' && c.word(1) === 'KEY') {
    c.pos += 2;
    if (c.is('REFERENCES')) return readReferences(c, opening, [column], true);
    return undefined;
  }
  if (word === 'CHECK') {
    c.pos++;
    if (c.is('NOT', 'FOR', 'REPLICATION')) c.pos += 3;
    const expr = readParenthesised(c);
    return { kind: 'check', ...base(c, opening, readAttributes(c, true)), expr };
  }
  if (word !== 'PRIMARY' && word !== 'UNIQUE' && word !== 'KEY') return undefined;
  const primary = word !== 'UNIQUE';
  c.pos += word === 'KEY' ? 1 : primary ? 2 : 1;
  if (!primary && c.is('KEY')) c.pos++;
  const order = c.is('DESC') ? 'desc' : undefined;
  const found = readAttributes(c, true);
  if (c.options.dialect === 'tsql' && c.isSymbol('(')) {
    // SQL Server takes a table's constraint here, the comma before it left out.
    const parts = readKeyParts(c);
    Object.assign(found, { ...readAttributes(c, true), clustered: found.clustered });
    return {
      kind: primary ? 'primary key' : 'unique',
      ...keyBase(c, opening, found),
      parts,
      include: [],
      ...(found.clustered === undefined ? {} : { clustered: found.clustered }),
    };
  }
  return {
    kind: primary ? 'primary key' : 'unique',
    ...keyBase(c, opening, found),
    parts: [{ column, ...(order ? { order } : {}), span: column.span }],
    include: [],
    ...(found.clustered === undefined ? {} : { clustered: found.clustered }),
    ...(found.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
  };
}
