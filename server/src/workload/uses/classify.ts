import type { ColumnRef, Condition, QuerySource, Value } from '../../sql/ast/shape.js';
import type { ColumnTest } from '../model.js';
import type { ColumnMeaning, Scoped, Scopes } from '../resolve/scopes.js';
import { conditionValues, refsIn, walkValue } from '../resolve/walk.js';
import type { UseDraft } from './draft.js';
import { plain } from './plain.js';

const RANGES: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** Sorts the tests of a query by what an index on their columns could do for them. */
export class Classifier {
  constructor(
    private readonly scopes: Scopes,
    private readonly drafts: ReadonlyMap<Scoped, UseDraft>,
  ) {}

  classify(condition: Condition, index: number, join: QuerySource['join']): void {
    switch (condition.kind) {
      case 'compare': {
        const { operator, negated } = condition;
        const left = plain(condition.left, index, this.scopes);
        const right = plain(condition.right, index, this.scopes);
        this.compare(condition, left, right, index, join, !negated && operator);
        this.compare(condition, right, left, index, join, !negated && operator);
        return;
      }
      case 'between':
        this.test(condition, condition.left, condition.low, index, condition.negated ? 'others' : 'ranges', [
          condition.low,
          condition.high,
        ]);
        for (const bound of [condition.low, condition.high])
          this.test(condition, bound, condition.left, index, condition.negated ? 'others' : 'ranges', [
            condition.left,
          ]);
        return;
      case 'in':
        return this.membership(condition, index, join);
      case 'like': {
        const { pattern, caseless, negated } = condition;
        const text = pattern.kind === 'cast' ? pattern.args?.[0]?.constant : pattern.constant;
        const fixed = typeof text === 'string' && /^[^%_]/.test(text);
        const list = fixed && !caseless && !negated ? 'ranges' : 'others';
        const left = plain(condition.left, index, this.scopes);
        return this.test(condition, left, pattern, index, list, [pattern]);
      }
      case 'null':
        return this.test(condition, condition.left, undefined, index, 'others', []);
      case 'truth':
        return this.test(condition, condition.value, undefined, index, 'others', []);
      case 'or':
        conditionValues(condition, value => this.test(condition, value, undefined, index, 'others', []));
    }
  }

  private compare(
    condition: Condition,
    side: Value,
    other: Value,
    index: number,
    join: QuerySource['join'],
    operator: string | false,
  ): void {
    const bare = this.bare(side, index);
    const across = operator === '=' && bare ? this.bare(other, index) : undefined;
    if (bare && across && across.scoped !== bare.scoped) {
      this.join(condition, bare, other, across, index, join);
      return;
    }
    const list = operator === '=' ? 'equals' : operator && RANGES.has(operator) ? 'ranges' : 'others';
    this.test(condition, side, other, index, list, [other]);
  }

  private join(
    condition: Condition,
    bare: ColumnMeaning,
    other: Value,
    across: ColumnMeaning,
    index: number,
    join: QuerySource['join'],
  ): void {
    const draft = this.drafts.get(bare.scoped);
    if (!draft) return;
    const base = across.scoped.relation
      ? { relation: across.scoped.relation.key, column: across.column }
      : this.baseOf(other.column!, index);
    const origin = { unit: this.scopes.query.unit, span: condition.span };
    const kind = join === 'first' ? 'inner' : join;
    if (base) draft.joins.push({ column: bare.column, other: base, kind, origin });
    else draft.others.push(this.columnTest(bare.column, condition, other));
  }

