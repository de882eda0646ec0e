import type { ColumnDef, CreateTable, Expr, Ident, TypeName } from '../../ast/index.js';
import { quoteIdentifier } from '../types.js';
import type { Words } from './words.js';

/** `public.orders (\n    id bigint NOT NULL, ...\n)`, of columns alone. */
export function createTable(words: Words): CreateTable | undefined {
  const name = words.qname();
  if (!name || name.parts.length > 2 || !words.skip(' (\n    ')) return undefined;
  const columns: ColumnDef[] = [];
  do {
    const column = readColumn(words);
    if (!column) return undefined;
    columns.push(column);
  } while (words.skip(',\n    '));
  if (!words.skip('\n)')) return undefined;
  return {
    kind: 'create table',
    name,
    flavour: 'table',
    temporary: false,
    unlogged: false,
    ifNotExists: false,
    orReplace: false,
    columns,
    constraints: [],
    like: [],
    inherits: [],
    options: [],
  };
}

/** `id bigint DEFAULT 0 NOT NULL`. */
function readColumn(words: Words): ColumnDef | undefined {
  const from = words.at;
  const name = words.column();
  if (!name || !words.skip(' ')) return undefined;
  const type = readType(words);
  if (!type) return undefined;
  let value: Expr | undefined;
  if (words.skip(' DEFAULT ')) {
    value = readDefault(words);
    if (!value) return undefined;
  }
  const defined = value ? { default: value } : NOTHING;
  const start = words.at + 1;
  if (!words.skip(' NOT NULL'))
    return { name, type, options: [], constraints: [], span: words.span(from), ...defined };
  const constraint = { kind: 'not null' as const, column: name, span: words.span(start) };
  return {
    name,
    type,
    options: [],
    constraints: [constraint],
    span: words.span(from),
    nullable: false,
    ...defined,
  };
}

const NOTHING = {};

/** A type as PostgreSQL's `format_type` prints it: so it is written. */
export function readType(words: Words): TypeName | undefined {
  const from = words.at;
  if (words.match(TYPE)) {
    const written = words.text(from);
    let type = TYPES.get(written);
    if (!type) TYPES.set(written, (type = typeOf(written)));
    return { span: words.span(from), ...type };
  }
  // One of the schema's own.
  const name = words.qname();
  if (name?.parts.length !== 2 || name.parts[0]!.value === 'pg_catalog') return undefined;
  const [schema, last] = name.parts as [Ident, Ident];
  return {
    text: `${quoteIdentifier(schema.value)}.${quoteIdentifier(last.value)}`,
    base: last.value.toLowerCase(),
    args: [],
    dimensions: 0,
    schema: schema.value,
    span: name.span,
  };
}

const TYPE =
  /(?:bigint|integer|smallint|text|boolean|uuid|jsonb?|date|bytea|inet|real|double precision|character varying(?:\([1-9]\d{0,6}\))?|character\([1-9]\d{0,6}\)|numeric(?:\([1-9]\d{0,2},\d{1,2}\))?|time(?:stamp)?(?:\([0-6]\))? with(?:out)? time zone)(?:\[\])?(?![\w[(."$])/y;
const TYPES = new Map<string, Omit<TypeName, 'span'>>();

function typeOf(written: string): Omit<TypeName, 'span'> {
  const args = /\(([\d,]+)\)/.exec(written)?.[1]?.split(',') ?? [];
  const base = written.replace(/\([\d,]+\)|\[\]/g, '');
  return { text: written, base, args, dimensions: written.endsWith('[]') ? 1 : 0 };
}

/** What columns most often begin with: a constant, or a function without arguments. */
function readDefault(words: Words): Expr | undefined {
  const from = words.at;
  const expr = (functions: readonly string[], form: Expr['form'], value?: Expr['value']): Expr => ({
    text: words.text(from),
    span: words.span(from),
    columns: [],
    functions,
    form,
    ...(form === 'literal' ? { value } : {}),
  });
  if (words.match(NUMBER)) return expr([], 'literal', Number(words.text(from)));
  if (words.skip('false')) return expr([], 'literal', false);
  if (words.skip('true')) return expr([], 'literal', true);
  if (words.skip('CURRENT_TIMESTAMP')) return expr(['current_timestamp'], 'call');
  const text = words.quoted();
  if (text !== undefined) {
    if (!words.skip('::')) return undefined;
    const type = readType(words);
    return type && type.base !== 'boolean' && type.base !== 'bool' ? expr([], 'literal', text) : undefined;
  }
  if (words.match(CALL)) return expr([words.text(from).slice(0, -2)], 'call');
  const name = words.qname();
  if (name?.parts.length !== 2 || !words.skip('()')) return undefined;
  return expr([name.parts[1]!.value], 'call');
}

/** Without a schema, `json()` and others are no calls. */
const CALL = /(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|random)\(\)/y;
const NUMBER = /(?:0|[1-9]\d{0,8})(?![\w.])/y;
