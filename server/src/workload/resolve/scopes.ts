import { foldColumn, type Table } from '../../schema/index.js';
import type { ColumnRef, QueryBlock, QuerySource, Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../model.js';
import type { Finder, Relation } from './lookups.js';

/** Something that a block can name columns of. */
export interface Scoped {
  /** Index of the block it stands in. */
  readonly block: number;
  /** Absent: the target of a change. */
  readonly source?: QuerySource;
  readonly alias: string;
  readonly relation?: Relation;
  /** Index of the block whose result it is. */
  readonly from?: number;
  /** Its columns by folded name, as far as they are known. */
  readonly columns: ReadonlyMap<string, Shown>;
  /** True where it may have further columns. */
  readonly open: boolean;
}

/** A column as a source shows it: its name, and for the result of a block what it is there. */
export interface Shown {
  readonly name: string;
  readonly behind?: { readonly block: number; readonly value: Value } | { readonly scoped: Scoped };
}

/** What a reference means where it stands. */
export type Meaning =
  | ColumnMeaning
  /** The name of a source stands for its whole row. */
  | { readonly is: 'row'; readonly scoped: Scoped }
  /** It may be a column of any of these. */
  | { readonly is: 'unsure'; readonly among: readonly Scoped[] }
  /** A column of none of the sources: a variable, a parameter, or a mistake. */
  | { readonly is: 'outside' };

export interface ColumnMeaning {
  readonly is: 'column';
  readonly scoped: Scoped;
  readonly column: string;
  readonly shown?: Shown;
}

/** The sources of a query's blocks, and what references to their columns mean. */
export class Scopes {
  private readonly lists = new Map<number, readonly Scoped[]>();
  private readonly results = new Map<number, Pick<Scoped, 'columns' | 'open'>>();

  constructor(
    readonly query: WorkloadQuery,
    private readonly lookups: Finder,
  ) {}

  /** Sources of a block; the target of a change last. */
  of(index: number): readonly Scoped[] {
    const known = this.lists.get(index);
    if (known) return known;
    // A common table expression that reads itself must not go round for ever.
    this.lists.set(index, []);
    const block = this.query.shape.blocks[index];
    const list = (block?.sources ?? []).map(source => this.scoped(index, source));
    const { target, verb } = this.query.shape;
    if (index === 0 && target && (verb === 'update' || verb === 'delete' || verb === 'merge')) {
      const relation = this.lookups.relation(target.table, this.query.unit);
      list.push({
        block: index,
        alias: target.alias,
        ...(relation ? { relation } : {}),
        ...this.shape(relation),
      });
    }
    this.lists.set(index, list);
    return list;
  }

  /** The target of a change with its columns; undefined for a query without one. */
  target(): Scoped | undefined {
    const { target } = this.query.shape;
    if (!target) return undefined;
    const relation = this.lookups.relation(target.table, this.query.unit);
    return { block: 0, alias: target.alias, ...(relation ? { relation } : {}), ...this.shape(relation) };
  }

  meaning(ref: ColumnRef, index: number): Meaning {
    for (let at: number | undefined = index; at !== undefined; at = this.enclosing(at)) {
      const found = this.inBlock(ref, at);
      if (found) return found;
    }
    return { is: 'outside' };
  }

  /** The base table's column that a reference shows, through subqueries that pass it on unchanged. */
  base(ref: ColumnRef, index: number): { readonly table: Table; readonly column: string } | undefined {
    let meaning = this.meaning(ref, index);
    for (let steps = 0; steps < MAX_STEPS && meaning.is === 'column'; steps++) {
      const { scoped, column, shown } = meaning;
      if (scoped.relation)
        return 'columnsIncomplete' in scoped.relation ? { table: scoped.relation, column } : undefined;
      const behind = shown?.behind;
      if (!behind) return undefined;
      if ('scoped' in behind) {
        const inner = behind.scoped.columns.get(this.fold(column));
        meaning = { is: 'column', scoped: behind.scoped, column, ...(inner ? { shown: inner } : {}) };
      } else {
        if (behind.value.kind !== 'column' || !behind.value.column) return undefined;
        meaning = this.meaning(behind.value.column, behind.block);
      }
    }
    return undefined;
  }

  /**
   * The column of a relation that a test of this one comes down to: planners merge a subquery that does nothing but
   * choose rows and columns with the query around it. Of everything else the meaning itself.
   */
  merged(found: ColumnMeaning): ColumnMeaning {
    let meaning = found;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const { scoped, shown } = meaning;
      if (scoped.relation || scoped.from === undefined || !this.isPlain(scoped.from)) return meaning;
      const behind = shown?.behind;
      if (!behind) return meaning;
      let next: Meaning | undefined;
      if ('scoped' in behind) {
        const inner = behind.scoped.columns.get(this.fold(meaning.column));
        next = {
          is: 'column',
          scoped: behind.scoped,
          column: meaning.column,
          ...(inner ? { shown: inner } : {}),
        };
      } else if (behind.value.kind === 'column' && behind.value.column)
        next = this.meaning(behind.value.column, behind.block);
      if (next?.is !== 'column') return meaning;
      meaning = next;
    }
    return meaning;
  }

  fold(name: string): string {
    return foldColumn(this.lookups.family, name);
  }

  /** True for a block that chooses rows and columns and is read in one place. */
  private isPlain(index: number): boolean {
    const { blocks } = this.query.shape;
    const block = blocks[index];
    if (!block || block.sources.length === 0 || block.distinct || block.limit || block.offset || block.locks)
      return false;
    if (block.groupBy.length > 0 || block.having.length > 0) return false;
    const readers = blocks.flatMap(({ sources }) => sources.filter(source => source.block === index));
    return readers.length === 1;
  }

  /** The block whose columns a block may name besides its own. */
  private enclosing(index: number): number | undefined {
    const block = this.query.shape.blocks[index];
    let parent = block?.parent;
    if (block?.role === 'cte' && parent !== undefined) parent = this.query.shape.blocks[parent]?.parent;
    return parent;
  }

  private inBlock(ref: ColumnRef, index: number): Meaning | undefined {
    const name = this.fold(ref.name);
    const sources = this.of(index);
    if (ref.qualifier !== undefined) {
      const qualifier = this.fold(ref.qualifier);
      const scoped = sources.find(({ alias }) => this.fold(alias) === qualifier);
      if (!scoped) return undefined;
      const shown = scoped.columns.get(name);
      if (shown) return { is: 'column', scoped, column: shown.name, shown };
      // One of the engine's own, such as `ctid`, or a mistake.
      if (!scoped.open) return { is: 'unsure', among: [] };
      return { is: 'column', scoped, column: ref.name };
    }
    const having = sources.filter(({ columns }) => columns.has(name));
    const only = having[0];
    if (only && (having.length === 1 || this.isMerged(index, name))) {
      const shown = only.columns.get(name)!;
      return { is: 'column', scoped: only, column: shown.name, shown };
    }
    if (having.length > 1) return { is: 'unsure', among: having };
    const row = sources.find(({ alias }) => this.fold(alias) === name);
    if (row) return { is: 'row', scoped: row };
    const open = sources.filter(source => source.open);
    if (open.length === 1 && sources.length === 1 && open[0]!.relation)
      return { is: 'column', scoped: open[0]!, column: ref.name };
    return open.length > 0 ? { is: 'unsure', among: open } : undefined;
  }

  /** True where USING makes one column of those of several sources. */
  private isMerged(index: number, name: string): boolean {
    return (this.query.shape.blocks[index]?.sources ?? []).some(source =>
      source.using.some(column => this.fold(column) === name),
    );
  }

  private scoped(index: number, source: QuerySource): Scoped {
    const base = { block: index, source, alias: source.alias };
    if (source.block !== undefined) return { from: source.block, ...base, ...this.result(source.block) };
    const relation = source.table && this.lookups.relation(source.table, this.query.unit);
    const { columns, open } = this.shape(relation);
    return { columns, open, ...base, ...(relation ? { relation } : {}) };
  }

  private shape(relation: Relation | undefined): Pick<Scoped, 'columns' | 'open'> {
    if (!relation) return UNKNOWN;
    const known = shapes.get(relation);
    if (known) return known;
    const columns = new Map<string, Shown>();
    let open = 'columnsIncomplete' in relation && relation.columnsIncomplete;
    for (const column of relation.columns) {
      const name = typeof column === 'string' ? column : column.name;
      if (name === '*') open = true;
      else columns.set(this.fold(name), { name });
    }
    const shape = { columns, open: open || columns.size === 0 };
    shapes.set(relation, shape);
    return shape;
  }

  private result(index: number): Pick<Scoped, 'columns' | 'open'> {
    const known = this.results.get(index);
    if (known) return known;
    this.results.set(index, UNKNOWN);
    const { blocks } = this.query.shape;
    const block = blocks[index];
    const first = blocks.findIndex(({ role, parent }) => role === 'union' && parent === index);
    let result: Pick<Scoped, 'columns' | 'open'>;
    if (!block) result = UNKNOWN;
    else if (first >= 0) {
      // A column of a UNION is none of one table.
      const member = this.result(first);
      result = {
        columns: new Map([...member.columns].map(([folded, { name }]) => [folded, { name }])),
        open: member.open,
      };
    } else result = this.selected(index, block);
    this.results.set(index, result);
    return result;
  }

  private selected(index: number, block: QueryBlock): Pick<Scoped, 'columns' | 'open'> {
    const columns = new Map<string, Shown>();
    let open = block.select.length === 0;
    for (const { value, alias } of block.select) {
      if (value.kind !== 'star') {
        const name = alias ?? resultName(value);
        if (name === undefined) open ||= value.kind === 'other';
        else columns.set(this.fold(name), { name, behind: { block: index, value } });
        continue;
      }
      const qualifier = value.column?.qualifier;
      for (const scoped of this.of(index)) {
        if (qualifier !== undefined && this.fold(scoped.alias) !== this.fold(qualifier)) continue;
        open ||= scoped.open;
        for (const [folded, { name }] of scoped.columns)
          if (!columns.has(folded)) columns.set(folded, { name, behind: { scoped } });
      }
      if (this.of(index).length === 0) open = true;
    }
    return { columns, open };
  }
}

/** Subqueries inside of subqueries are followed so far. */
const MAX_STEPS = 16;

const UNKNOWN: Pick<Scoped, 'columns' | 'open'> = { columns: new Map(), open: true };

/** A relation belongs to one family, whose names fold in one way. */
const shapes = new WeakMap<Relation, Pick<Scoped, 'columns' | 'open'>>();

/** Name of a result column that was given none. */
function resultName(value: Value): string | undefined {
  if (value.kind === 'column') return value.column?.name;
  if (value.kind === 'call') return value.name;
  if (value.kind === 'cast') return (value.args?.[0] && resultName(value.args[0])) ?? value.name;
  return undefined;
}
