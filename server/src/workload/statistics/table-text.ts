/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse';

/** A row of an export: values by their column's name in lower case. Absent: no value. */
export type Row = ReadonlyMap<string, string>;

export interface TableText {
  /** In lower case. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Reads CSV with a header, the tab-separated output of `mysql --batch`, or JSON; undefined for what is none of them. */
export function readTableText(text: string): TableText | undefined {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '') return undefined;
  if (body.startsWith('[') || body.startsWith('{')) return readJson(body);
  const header = body.split('\n', 1)[0]!;
  const records = header.includes('\t')
    ? body.split(/\r?\n/).map(line => line.split('\t').map(unescapeField))
    : papa.parse(body, {
        delimiter: header.includes(';') && !header.includes(',') ? ';' : ',',
        skipEmptyLines: true,
      }).data;
  const [names, ...rest] = records;
  const columns = names!.map(name => name.trim().toLowerCase());
  return { columns, rows: rest.map(values => rowOf(columns, values)) };
}

function rowOf(columns: readonly string[], values: readonly string[]): Row {
  const row = new Map<string, string>();
  for (const [index, column] of columns.entries()) {
    const value = values[index];
    // PostgreSQL leaves a NULL out, MySQL writes the word.
    if (value !== undefined && value !== '' && value !== 'NULL' && value !== '\\N') row.set(column, value);
  }
  return row;
}

/** `mysql --batch` writes tabs, line ends and backslashes inside of values as two characters. */
function unescapeField(value: string): string {
  return value.replace(
    /\\([tn0\\])/g,
    (_, what: string) => ({ t: '\t', n: '\n', 0: '\0', '\\': '\\' })[what]!,
  );
}

function readJson(text: string): TableText | undefined {
  const list = recordsIn(parsed(text));
  if (list === undefined) return undefined;
  const columns = new Set<string>();
  const rows = list.map(record => {
    const row = new Map<string, string>();
    for (const [name, value] of Object.entries(record)) {
      const column = name.toLowerCase();
      columns.add(column);
      if (value !== null && value !== undefined)
        row.set(column, Array.isArray(value) ? `{${value.join(',')}}` : String(value));
    }
    return row;
  });
  return { columns: [...columns], rows };
}

/** A list of objects, alone or as the one list of an object. */
function recordsIn(value: unknown): readonly object[] | undefined {
  if (Array.isArray(value)) {
    const records = value.filter(item => typeof item === 'object' && item !== null && !Array.isArray(item));
    return records.length === value.length ? (records as object[]) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const lists = Object.values(value).filter(Array.isArray);
  return lists.length === 1 ? recordsIn(lists[0]) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
