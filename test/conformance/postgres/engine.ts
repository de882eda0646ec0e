import { PGlite } from '@electric-sql/pglite';
import type { Facts } from '../result.js';
import { FactWriter } from './fact-writer.js';
import { ORACLE_QUERIES } from './oracle-queries.js';
import { FACT_QUERIES, FINGERPRINT, LEFT_OVERS } from './queries.js';

/** PostgreSQL itself, compiled to WebAssembly. One at a time: it takes some 800 MB. */
export class Engine {
  private inTransaction = false;

  private constructor(private db: PGlite) {}

  static async start(): Promise<Engine> {
    return new Engine(await create());
  }

  stop(): Promise<void> {
    return this.db.close();
  }

  /** Runs one text; the error's message where it is refused. Nothing of a refused text remains. */
  async run(sql: string): Promise<string | undefined> {
    if (!this.inTransaction) return this.attempt(sql);
    const error = await this.attempt(`SAVEPOINT faultline_step; ${sql}`);
    await this.attempt(error === undefined ? 'RELEASE faultline_step' : 'ROLLBACK TO faultline_step');
    return error;
  }

  /**
   * Runs a text that should not change the schema, and undoes it where it does: `changed`. Nothing that code does
   * behind a statement can be read from its text.
   */
  async runData(sql: string): Promise<{ readonly error?: string; readonly changed?: true }> {
    const before = await this.fingerprint();
    const [open, keep, undo] = this.inTransaction
      ? ['SAVEPOINT faultline_step', 'RELEASE faultline_step', 'ROLLBACK TO faultline_step']
      : ['BEGIN', 'COMMIT', 'ROLLBACK'];
    await this.attempt(open);
    const error = await this.attempt(sql);
    const changed = error === undefined && (await this.fingerprint()) !== before;
    await this.attempt(error !== undefined || changed ? undo : keep);
    return error !== undefined ? { error } : changed ? { changed } : {};
  }

  async begin(sql: string): Promise<string | undefined> {
    const error = await this.attempt(sql);
    if (error === undefined) this.inTransaction = true;
    return error;
  }

  async end(sql: string): Promise<string | undefined> {
    this.inTransaction = false;
    return this.attempt(sql);
  }

  /** A number that changes with every change of the schema. */
  private async fingerprint(): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      try {
        const [result] = await this.db.exec(FINGERPRINT);
        return JSON.stringify(result?.rows);
      } catch (error) {
        // A transaction that failed without our seeing it begin.
        if (attempt > 0) throw error;
        await this.end('ROLLBACK');
      }
    }
  }

  /** Drops everything that a file has made. */
  async reset(): Promise<void> {
    this.inTransaction = false;
    for (const sql of ['ROLLBACK', 'RESET SESSION AUTHORIZATION', 'RESET ROLE', 'DISCARD ALL'])
      await this.attempt(sql);
    for (let round = 0; round < 4; round++) {
      const [result] = await this.db.exec(LEFT_OVERS);
      const rows = (result?.rows ?? []) as { drop: string }[];
      if (rows.length === 0) {
        await this.attempt('CREATE SCHEMA IF NOT EXISTS public; GRANT ALL ON SCHEMA public TO PUBLIC');
        return;
      }
      for (const { drop } of rows) await this.attempt(drop);
    }
    // Something cannot be dropped, such as a table moved into pg_catalog.
    await this.db.close();
    this.db = await create();
  }

  async facts(): Promise<Facts> {
    for (const sql of ['RESET SESSION AUTHORIZATION', 'RESET ROLE', "SET search_path = ''"])
      await this.attempt(sql);
    const out = new FactWriter();
    for (const { sql, list, print, printKey } of FACT_QUERIES) {
      const [result] = await this.db.exec(sql);
      const lists = new Map<string, string[]>();
      for (const { key, value } of (result?.rows ?? []) as { key: string; value: string | null }[]) {
        const text = print ? print(value ?? '') : (value ?? '');
        const plainKey = printKey ? printKey(key) : key;
        if (list) lists.set(plainKey, [...(lists.get(plainKey) ?? []), text]);
        else out.add(plainKey, text);
      }
      for (const [key, values] of lists) out.addAll(key, values);
    }
    return out.facts;
  }

  /** Flaws that PostgreSQL's own catalogs show. */
  async flaws(): Promise<Facts> {
    const out = new FactWriter();
    for (const sql of ORACLE_QUERIES) {
      const [result] = await this.db.exec(sql);
      for (const { key, value } of (result?.rows ?? []) as { key: string; value: string }[])
        out.add(key, value);
    }
    return out.facts;
  }

  private async attempt(sql: string): Promise<string | undefined> {
    try {
      await this.db.exec(sql);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

async function create(): Promise<PGlite> {
  return PGlite.create({ extensions: await loadExtensions() });
}

/** The extensions that come with PGlite and that schemas ask for. */
async function loadExtensions(): Promise<Record<string, never>> {
  const names = [
    'amcheck',
    'bloom',
    'btree_gin',
    'btree_gist',
    'citext',
    'cube',
    'file_fdw',
    'fuzzystrmatch',
    'hstore',
    'intarray',
    'isn',
    'lo',
    'ltree',
    'pg_stat_statements',
    'pg_trgm',
    'pgcrypto',
    'seg',
    'tablefunc',
    'unaccent',
    'uuid_ossp',
  ];
  const extensions: Record<string, never> = {};
  for (const name of names) {
    const module = (await import(`@electric-sql/pglite/contrib/${name}`)) as Record<string, never>;
    extensions[name] = module[name]!;
  }
  return extensions;
}
