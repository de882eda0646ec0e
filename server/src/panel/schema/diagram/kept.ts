import type { PanelPosition } from '../../../protocol/webview.js';
import type { Table, View } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { SchemaScope } from '../scope.js';

interface Entry<T> {
  readonly parts: readonly unknown[];
  readonly said: string;
  readonly anchors: readonly { readonly unit: SourceUnit; readonly at: PanelPosition }[];
  readonly value: T;
}

/** What was made of a relation, as long as all that it was made from is the same and stands where it stood. */
export class Kept<T> {
  private readonly entries = new WeakMap<Table | View, Entry<T>>();

  /**
   * @param parts What it is made from beside the relation, compared by identity.
   * @param said The same for what is best compared as text.
   */
  get(
    relation: Table | View,
    { analyzer }: Pick<SchemaScope, 'analyzer'>,
    parts: readonly unknown[],
    said: string,
    make: () => T,
  ): T {
    const startOf = ({ uri, piece }: SourceUnit): PanelPosition =>
      analyzer.rangeOf(uri, piece.start, piece.start).start;
    const known = this.entries.get(relation);
    if (
      known &&
      known.said === said &&
      known.parts.length === parts.length &&
      known.parts.every((part, i) => part === parts[i]) &&
      known.anchors.every(({ unit, at }) => {
        const now = startOf(unit);
        return now.line === at.line && now.character === at.character;
      })
    )
      return known.value;
    const anchors = unitsOf(relation).map(unit => ({ unit, at: startOf(unit) }));
    const value = make();
    this.entries.set(relation, { parts, said, anchors, value });
    return value;
  }
}

function unitsOf(relation: Table | View): readonly SourceUnit[] {
  const units = new Set<SourceUnit>([relation.nameOrigin.unit]);
  for (const { unit } of relation.origins) units.add(unit);
  if ('foreignKeys' in relation) for (const { nameOrigin } of relation.columns) units.add(nameOrigin.unit);
  return [...units];
}
