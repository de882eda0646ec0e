import type { AlterAction, Expr, Ident, KeyPart, RefAction, Statement } from '../../ast/index.js';
import type { Reading } from '../../reading.js';
import { copy } from './copy.js';
import { createTable, readType } from './table.js';
import { createTrigger } from './trigger.js';
import { Words } from './words.js';

/**
 * The statements that pg_dump writes by the thousand, word for word as it writes them: tables, owners, keys, indexes
 * on plain columns, sequences and comments. They are read without PostgreSQL's grammar and its tree; names need no quotes and are
 * no reserved words. Undefined for every other way to write them, and for whatever the grammar might refuse.
 *
 * @param base where the text begins in its piece
 */
export function readDumped(sql: string, base: number): Reading | undefined {
  const form = FORMS.find(([verb]) => sql.startsWith(verb));
  if (!form) return undefined;
  const words = new Words(sql, base, form[0].length);
  const statement = form[1](words);
  const end = words.at;
  if (!statement || !words.ends()) return undefined;
  return { statement, span: { start: base, end: base + end }, partial: false };
}

/** What the words after a verb say, or undefined. Position and failure are the words' own. */
type Read = (words: Words) => Statement | undefined;

const FORMS: readonly (readonly [verb: string, read: Read])[] = [
  ['CREATE TABLE ', createTable],
  ['ALTER TABLE ', words => alterTable(words, 'table')],
  ['ALTER SEQUENCE ', words => alterSequence(words)],
  ['ALTER VIEW ', words => alterTable(words, 'view')],
  ['COMMENT ON TABLE ', words => comment(words, 'table')],
  ['COMMENT ON COLUMN ', words => comment(words, 'column')],
  ['CREATE SEQUENCE ', createSequence],
  ['CREATE INDEX ', words => createIndex(words, false)],
  ['CREATE UNIQUE INDEX ', words => createIndex(words, true)],
  ['CREATE TRIGGER ', createTrigger],
  ['ALTER FUNCTION ', alterFunction],
  ['COPY ', copy],
];

function alterTable(words: Words, object: 'table' | 'view' | 'sequence'): Statement | undefined {
  const only = object === 'table' && words.skip('ONLY ');
  const name = words.qname();
  if (!name || name.parts.length > 2) return undefined;
  const action = words.skip(' ') ? owner(words) : words.skip('\n    ') ? addConstraint(words) : undefined;
  const changed = action ?? (only ? setDefault(words) : undefined);
  return changed && { kind: 'alter table', object, name, ifExists: false, only, actions: [changed] };
}

function owner(words: Words): AlterAction | undefined {
  const from = words.at;
  if (!words.skip('OWNER TO ')) return undefined;
  // `none` is no name of a role.
  const role = words.ident();
  if (!role || role.value === 'none') return undefined;
  return { kind: 'other', what: 'change owner', span: words.span(from) };
}

/** `ALTER COLUMN id SET DEFAULT nextval('t_id_seq'::regclass)`. */
function setDefault(words: Words): AlterAction | undefined {
  const from = words.at;
  if (!words.skip('ALTER COLUMN ')) return undefined;
  const column = words.column();
  if (!column || !words.skip(' SET DEFAULT ')) return undefined;
  const start = words.at;
  if (!words.match(NEXTVAL)) return undefined;
  const expr = {
    text: words.text(start),
    span: words.span(start),
    columns: [],
    functions: ['nextval'],
    form: 'call' as const,
  };
  return { kind: 'set default', column, default: expr, span: words.span(from) };
}

const NEXTVAL = /nextval\('[^'\\\0]+'::regclass\)/y;

function addConstraint(words: Words): AlterAction | undefined {
  const from = words.at;
  if (!words.skip('ADD ')) return undefined;
  const start = words.at;
  if (!words.skip('CONSTRAINT ')) return undefined;
  const name = words.ident();
  if (!name) return undefined;
  if (words.skip(' FOREIGN KEY ')) {
    const columns = words.idents();
    const refTable = columns && words.skip(' REFERENCES ') ? words.qname() : undefined;
    const refColumns = refTable && refTable.parts.length < 3 ? words.idents() : undefined;
    if (!columns || !refTable || !refColumns) return undefined;
    const onUpdate = words.skip(' ON UPDATE ') ? refAction(words) : 'no action';
    const onDelete = words.skip(' ON DELETE ') ? refAction(words) : 'no action';
    if (!onUpdate || !onDelete) return undefined;
    const span = words.span(start);
    const constraint = {
      span,
      name,
      columns,
      refTable,
      refColumns,
      onDelete,
      onUpdate,
      match: 'simple',
    } as const;
    return {
      kind: 'add constraint',
      constraint: { kind: 'foreign key', ...constraint },
      span: words.span(from),
    };
  }
  const kind = words.skip(' PRIMARY KEY ') ? 'primary key' : words.skip(' UNIQUE ') ? 'unique' : undefined;
  const columns = kind && words.idents();
  if (!kind || !columns) return undefined;
  return {
    kind: 'add constraint',
    constraint: { kind, span: words.span(start), name, parts: columns.map(partOf), include: [] },
    span: words.span(from),
  };
}

