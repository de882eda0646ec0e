import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file to edit. */
export interface FuzzFile {
  readonly name: string;
  readonly text: string;
}

const ROOT = join(__dirname, '../..');

/** The project's own SQL: examples and fixtures. */
export function ownFiles(maxLength: number): FuzzFile[] {
  return [join(ROOT, 'examples'), join(ROOT, 'test/fixtures')].flatMap(folder =>
    sqlBelow(folder, ROOT, maxLength),
  );
}

/** Real schemas, where the folder of them is there: `$FAULTLINE_CORPUS`, else `shared/corpus` beside the project. */
export function corpusFiles(maxLength: number): FuzzFile[] | undefined {
  const folder = process.env.FAULTLINE_CORPUS ?? join(ROOT, '../shared/corpus');
  return existsSync(folder) ? sqlBelow(folder, folder, maxLength) : undefined;
}

function sqlBelow(folder: string, base: string, maxLength: number): FuzzFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:sql|cql|pgsql)$/.test(name))
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile() && statSync(path).size <= maxLength)
    .sort()
    .map(path => ({ name: relative(base, path), text: readFileSync(path, 'utf8') }));
}

/** Real configs, each project as one workspace; none where the folder is not there. */
export function configFiles(): Readonly<Record<string, string>>[] {
  const folder = join(process.env.FAULTLINE_CORPUS ?? join(ROOT, '../shared/corpus'), 'config');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap(system => readdirSync(join(folder, system)).map(project => join(folder, system, project)))
    .map(project =>
      Object.fromEntries(
        readdirSync(project, { recursive: true, encoding: 'utf8' })
          .map(name => join(project, name))
          .filter(path => statSync(path).isFile())
          .map(path => [`file://${path}`, readFileSync(path, 'utf8')]),
      ),
    );
}
