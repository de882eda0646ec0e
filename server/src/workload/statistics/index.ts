import type { FactLayer } from '../facts/store.js';
import type { ColumnFacts, Known, TableFacts } from '../model.js';
import { type Collected, type ColumnRecord, EXPORTS } from './kinds.js';
import { normalStatement } from './statement-text.js';
import { readTableText, type TableText } from './table-text.js';

export { normalStatement } from './statement-text.js';

/** An export as read; `problem` says why it counts for nothing. */
export interface StatisticsFile {
  /** As facts name it: relative to the project's folder. */
  readonly name: string;
  readonly problem?: string;
  readonly tables: readonly TableRecord[];
  readonly statements: ReadonlyMap<string, Known<number>>;
}

interface TableRecord {
  readonly schema: string;
  readonly name: string;
  readonly facts: Record<string, Known<number>>;
  readonly columns: ReadonlyMap<string, ColumnRecord>;
}

/** True for the path of a file that may hold statistics. */
export function isStatisticsPath(path: string): boolean {
  return /\.(?:csv|tsv|json)$/i.test(path);
}

/** Reads one export. Never throws: what is not understood becomes its problem. */
export function readStatistics(name: string, text: string): StatisticsFile {
  const table = readTableText(text);
  if (table === undefined) return nothing(name, 'it is neither CSV with a header nor a JSON list of objects');
  const kind = EXPORTS.find(
    each =>
      each.columns.every(column => table.columns.includes(column)) &&
      (each.oneOf === undefined || each.oneOf.some(column => table.columns.includes(column))),
  );
  if (kind === undefined)
    return nothing(name, `no export of statistics that is known has the columns ${shown(table)}`);
  const file = new Collection(name);
  for (const row of table.rows) kind.read(row, file);
  return file;
}

/** What the exports of a project say together; the first that says something counts. */
export function statisticsLayer(files: readonly StatisticsFile[]): FactLayer {
  const byName = new Map<string, TableRecord[]>();
  for (const { tables } of files) {
    for (const table of tables) {
      const name = table.name.toLowerCase();
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [table]);
      else others.push(table);
    }
  }
  return {
    factsOf: (schema, name) =>
      recordsFor(byName.get(name.toLowerCase()) ?? [], schema, name).flatMap(factsOf),
    ...(files.some(({ statements }) => statements.size > 0) ? { rateOf: ratesIn(files) } : {}),
  };
}

function ratesIn(files: readonly StatisticsFile[]): (text: string) => Known<number> | undefined {
  return text => {
    const normal = normalStatement(text);
    for (const { statements } of files) {
      const rate = statements.get(normal);
      if (rate !== undefined) return rate;
    }
    return undefined;
  };
}

/** Those of the table's schema; where SQL that names no schema is read, those of the only one that has the name. */
function recordsFor(records: readonly TableRecord[], schema: string, name: string): readonly TableRecord[] {
  const exact = records.filter(record => record.name === name);
  const named = exact.length > 0 ? exact : records;
  const here = named.filter(
    record => record.schema === '' || record.schema.toLowerCase() === schema.toLowerCase(),
  );
  if (here.length > 0 || schema !== '') return here;
  return new Set(named.map(record => record.schema)).size === 1 ? named : [];
}

/** Rows of one export serve shares of another, so a table's own record comes with those of its columns. */
function factsOf(record: TableRecord, _: number, all: readonly TableRecord[]): TableFacts[] {
  const rows = all.map(each => each.facts.rows).find(each => each !== undefined);
  const columns = new Map<string, ColumnFacts>();
  for (const [name, { facts, distinctShare }] of record.columns) {
    const distinct =
      facts.distinct ??
      (distinctShare === undefined || rows === undefined
        ? undefined
        : { value: distinctShare.value * rows.value, source: distinctShare.source });
    columns.set(name, { ...facts, ...(distinct === undefined ? {} : { distinct }) });
  }
  return [{ ...record.facts, columns }];
}

function nothing(name: string, problem: string): StatisticsFile {
  return { name, problem, tables: [], statements: new Map() };
}

function shown({ columns }: TableText): string {
  return columns.length > 6 ? `${columns.slice(0, 6).join(', ')} ...` : columns.join(', ');
}

class Collection implements StatisticsFile, Collected {
  readonly statements = new Map<string, Known<number>>();
  private readonly byKey = new Map<string, TableRecord & { readonly columns: Map<string, ColumnRecord> }>();

  constructor(readonly name: string) {}

  get tables(): readonly TableRecord[] {
    return [...this.byKey.values()];
  }

  table(schema: string, name: string): Record<string, Known<number>> {
    return this.record(schema, name).facts;
  }

  column(schema: string, table: string, name: string): ColumnRecord {
    const { columns } = this.record(schema, table);
    let column = columns.get(name);
    if (column === undefined) columns.set(name, (column = { facts: {} }));
    return column;
  }

  statement(text: string, perSecond: number): void {
    const normal = normalStatement(text);
    // The same text of several users and databases.
    const before = this.statements.get(normal)?.value ?? 0;
    this.statements.set(normal, this.known(before + perSecond));
  }

  known(value: number): Known<number> {
    return { value, source: this.name };
  }

  private record(schema: string, name: string) {
    const key = `${schema}.${name}`;
    let record = this.byKey.get(key);
    if (record === undefined) this.byKey.set(key, (record = { schema, name, facts: {}, columns: new Map() }));
    return record;
  }
}