  private membership(
    condition: Extract<Condition, { kind: 'in' }>,
    index: number,
    join: QuerySource['join'],
  ): void {
    const { list, block, negated } = condition;
    const left = plain(condition.left, index, this.scopes);
    const sides = left.kind === 'list' ? (left.args ?? []) : [left];
    if (list) {
      const [first] = list;
      for (const side of sides) this.test(condition, side, first, index, negated ? 'others' : 'equals', list);
      // `$1 = ANY (tags)`
      for (const item of list) this.test(condition, item, left, index, 'others', [left]);
      return;
    }
    if (block === undefined) return;
    const inner = this.scopes.query.shape.blocks[block];
    for (const [n, side] of sides.entries()) {
      const value = inner?.select[n]?.value;
      const bare = this.bare(side, index);
      const across = value && !negated ? this.bare(value, block) : undefined;
      if (bare && across && value) {
        this.join(condition, bare, value, across, block, join);
        this.join(condition, across, side, bare, index, join);
      } else this.test(condition, side, value, index, 'others', []);
    }
  }

  /**
   * Notes a test of the column that `side` is. `list` is where it goes if everything in `against` is known before the
   * table is read; a column inside of something else goes to `wrapped`.
   */
  private test(
    condition: Condition,
    side: Value,
    value: Value | undefined,
    index: number,
    list: 'equals' | 'ranges' | 'others',
    against: readonly Value[],
  ): void {
    if (side.kind === 'column' && side.column) {
      const bare = this.bare(side, index);
      const draft = bare && this.drafts.get(bare.scoped);
      if (!bare || !draft) return;
      const fits = list === 'others' || against.every(item => this.isFixed(item, index));
      draft[fits ? list : 'others'].push(this.columnTest(bare.column, condition, value));
      return;
    }
    if (side.kind === 'list') {
      // `(a, b) < (1, 2)` is a range of an index on both, and of one on `a`.
      for (const [n, item] of (side.args ?? []).entries())
        this.test(condition, item, value, index, n === 0 ? list : 'others', against);
      return;
    }
    const seen = new Set<string>();
    for (const ref of refsIn(side)) {
      const meaning = this.scopes.meaning(ref, index);
      const draft = meaning.is === 'column' ? this.drafts.get(meaning.scoped) : undefined;
      if (meaning.is !== 'column' || !draft || seen.has(`${draft.relation} ${meaning.column}`)) continue;
      seen.add(`${draft.relation} ${meaning.column}`);
      draft.wrapped.push({ wrapper: side, ...this.columnTest(meaning.column, condition, value) });
    }
  }

  /** True for what has one value for the whole query: no column of any of its tables is in it. */
  private isFixed(value: Value, index: number): boolean {
    let fixed = true;
    walkValue(value, inner => {
      if (inner.kind === 'star') fixed = false;
      else if (inner.kind === 'subquery')
        fixed &&= inner.block !== undefined && this.standsAlone(inner.block);
      else if (inner.kind === 'column' && inner.column)
        fixed &&= this.scopes.meaning(inner.column, index).is === 'outside';
    });
    return fixed;
  }

  /** True for a subquery that names no column of the blocks around it. */
  private standsAlone(index: number): boolean {
    const block = this.scopes.query.shape.blocks[index];
    if (!block) return false;
    let alone = true;
    const check = (value: Value): void => {
      for (const ref of refsIn(value)) {
        const meaning = this.scopes.meaning(ref, index);
        if (meaning.is === 'unsure' || (meaning.is === 'column' && meaning.scoped.block < index))
          alone = false;
      }
    };
    for (const condition of block.where) conditionValues(condition, check);
    for (const { value } of block.select) check(value);
    return alone;
  }

  private bare(value: Value, index: number): ColumnMeaning | undefined {
    if (value.kind !== 'column' || !value.column) return undefined;
    const meaning = this.scopes.meaning(value.column, index);
    return meaning.is === 'column' ? this.scopes.merged(meaning) : undefined;
  }

  private baseOf(ref: ColumnRef, index: number): { relation: string; column: string } | undefined {
    const base = this.scopes.base(ref, index);
    return base && { relation: base.table.key, column: base.column };
  }

  private columnTest(column: string, condition: Condition, value: Value | undefined): ColumnTest {
    return {
      column,
      condition,
      ...(value ? { value } : {}),
      origin: { unit: this.scopes.query.unit, span: condition.span },
    };
  }
}
