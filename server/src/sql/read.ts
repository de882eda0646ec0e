import type { Span } from '../text/span.js';
import type { Statement } from './ast/index.js';
import type { Dialect } from './dialect.js';
import { loadPostgres, type PostgresWasm, readPostgres } from './postgres/index.js';
import { loadQueryParser, missedQueries } from './queries/index.js';
import type { PieceReader, Reading } from './reading.js';
import { readTolerant } from './tolerant/index.js';

/** Reads statements of every dialect, and remembers what it read. */
export interface Reader {
  /** Resolves when the parsers are loaded; rejects where one cannot be. Until then PostgreSQL stays unread. */
  readonly ready: Promise<void>;
  read(text: string, body: Span, dialect: Dialect): readonly Reading[];
  /** True for readings with a query that its dialect's grammar, not loaded yet, may have more to say of. */
  lacksGrammar(readings: readonly Reading[]): boolean;
  /** Loads the grammar for a dialect's queries. Never rejects: where it cannot be loaded, readings stay as they are. */
  loadGrammar(dialect: Dialect): Promise<void>;
}

export interface ReaderOptions {
  /** Where the PostgreSQL parser's WebAssembly is, where it does not lie beside the script. */
  readonly postgres?: PostgresWasm;
  /** How many code units of text may be remembered. */
  readonly cacheSize?: number;
}

const CACHE_SIZE = 16 * 1024 * 1024;

export function createReader(options: ReaderOptions = {}): Reader {
  let loaded = false;
  const ready = loadPostgres(options.postgres).then(() => {
    loaded = true;
  });
  // Whoever waits for `ready` hears of a failure; nobody else must crash for it.
  ready.catch(() => {});
  const cache = new ReadingCache(options.cacheSize ?? CACHE_SIZE);
  const lacking = new WeakSet<readonly Reading[]>();
  return {
    ready,
    lacksGrammar: readings => lacking.has(readings),
    loadGrammar: loadQueryParser,
    read(text, body, dialect) {
      const known = cache.get(text, body, dialect);
      if (known) return known;
      const missed = missedQueries();
      const readings = readerOf(dialect)(text, body, dialect);
      if (missedQueries() !== missed) lacking.add(readings);
      else if (loaded || !isPostgresFamily(dialect)) cache.set(text, body, dialect, readings);
      return readings;
    },
  };
}

function isPostgresFamily(dialect: Dialect): boolean {
  return dialect === 'postgres' || dialect === 'cockroach' || dialect === 'yugabyte';
}

function readerOf(dialect: Dialect): PieceReader {
  if (dialect === 'postgres') return readPostgres;
  return isPostgresFamily(dialect) ? readRelative : readTolerant;
}

/** CockroachDB and YugabyteDB: PostgreSQL's grammar first, the tolerant reader for what they add to it. */
function readRelative(text: string, body: Span, dialect: Dialect): readonly Reading[] {
  const readings = readPostgres(text, body, dialect);
  if (!readings.some(reading => reading.problem || misreadsElements(reading.statement))) return readings;
  const second = readTolerant(text, body, dialect);
  return countProblems(second) <= countProblems(readings) ? second : readings;
}

/** `INDEX name (a)` and `FAMILY name (a, b)` are columns to PostgreSQL, of a type with arguments. */
function misreadsElements(statement: Statement): boolean {
  if (statement.kind !== 'create table') return false;
  return statement.columns.some(
    ({ name, type }) => !name.quoted && /^(?:index|family)$/.test(name.value) && (type?.args.length ?? 0) > 0,
  );
}

function countProblems(readings: readonly Reading[]): number {
  return readings.filter(reading => reading.problem || reading.statement.kind === 'unread').length;
}

interface Remembered {
  readonly dialect: Dialect;
  readonly body: Span;
  readonly readings: readonly Reading[];
}

/**
 * Least recently used readings go first; a `Map` keeps the order of insertion. The text alone is the key, so that
 * nothing is copied: one text hardly ever stands in two dialects, and then the later one is remembered.
 */
class ReadingCache {
  private readonly entries = new Map<string, Remembered>();
  private size = 0;

  constructor(private readonly limit: number) {}

  get(text: string, body: Span, dialect: Dialect): readonly Reading[] | undefined {
    const known = this.entries.get(text);
    if (known?.dialect !== dialect || known.body.start !== body.start || known.body.end !== body.end)
      return undefined;
    this.entries.delete(text);
    this.entries.set(text, known);
    return known.readings;
  }

  set(text: string, body: Span, dialect: Dialect, readings: readonly Reading[]): void {
    if (text.length > this.limit / 4) return;
    if (!this.entries.delete(text)) this.size += text.length;
    this.entries.set(text, { dialect, body, readings });
    if (this.size <= this.limit) return;
    for (const oldest of this.entries.keys()) {
      if (this.size <= this.limit) break;
      this.entries.delete(oldest);
      this.size -= oldest.length;
    }
  }
}
