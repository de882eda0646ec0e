import { entityOf } from '../../../ide/entity.js';
import { nameOf, wordsOf } from '../../../ide/mention.js';
import { mentionsOf } from '../../../ide/mentions.js';
import type { QName } from '../../../sql/ast/index.js';
import type { QueryBlock, QueryShape, Value } from '../../../sql/ast/shape.js';
import { effectiveReadings, type SourceUnit } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import type { SchemaScope } from '../scope.js';

/** A word that is a name, relative to the piece; its quotes are in the span. */
export interface NameWord extends Span {
  readonly text: string;
  /** What stands before it and a dot. */
  readonly qualifier: string | undefined;
  /** A dot follows. */
  readonly qualifies: boolean;
}

/** Every word of a unit that may be a name, those in the bodies of routines and triggers too; strings and comments left out. */
export function namesIn(unit: SourceUnit): readonly NameWord[] {
  const { text } = unit.piece;
  const found: NameWord[] = [];
  const scan = ({ start, end }: Span): void => {
    let before: { readonly text: string; readonly end: number } | undefined;
    for (const word of wordsOf(text.slice(start, end))) {
      const [from, to] = [start + word.start, start + word.end];
      const joined = before !== undefined && /^\s*\.\s*$/.test(text.slice(before.end, from));
      found.push({
        start: from,
        end: to,
        text: word.text,
        qualifier: joined ? before!.text : undefined,
        qualifies: /^\s*\./.test(text.slice(to, to + 10)),
      });
      before = { text: word.text, end: to };
    }
  };
  scan(unit.piece.body);
  for (const { statement } of effectiveReadings(unit)) {
    const body =
      statement.kind === 'create function' || statement.kind === 'create trigger'
        ? statement.body
        : undefined;
    // A body in dollar quotes or a string is passed over with them.
    const inner = body && innerOf(text, body.span);
    if (inner && !found.some(({ start }) => start >= inner.start && start < inner.end)) scan(inner);
  }
  return found;
}

function innerOf(text: string, { start, end }: Span): Span | undefined {
  const whole = text.slice(start, end);
  const quote = /^(\$\w*\$|')/.exec(whole)?.[1];
  if (quote !== undefined && whole.endsWith(quote))
    return { start: start + quote.length, end: end - quote.length };
  return whole.length > 0 ? { start, end } : undefined;
}

/** Names that the catalog understands by their statements: what each stands for, by where it begins. */
export function understood(
  unit: SourceUnit,
  name: string,
  { analyzer }: SchemaScope,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const reading of effectiveReadings(unit)) {
    for (const mention of mentionsOf(reading)) {
      if (nameOf(mention) !== name) continue;
      const entity = entityOf(analyzer, unit, mention);
      found.set(mention.span.start, entity?.id ?? `unknown:${mention.referent.kind}`);
    }
  }
  return found;
}

/** Relations that a query names, with where each name stands. */
export function tableNames(shape: QueryShape): readonly { readonly table: QName; readonly alias: string }[] {
  const sources = shape.blocks.flatMap(block =>
    block.sources.flatMap(({ table, alias }) => (table ? [{ table, alias }] : [])),
  );
  return shape.target ? [{ table: shape.target.table, alias: shape.target.alias }, ...sources] : sources;
}

/** A column that a block names. */
export interface BlockColumn {
  readonly block: QueryBlock;
  readonly column: NonNullable<Value['column']>;
  /** It stands alone in the list of what is selected: its name is the name of the result. */
  readonly names: boolean;
}

/** Every column that the blocks of a query name. */
export function columnsOfBlocks({ blocks }: QueryShape): readonly BlockColumn[] {
  const found: BlockColumn[] = [];
  for (const block of blocks) {
    const add = (value: Value | undefined, names = false): void => {
      if (!value) return;
      if (value.kind === 'column' && value.column && value.column.name !== '*')
        found.push({ block, column: value.column, names });
      for (const part of value.args ?? []) add(part);
      for (const part of value.window ?? []) add(part);
    };
    for (const condition of [...block.where, ...block.having]) inCondition(condition, add);
    for (const { on, values } of block.sources) {
      for (const condition of on) inCondition(condition, add);
      for (const value of values ?? []) add(value);
    }
    for (const { value, alias } of block.select) add(value, value.kind === 'column' && alias === undefined);
    for (const value of [...block.groupBy, ...(block.others ?? [])]) add(value);
    for (const { value } of block.orderBy) add(value);
    add(block.limit);
    add(block.offset);
  }
  return found;
}

function inCondition(condition: QueryBlock['where'][number], add: (value: Value | undefined) => void): void {
  switch (condition.kind) {
    case 'compare':
      add(condition.left);
      return add(condition.right);
    case 'in':
      add(condition.left);
      for (const value of condition.list ?? []) add(value);
      return;
    case 'between':
      add(condition.left);
      add(condition.low);
      return add(condition.high);
    case 'like':
      add(condition.left);
      return add(condition.pattern);
    case 'null':
      return add(condition.left);
    case 'truth':
      return add(condition.value);
    case 'or':
      for (const branch of condition.branches) for (const each of branch) inCondition(each, add);
      return;
    case 'exists':
      return;
  }
}
