import type { SchemaComparison, SchemaDiagram } from '../../../protocol/schema-panel.js';
import type { Answered } from '../../answer.js';
import { buildDiagram } from '../diagram/build.js';
import type { SchemaScope } from '../scope.js';
import { shadowOf } from '../shadow.js';
import { compareDiagrams } from './differences.js';
import { migrationOf } from './migration.js';

/** What has changed since the files had other texts, and the statements that lead from there to here. */
export async function compareWith(
  texts: Readonly<Record<string, string | null>>,
  label: string,
  scope: SchemaScope,
): Promise<Answered<SchemaComparison>> {
  const before = await shadowOf(scope, texts);
  if ('why' in before) return emptyBefore(label, scope);
  return compareScopes(before, scope, label);
}

/** The same for two schemas that are both there. */
export function compareScopes(before: SchemaScope, after: SchemaScope, label: string): SchemaComparison {
  // What the shadow reads is another catalog: each diagram is of its own.
  const [old, now] = [buildDiagram(before, 0), buildDiagram(after, 0)];
  const { statements, notes } = migrationOf(before, after);
  return {
    kind: 'compare',
    label,
    before: placeless(old),
    ...compareDiagrams(old, now),
    migration: statements.length === 0 ? '' : `${statements.join('\n')}\n`,
    notes,
  };
}

function emptyBefore(label: string, scope: SchemaScope): SchemaComparison {
  const now = buildDiagram(scope, 0);
  const empty: Pick<SchemaDiagram, 'tables' | 'edges'> = { tables: [], edges: [] };
  return {
    kind: 'compare',
    label,
    before: empty,
    ...compareDiagrams({ ...now, ...empty }, now),
    migration: '',
    notes: ['There was no schema before: every table is new.'],
  };
}

/** Places of another version are none that an editor could show. */
function placeless({ tables, edges }: SchemaDiagram): SchemaComparison['before'] {
  return {
    tables: tables.map(({ place: _, extent: __, columns, ...table }) => ({
      ...table,
      findings: [],
      columns: columns.map(({ place: ___, ...column }) => column),
    })),
    edges: edges.map(({ place: _, ...edge }) => edge),
  };
}
