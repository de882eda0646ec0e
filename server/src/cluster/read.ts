import type { SourceUnit } from '../sql/reading.js';
import type { Fragment, SystemModule } from './module.js';
import { readServices } from './services/index.js';
import type { Source } from './source.js';

/**
 * What a file says of any system: by its own format, and by the services that it starts. Never throws; a reader that
 * does loses what it had found.
 */
export function readSource(
  source: Source,
  modules: readonly SystemModule[],
  log: (line: string) => void = () => {},
): readonly Fragment[] {
  const found: Fragment[] = [];
  const guarded = (what: string, read: () => readonly Fragment[]) => {
    try {
      found.push(...read());
    } catch (error) {
      log(
        `${source.uri}: reading it as ${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  };
  for (const module of modules) {
    for (const format of module.formats) {
      guarded(format.title, () => (format.detects(source) ? format.read(source) : []));
    }
  }
  guarded('services', () =>
    readServices(source).flatMap(service =>
      modules.flatMap(module =>
        (module.services ?? []).flatMap(format => (format.detects(service) ? format.read(service) : [])),
      ),
    ),
  );
  return found;
}

/** What a statement of SQL or CQL says of replication. */
export function readStatement(unit: SourceUnit, modules: readonly SystemModule[]): readonly Fragment[] {
  return modules.flatMap(module =>
    (module.statements ?? []).flatMap(format =>
      format.dialects.includes(unit.dialect) && format.mayBe.test(unit.piece.text) ? format.read(unit) : [],
    ),
  );
}
