import type { DiagramChange } from '../../../protocol/schema-panel.js';
import type { PanelEdit } from '../../../protocol/webview.js';
import { display } from '../../../rules/lib/naming.js';
import { planStars, type StarPlan, tablesOf } from '../proposal/plan.js';
import { SPEAKERS } from '../proposal/speak.js';
import { ddlOf, loadOf } from '../proposal/write.js';
import type { SchemaScope } from '../scope.js';
import { atEnd, type Drafted, lastMigration, migrationNote } from './draft.js';

/** A proposed star behind the file that is shown, or in a new file beside it. */
export function acceptStar(
  { table, into }: Extract<DiagramChange, { do: 'accept star' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog, dialect } = scope;
  const speak = SPEAKERS[dialect];
  const plan = speak && planStars(scope).find(({ source }) => source.key === table);
  if (!speak || !plan) return { label: 'Star', refused: 'These files do not propose that star any more.' };
  const name = display(plan.source, catalog);
  const label = `Star around ${name}`;
  const sql = [
    `-- ${label}: its tables.`,
    ddlOf(plan, speak).trimEnd(),
    '',
    `-- Fills them from the tables of the application.`,
    loadOf(plan, speak, catalog).trimEnd(),
  ].join('\n');
  const migration = lastMigration(plan.source, scope);
  if (into === 'beside') {
    const uri = freeFile(plan, scope);
    return {
      label,
      creates: [uri],
      // A file of its own shows its dialect by nothing else.
      edits: [{ uri, range: START, newText: `-- dialect: ${dialect}\n${sql}\n` }],
      notes:
        migration === undefined
          ? []
          : ['It is no migration under this name; one that runs needs the number of the next.'],
      holds: ({ analyzer }) => stands(plan, uri, analyzer),
    };
  }
  const uri = migration ?? (scope.files.includes(scope.uri) ? scope.uri : plan.source.nameOrigin.unit.uri);
  const edit = atEnd(uri, sql.replace(/;$/, ''), scope);
  if (!edit) return { label, refused: 'There is no statement behind which the star could stand.' };
  return {
    label,
    edits: [edit],
    notes: migration === undefined ? [] : [migrationNote(migration)],
    holds: ({ analyzer }) => stands(plan, uri, analyzer),
  };
}

const START: PanelEdit['range'] = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** True where every table of the star is there with its columns, and every statement of its file was read. */
function stands(plan: StarPlan, uri: string, analyzer: SchemaScope['analyzer']): boolean {
  const catalog = analyzer.catalogOf(uri);
  if (!catalog) return false;
  const whole = tablesOf(plan).every(({ name, columns }) =>
    catalog.tablesNamed(name).some(table => table.columns.length === columns && !table.columnsIncomplete),
  );
  return (
    whole &&
    analyzer
      .units(uri)
      .every(({ readings }) => readings.every(({ partial, problem }) => !partial && !problem))
  );
}

/** A name beside the file that is shown which no file has. */
function freeFile({ name }: StarPlan, { analyzer, uri }: SchemaScope): string {
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const known = new Set(analyzer.files());
  const base = encodeURIComponent(name.replace(/^fact_/, 'star_').replace(/[^\p{L}\p{N}_-]+/gu, '_'));
  for (let i = 1; ; i++) {
    const tried = `${folder}/${base}${i === 1 ? '' : `_${i}`}.sql`;
    if (!known.has(tried)) return tried;
  }
}
