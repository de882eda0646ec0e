import type { Statement } from '../sql/ast/index.js';
import type { SourceUnit } from '../sql/reading.js';
import { brokenOf } from './broken.js';
import { claimsOfComments, claimsOfDocument, claimsOfStatement, isProse } from './claims/read.js';
import { imagesOf } from './images.js';
import type { Fragment, StatementFormat, SystemModule } from './module.js';
import { overlaysOf } from './overlays.js';
import { listingsOf } from './placing/left-out.js';
import { placingOf } from './placing/read.js';
import { startedOf } from './placing/started.js';
import { isUnread } from './placing/unread.js';
import { searchBesideOf } from './search-beside.js';
import type { Beside } from './services/env-file.js';
import { readStarted } from './services/index.js';
import { NOTHING_STARTED, type StartedServices } from './services/model.js';
import type { Source } from './source.js';
import { trialsOf } from './trial.js';
import { wallsOf } from './walls.js';

/**
 * What a file says of any system: by its own format, and by the services that it starts. Never throws; a reader that
 * does loses what it had found.
 * @param beside Other files of the workspace, for what this one names: the `env_file` of a service.
 */
export function readSource(
  source: Source,
  modules: readonly SystemModule[],
  log: (line: string) => void = () => {},
  beside: Beside = () => undefined,
): readonly Fragment[] {
  const found: Fragment[] = [];
  const prose = isProse(source);
  const guarded = (what: string, read: () => readonly Fragment[]) => {
    try {
      found.push(...read());
    } catch (error) {
      log(
        `${source.uri}: reading it as ${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  };
  const byFormats = (file: Source, wanted: (module: SystemModule) => boolean = () => true) => {
    for (const module of modules) {
      if (!wanted(module)) continue;
      for (const format of module.formats) {
        if (prose && format.prose !== true) continue;
        guarded(format.title, () => (format.detects(file) ? format.read(file) : []));
      }
    }
  };
  if (prose) {
    guarded('a document', () => claimsOfDocument(source));
    guarded('a document', () => [...trialsOf(source), ...listingsOf(source), ...startedOf(source, [])]);
    byFormats(source);
    return found;
  }
  byFormats(source);
  let started: StartedServices = NOTHING_STARTED;
  guarded('services', () => {
    started = readStarted(source, beside);
    return [];
  });
  /** Files whose services read them themselves, with the modules that do. */
  const taken = new Map<Source, Set<SystemModule>>();
  for (const service of started.services) {
    for (const module of modules) {
      for (const format of module.services ?? []) {
        guarded('a service', () => {
          if (!format.detects(service)) return [];
          if (format.readsFiles) {
            for (const { embedded } of service.files) {
              if (embedded !== undefined) taken.set(embedded, (taken.get(embedded) ?? new Set()).add(module));
            }
          }
          return format.read(service);
        });
      }
    }
  }
  guarded('images', () => [...imagesOf(source, started.services, modules), ...searchBesideOf(source)]);
  guarded('an overlay', () => overlaysOf(source));
  for (const file of started.embedded)
    if (!isUnread(file, source)) byFormats(file, module => !taken.get(file)?.has(module));
  if (
    found.some(
      ({ system }) =>
        system !== 'images' && system !== 'overlays' && system !== 'trial' && system !== 'walls',
    )
  )
    guarded('comments', () => claimsOfComments(source));
  guarded('its syntax', () => brokenOf(source, found));
  guarded('a playbook', () => [
    ...placingOf(source),
    ...listingsOf(source),
    ...trialsOf(source),
    ...wallsOf(source),
    ...startedOf(source, started.services),
  ]);
  return found;
}

/**
 * What a statement of SQL or CQL says of replication. Never throws.
 * @param withClaims Reads its comments as well, for what they claim of a cluster: nobody needs that where there is none.
 */
export function readStatement(
  unit: SourceUnit,
  modules: readonly SystemModule[],
  withClaims = true,
  log: (line: string) => void = () => {},
): readonly Fragment[] {
  const found: Fragment[] = [];
  try {
    const configures = mayConfigure(unit);
    for (const format of configures ? statementFormats(modules) : beginnings(modules)) {
      if (!format.dialects.includes(unit.dialect)) continue;
      if (configures ? format.mayBe.test(unit.piece.text) : beginsWith(unit, format.beginning))
        found.push(...format.read(unit));
    }
    if (withClaims && unit.piece.comments.length > 0) found.push(...claimsOfStatement(unit));
  } catch (error) {
    log(
      `${unit.uri}: reading a statement failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return found;
}

function statementFormats(modules: readonly SystemModule[]): readonly StatementFormat<unknown>[] {
  return modules.flatMap(({ statements }) => statements ?? []);
}

/** Those that may be told by a statement on rows. There are many such statements: worked out once. */
function beginnings(modules: readonly SystemModule[]): readonly StatementFormat<unknown>[] {
  let known = BEGINNINGS.get(modules);
  if (known === undefined) {
    known = statementFormats(modules).filter(({ beginning }) => beginning !== undefined);
    BEGINNINGS.set(modules, known);
  }
  return known;
}

const BEGINNINGS = new WeakMap<readonly SystemModule[], readonly StatementFormat<unknown>[]>();

function beginsWith({ piece: { text, body } }: SourceUnit, beginning: RegExp | undefined): boolean {
  return beginning?.test(text.slice(body.start, Math.min(body.end, body.start + 120))) === true;
}

/** False for statements of which a schema is made: they say nothing of replication but in dialects of distributed engines. */
function mayConfigure({ dialect, readings }: SourceUnit): boolean {
  if (dialect !== 'postgres' && dialect !== 'mysql' && dialect !== 'mariadb') return true;
  return readings.length === 0 || readings.some(reading => !PLAIN.has(reading.statement.kind));
}

const PLAIN: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>([
  'create table',
  'create index',
  'create view',
  'create function',
  'create trigger',
  'create type',
  'create enum',
  'create sequence',
  'alter sequence',
  'comment',
  'query',
]);
