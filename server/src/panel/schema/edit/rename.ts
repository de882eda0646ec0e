import type { PanelEdit } from '../../../protocol/webview.js';
import { sqlName } from '../../../rules/lib/naming.js';
import type { Table } from '../../../schema/model.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import { codeLanguage } from '../../../workload/code/index.js';
import type { SchemaScope } from '../scope.js';

/** What a rename has found: names to write anew, and those of which it cannot be told what they mean. */
export class Renaming {
  readonly edits: PanelEdit[] = [];
  private readonly unclear: { readonly unit: SourceUnit; readonly at: number }[] = [];
  private readonly taken = new Set<string>();

  constructor(
    private readonly table: Table,
    private readonly to: string,
    private readonly scope: SchemaScope,
  ) {}

  /** Units of the schema, those in programs too. */
  units(): readonly SourceUnit[] {
    const { analyzer, uri } = this.scope;
    const root = analyzer.projectOf(uri)?.root;
    const own = new Set(this.scope.files);
    const code = analyzer
      .files()
      .filter(
        each => codeLanguage(each) !== undefined && (root === undefined || each.startsWith(`${root}/`)),
      );
    return [...own, ...code].flatMap(each => analyzer.units(each));
  }

  /** @param as Under the old name, so that what reads the result finds it. */
  rename(unit: SourceUnit, span: Span, as?: string): void {
    const key = `${unit.uri}:${unit.piece.start + span.start}`;
    if (this.taken.has(key)) return;
    this.taken.add(key);
    const { dialect } = this.table;
    const written = unit.piece.text.slice(span.start, span.end);
    const name = sqlName(this.to, dialect);
    // What has an unquoted name of its own in a program's string has no room for quotes.
    if (codeLanguage(unit.uri) !== undefined && (name !== this.to || /^["`[]/.test(written))) {
      this.unsure(unit, span.start);
      return;
    }
    const newText = as === undefined ? name : `${name} AS ${sqlName(as, dialect)}`;
    this.edits.push({ ...this.scope.place({ unit, span }), newText });
  }

  unsure(unit: SourceUnit, at: number): void {
    this.unclear.push({ unit, at });
  }

  /** A sentence that names the places where it is not known what a name means; undefined where all are. */
  why(name: string): string | undefined {
    if (this.unclear.length === 0) return undefined;
    const places = this.unclear.slice(0, 3).map(({ unit, at }) => {
      const { uri, range } = this.scope.place({ unit, span: { start: at, end: at } });
      return `${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))} line ${range.start.line + 1}`;
    });
    const more = this.unclear.length - places.length;
    return `It cannot be told what "${name}" means in ${places.join(', ')}${more > 0 ? ` and ${more} more ${more === 1 ? 'place' : 'places'}` : ''}: rename it by hand.`;
  }
}
