import type { ColumnDef, Expr, Ident, TableConstraint, TableOption, TypeName } from '../ast/index.js';
import { readColumnOption } from './column-options.js';
import type { Cursor } from './cursor.js';
import { readIdentOrString } from './identifiers.js';
import { readType } from './types.js';

/** A column while its options are being read. */
export interface ColumnDraft {
  readonly name: Ident;
  type?: TypeName;
  nullable?: boolean;
  default?: Expr;
  generated?: ColumnDef['generated'];
  identity?: ColumnDef['identity'];
  serial?: boolean;
  collation?: string;
  comment?: string;
  onUpdate?: Expr;
  readonly options: TableOption[];
  readonly constraints: TableConstraint[];
  /** MySQL `FIRST` and `AFTER column` of ALTER TABLE. */
  first?: boolean;
  after?: Ident;
}

/** Words that follow a column's name directly where it has no type. */
const NO_TYPE = new Set(
  (
    'NOT NULL DEFAULT PRIMARY UNIQUE REFERENCES CHECK CONSTRAINT COLLATE GENERATED AS MATERIALIZED ALIAS EPHEMERAL ' +
    'COMMENT METADATA CODEC TTL OPTIONS'
  ).split(' '),
);

/**
 * Reads a column definition to the end of the cursor. `typed: false`: a column of a list that only names columns
 * (views, Hive partitions), where every word after the name is an option.
 */
export function readColumn(
  c: Cursor,
  typed = true,
): (ColumnDef & Pick<ColumnDraft, 'first' | 'after'>) | undefined {
  const from = c.pos;
  const name = readIdentOrString(c);
  if (!name) return undefined;
  const draft: ColumnDraft = { name, options: [], constraints: [] };
  // Hive writes `name: type` in some places.
  c.acceptSymbol(':');
  if (typed && !startsOption(c)) draft.type = readType(c);
  readOptions(c, draft);
  impliedByType(c, draft);
  if (typed && !draft.type && !draft.generated && c.options.types === 'mysql') {
    c.problem(`Column ${name.value} has no type.`, name.span, true);
  }
  return { span: c.span(from), ...draft };
}

function startsOption(c: Cursor): boolean {
  const word = c.word();
  return NO_TYPE.has(word) || (word === 'WITH' && /^(?:TAG|MASKING|PROJECTION)$/.test(c.word(1)));
}

function readOptions(c: Cursor, draft: ColumnDraft): void {
  /** Where a run of words began that nobody knows; -1 outside of one. */
  let unknown = -1;
  while (!c.done && !c.isSymbol(',')) {
    const at = c.pos;
    if (readColumnOption(c, draft)) {
      if (unknown >= 0) noteUnknown(c, unknown, at);
      unknown = -1;
      continue;
    }
    if (unknown < 0) unknown = at;
    c.pos = at;
    c.skip();
  }
  if (unknown >= 0) noteUnknown(c, unknown, c.pos);
}

const COMMON_TYPES = new Set(
  (
    'INT INTEGER BIGINT SMALLINT TINYINT VARCHAR NVARCHAR CHAR TEXT DATE DATETIME TIMESTAMP DECIMAL NUMERIC BOOLEAN BOOL ' +
    'DOUBLE FLOAT REAL UUID JSON BLOB STRING INT64'
  ).split(' '),
);

/** A name and a type among the options of a column: the comma before them was forgotten. */
function noteUnknown(c: Cursor, from: number, to: number): void {
  c.note('column option', from, to);
  if (to - from < 2 || !COMMON_TYPES.has(c.wordAt(from + 1))) return;
  const name = c.rawAt(from);
  c.problem(`A comma is missing before ${name}.`, c.span(from, from + 2), true);
}

/** What a type says of a column besides its values. */
function impliedByType(c: Cursor, draft: ColumnDraft): void {
  const type = draft.type;
  if (!type) return;
  const source = c.tokens.text.slice(type.span.start, type.span.end);
  if (c.options.types === 'postgres' && /^(?:small|big)?serial[248]?$/i.test(source)) draft.serial = true;
  if (c.options.types === 'mysql' && /^serial$/i.test(source)) {
    const span = type.span;
    draft.nullable = false;
    draft.identity ??= { mode: 'auto', span };
    draft.constraints.push({
      kind: 'unique',
      parts: [{ column: draft.name, span: draft.name.span }],
      include: [],
      span,
    });
  }
  // ClickHouse: a column holds NULL only where its type says so.
  if (c.options.types === 'keep')
    draft.nullable ??= /^(?:Nullable|LowCardinality\(Nullable)\(/.test(type.text);
}
