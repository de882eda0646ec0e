import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compareScopes } from '../panel/schema/compare/index.js';
import { buildDiagram } from '../panel/schema/diagram/build.js';
import {
  comparisonJson,
  comparisonMarkdown,
  exportDiagram,
  markedDiagram,
  selectTables,
} from '../panel/schema/formats/index.js';
import { openScope, type SchemaScope } from '../panel/schema/scope.js';
import type { DiagramFormat, DiagramMode, DiagramTable, SchemaDiagram } from '../protocol/schema-panel.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { MAX_FILES, openSession, type Session, tellNotes } from './session.js';
import { resolveTargets } from './targets.js';

export interface DiagramOptions {
  readonly kind: DiagramMode;
  /** Names of tables, with their schema or without. */
  readonly focus: readonly string[];
  readonly hops: number;
  readonly format: DiagramFormat;
  readonly output?: string;
  readonly compare?: string;
}

/** `faultline diagram`: a picture or a dictionary of one schema. */
export async function diagram(paths: readonly string[], options: DiagramOptions, io: CliIo): Promise<number> {
  const session = await sessionOf(paths, io);
  const failed = tellNotes(session, io, false);
  const scope = scopeOf(session);
  const text =
    options.compare === undefined
      ? await textOf(buildDiagram(scope, 0), options, session)
      : await comparedText(options.compare, scope, options, session, io);
  if (options.output === undefined) io.stdout.write(text);
  else
    await writeFile(resolve(io.cwd, options.output), text).catch(error => {
      throw new CliError(`${options.output}: not written, ${(error as Error).message}`);
    });
  return failed ? EXIT.failed : EXIT.clean;
}

async function textOf(whole: SchemaDiagram, options: DiagramOptions, session: Session): Promise<string> {
  const { kind: mode, focus, hops, format } = options;
  const tables = focus.length === 0 ? undefined : focus.flatMap(name => named(name, whole.tables));
  const shown = selectTables(whole, { mode, hops, ...(tables === undefined ? {} : { tables }) });
  if (shown.tables.length === 0)
    throw new CliError(
      mode === 'star' && whole.tables.length > 0
        ? 'No fact was found in these files; --kind er draws every table.'
        : 'These files make no table.',
    );
  return exportDiagram(shown, format, mode, session.nameOf);
}

/** Against the schema of another path: names carry a sign of what happened to them, and what is gone is drawn as well. */
async function comparedText(
  path: string,
  scope: SchemaScope,
  options: DiagramOptions,
  session: Session,
  io: CliIo,
): Promise<string> {
  const other = await sessionOf([path], io);
  const before = scopeOf(other);
  if (before.catalog.family !== scope.catalog.family)
    throw new CliError(
      `${path} is written for ${before.dialect} and these files for ${scope.dialect}: they do not compare.`,
    );
  const found = compareScopes(before, scope, path);
  const now = buildDiagram(scope, 0);
  if (options.format === 'json') return comparisonJson(found);
  if (options.format === 'markdown') return comparisonMarkdown(now, found);
  return textOf(markedDiagram(now, found), options, session);
}

async function sessionOf(paths: readonly string[], io: CliIo): Promise<Session> {
  const targets = await resolveTargets(paths, io, { stdinFileName: undefined, maxFiles: MAX_FILES });
  return openSession(targets, {}, io, { progress: io.stderr.isTTY });
}

/** The one schema that the files make: those of several dialects or projects are not drawn into one. */
function scopeOf(session: Session): SchemaScope {
  const scopes = new Map<object, { readonly scope: SchemaScope; readonly files: string[] }>();
  for (const uri of session.selected()) {
    const scope = openScope(session.analyzer, uri);
    if ('why' in scope) continue;
    const known = scopes.get(scope.catalog);
    if (known) known.files.push(uri);
    else scopes.set(scope.catalog, { scope, files: [uri] });
  }
  const filled = [...scopes.values()].filter(({ scope }) => !isEmpty(scope));
  const [only, ...more] = filled.length > 0 ? filled : [...scopes.values()].slice(0, 1);
  if (!only) throw new CliError('No SQL was found in these files.');
  if (more.length > 0) {
    const list = filled.map(
      ({ scope, files }) =>
        `${scope.dialect}: ${session.nameOf(files[0]!)}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`,
    );
    throw new CliError(`There are several schemas here: name the files of one. ${list.join('; ')}.`);
  }
  return only.scope;
}

function isEmpty({ catalog }: SchemaScope): boolean {
  for (const _ of catalog.allTables()) return false;
  for (const _ of catalog.allViews()) return false;
  return true;
}

/** Tables of a name; letter case counts only where it tells two apart. */
function named(name: string, tables: readonly DiagramTable[]): readonly string[] {
  const names = (table: DiagramTable) => {
    const name = table.name.replace(/^[+~-] /, '');
    return [name, `${table.schema}.${name}`, table.id];
  };
  const exact = tables.filter(table => names(table).includes(name));
  const found =
    exact.length > 0
      ? exact
      : tables.filter(table => names(table).some(each => each.toLowerCase() === name.toLowerCase()));
  if (found.length === 0) {
    const near = tables.filter(table => table.name.toLowerCase().includes(name.toLowerCase())).slice(0, 5);
    throw new CliError(
      `There is no table "${name}" here.${near.length > 0 ? ` There are: ${near.map(table => table.name).join(', ')}.` : ''}`,
    );
  }
  return found.map(({ id }) => id);
}
