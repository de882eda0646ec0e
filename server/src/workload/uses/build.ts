import type { RelationKey } from '../../schema/index.js';
import type { ColumnRef, QueryBlock, QuerySource, Value } from '../../sql/ast/shape.js';
import type { TableUse, WorkloadQuery } from '../model.js';
import type { Meaning, Scoped, Scopes } from '../resolve/scopes.js';
import { blockValues, walkValue } from '../resolve/walk.js';
import { Classifier } from './classify.js';
import { UseDraft } from './draft.js';
import { addWrites } from './writes.js';

/** What a query does with each relation that it names, by the relation's key. */
export function buildUses(
  query: WorkloadQuery,
  scopes: Scopes,
): ReadonlyMap<RelationKey, readonly TableUse[]> {
  const gatherer = new Gatherer(query, scopes);
  const uses = new Map<RelationKey, TableUse[]>();
  for (const draft of gatherer.gather()) {
    // What could not be read may name any column; an INSERT asks for none.
    if (!query.shape.complete && draft.access !== 'insert') draft.uncertain = true;
    const use = draft.use(query, query.shape.blocks[draft.scoped.block]!);
    const list = uses.get(draft.relation);
    if (list) list.push(use);
    else uses.set(draft.relation, [use]);
  }
  return uses;
}

class Gatherer {
  private readonly drafts = new Map<Scoped, UseDraft>();
  private readonly classifier: Classifier;

  constructor(
    private readonly query: WorkloadQuery,
    private readonly scopes: Scopes,
  ) {
    this.classifier = new Classifier(scopes, this.drafts);
  }

  gather(): readonly UseDraft[] {
    const { blocks } = this.query.shape;
    const { verb } = this.query.shape;
    const changes = verb === 'update' || verb === 'merge' ? 'update' : 'delete';
    for (const index of blocks.keys()) {
      for (const scoped of this.scopes.of(index)) {
        if (!scoped.relation) continue;
        const access = scoped.source ? 'read' : changes;
        this.drafts.set(scoped, new UseDraft(scoped.relation.key, scoped, access));
      }
    }
    const tested = testedBlocks(blocks);
    for (const [index, block] of blocks.entries()) this.readBlock(block, index, tested.has(index));
    const { target } = this.query.shape;
    for (const set of target?.sets ?? []) this.need(set.value, 0);
    for (const value of target?.values ?? []) this.need(value, 0);
    return [...this.drafts.values(), ...addWrites(this.query, this.scopes, this.drafts)];
  }

  private readBlock(block: QueryBlock, index: number, isTested: boolean): void {
    blockValues(block, value => this.need(value, index));
    // What EXISTS selects does not matter.
    if (!isTested) for (const { value } of block.select) this.select(value, index);
    for (const source of block.sources) {
      for (const condition of source.on) this.classifier.classify(condition, index, source.join);
      this.using(source, index);
    }
    for (const condition of block.where) this.classifier.classify(condition, index, 'inner');
    for (const value of block.groupBy) {
      const found = this.sorted(block, value, index, 'group');
      const draft = found && this.drafts.get(found.scoped);
      if (draft && found && !draft.groupBy.includes(found.column)) draft.groupBy.push(found.column);
    }
    this.order(block, index);
  }

  private order(block: QueryBlock, index: number): void {
    let draft: UseDraft | undefined;
    const columns: { column: string; order: 'asc' | 'desc' }[] = [];
    for (const { value, order } of block.orderBy) {
      const found = this.sorted(block, value, index, 'order');
      const owner = found && this.drafts.get(found.scoped);
      if (!owner || (draft && draft !== owner)) return;
      draft = owner;
      columns.push({ column: found.column, order });
    }
    if (draft) draft.orderBy = columns;
  }