function refAction(words: Words): RefAction | undefined {
  return ACTIONS.find(([written]) => words.skip(written))?.[1];
}

const ACTIONS: readonly (readonly [string, RefAction])[] = [
  ['CASCADE', 'cascade'],
  ['RESTRICT', 'restrict'],
  ['SET NULL', 'set null'],
  ['SET DEFAULT', 'set default'],
];

function partOf(column: Ident): KeyPart {
  return { column, span: column.span };
}

function alterSequence(words: Words): Statement | undefined {
  const from = words.at;
  const name = words.qname();
  if (!name || name.parts.length > 2) return undefined;
  if (!words.skip(' OWNED BY ')) {
    words.at = from;
    return alterTable(words, 'sequence');
  }
  const ownedBy = words.qname();
  return ownedBy && (ownedBy.parts.length === 2 || ownedBy.parts.length === 3)
    ? { kind: 'alter sequence', name, ownedBy }
    : undefined;
}

function comment(words: Words, object: 'table' | 'column'): Statement | undefined {
  const name = words.qname();
  const least = object === 'table' ? 1 : 2;
  if (!name || name.parts.length < least || name.parts.length > least + 1 || !words.skip(' IS '))
    return undefined;
  // The tree leaves out an empty text.
  const text = words.quoted();
  return !text ? undefined : { kind: 'comment', object, name, text };
}

function createSequence(words: Words): Statement | undefined {
  const name = words.qname();
  if (!name || name.parts.length > 2 || !words.match(COUNTING)) return undefined;
  return { kind: 'create sequence', name, temporary: false, ifNotExists: false };
}

const COUNTING =
  /\n {4}START WITH \d{1,18}\n {4}INCREMENT BY \d{1,18}\n {4}NO MINVALUE\n {4}NO MAXVALUE\n {4}CACHE \d{1,18}/y;

function createIndex(words: Words, unique: boolean): Statement | undefined {
  const name = words.ident();
  if (!name || !words.skip(' ON ')) return undefined;
  const only = words.skip('ONLY ');
  const table = words.qname();
  if (!table || table.parts.length > 2 || !words.skip(' USING ')) return undefined;
  const method = words.ident();
  const columns = method && words.skip(' ') ? words.idents() : undefined;
  if (!method || !columns) return undefined;
  const partial = words.skip(' WHERE ');
  const where = partial ? predicate(words) : undefined;
  if (partial && !where) return undefined;
  return {
    kind: 'create index',
    name: { parts: [name], span: name.span },
    table,
    unique,
    concurrently: false,
    ifNotExists: false,
    only,
    method: method.value,
    parts: columns.map(partOf),
    include: [],
    ...(where ? { where } : {}),
    options: [],
  };
}

/** `(deleted_at IS NULL)` and what else is said of one column alone; undefined for all others. */
function predicate(words: Words): Expr | undefined {
  const from = words.at;
  if (!words.skip('(')) return undefined;
  const rest = words.skip('NOT ') ? CLOSED : TESTED;
  const column = words.ident();
  if (!column || !words.match(rest)) return undefined;
  const text = words.text(from);
  return { text, span: words.span(from), columns: [column.value], functions: [], form: 'other' };
}

const CLOSED = /\)/y;
const TESTED = / (?:IS (?:NOT )?NULL|= (?:true|false))\)/y;

/** `ALTER FUNCTION public.f(a integer, text) OWNER TO app`. */
function alterFunction(words: Words): Statement | undefined {
  const name = words.qname();
  if (!name || name.parts.length > 2 || !words.skip('(')) return undefined;
  if (!words.skip(')')) {
    do if (!parameter(words)) return undefined;
    while (words.skip(', '));
    if (!words.skip(')')) return undefined;
  }
  return words.skip(' ') && owner(words) ? { kind: 'other', verb: 'ALTER FUNCTION' } : undefined;
}

/** A type, with or without a name before it. */
function parameter(words: Words): boolean {
  const from = words.at;
  if (readType(words)) return true;
  words.at = from;
  return words.ident() !== undefined && words.skip(' ') && readType(words) !== undefined;
}