  /**
   * The bare column that an element of GROUP BY or ORDER BY is, also by number or by the name of a result, which
   * ORDER BY looks for first and GROUP BY last.
   */
  private sorted(
    block: QueryBlock,
    value: Value,
    index: number,
    clause: 'order' | 'group',
  ): Extract<Meaning, { is: 'column' }> | undefined {
    let current = value;
    if (typeof value.constant === 'number') {
      const item = block.select[value.constant - 1];
      if (!item) return undefined;
      current = item.value;
    }
    const plain = current.kind === 'column' ? current.column : undefined;
    if (plain && plain.qualifier === undefined && current === value) {
      const named = block.select.find(({ alias }) => alias !== undefined && this.same(alias, plain.name));
      const direct = this.scopes.meaning(plain, index);
      if (named && (clause === 'order' || direct.is !== 'column')) current = named.value;
    }
    if (current.kind !== 'column' || !current.column) return undefined;
    const meaning = this.scopes.meaning(current.column, index);
    return meaning.is === 'column' && meaning.scoped.block === index ? meaning : undefined;
  }

  private same(a: string, b: string): boolean {
    return this.scopes.fold(a) === this.scopes.fold(b);
  }

  /** Joins by USING that the shape could not spell out: whose column it is on the left, only tables tell. */
  private using(source: QuerySource, index: number): void {
    const sources = this.scopes.of(index);
    const at = sources.findIndex(scoped => scoped.source === source);
    const right = sources[at];
    for (const column of source.using) {
      const folded = this.scopes.fold(column);
      for (const scoped of sources) {
        const shown = scoped.columns.get(folded);
        if (shown) this.drafts.get(scoped)?.needs.add(shown.name);
      }
      const spelled = source.on.some(
        condition => condition.kind === 'compare' && this.same(condition.left.text, column),
      );
      const having = sources.slice(0, Math.max(0, at)).filter(({ columns }) => columns.has(folded));
      if (spelled || !right || having.length !== 1) continue;
      this.joined(right, having[0]!, folded, source);
      this.joined(having[0]!, right, folded, source);
    }
  }

  private joined(scoped: Scoped, other: Scoped, folded: string, { join, span }: QuerySource): void {
    const column = scoped.columns.get(folded)?.name;
    const across = other.columns.get(folded)?.name;
    if (column === undefined || across === undefined || !other.relation) return;
    this.drafts.get(scoped)?.joins.push({
      column,
      other: { relation: other.relation.key, column: across },
      kind: join,
      origin: { unit: this.query.unit, span },
    });
  }

  private select(value: Value, index: number): void {
    if (value.kind !== 'star') return this.need(value, index);
    const qualifier = value.column?.qualifier;
    for (const scoped of this.scopes.of(index)) {
      if (qualifier === undefined || this.same(scoped.alias, qualifier)) this.takeAll(scoped);
    }
  }

  private need(value: Value, index: number): void {
    walkValue(value, inner => {
      if (inner.kind !== 'column' || !inner.column) {
        if (inner.kind === 'star' && inner.column) this.select(inner, index);
        return;
      }
      this.needColumn(inner.column, index);
    });
  }

  private needColumn(ref: ColumnRef, index: number): void {
    const meaning = this.scopes.meaning(ref, index);
    switch (meaning.is) {
      case 'column': {
        const draft = this.drafts.get(meaning.scoped);
        if (!draft) return;
        draft.needs.add(meaning.column);
        if (!meaning.shown && meaning.scoped.open && ref.qualifier === undefined) draft.uncertain = true;
        return;
      }
      case 'row':
        this.takeAll(meaning.scoped);
        return;
      case 'unsure':
        for (const scoped of meaning.among) {
          const draft = this.drafts.get(scoped);
          if (draft) draft.uncertain = true;
        }
    }
  }

  private takeAll(scoped: Scoped): void {
    const draft = this.drafts.get(scoped);
    if (draft) draft.all = true;
  }
}

/** Blocks of which only whether they have rows is asked. */
function testedBlocks(blocks: readonly QueryBlock[]): ReadonlySet<number> {
  const tested = new Set<number>();
  for (const block of blocks) {
    for (const condition of block.where) if (condition.kind === 'exists') tested.add(condition.block);
    for (const source of block.sources)
      for (const condition of source.on) if (condition.kind === 'exists') tested.add(condition.block);
  }
  return tested;
}
