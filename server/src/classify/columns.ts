import type { Column, Table } from '../schema/model.js';
import { wordsOf } from '../text/words.js';
import { isNumber, kindOf, textLimit, type ValueKind } from './kinds.js';
import { additivityOf } from './measures.js';
import type { Measure } from './model.js';

/** What a column is for, as its name and type say it. */
export type Part =
  | 'reference'
  | 'key'
  | 'measure'
  | 'time'
  | 'attribute'
  | 'flag'
  | 'document'
  | 'validity'
  | 'audit'
  | 'ordinal';

export interface ColumnReading {
  readonly column: Column;
  /** Without a prefix that all columns of the table share (`ss_sold_date_sk`). */
  readonly words: readonly string[];
  readonly kind: ValueKind;
  readonly part: Part;
  /** Of something that is named like a key: the words before it, and whether the word is one of warehouses. */
  readonly stem?: readonly string[];
  readonly surrogate?: boolean;
  readonly measure?: Measure;
  readonly validity?: 'from' | 'to' | 'current' | 'version';
}

/** Every column of a table, read by itself. */
export function readColumns(table: Table): readonly ColumnReading[] {
  const names = table.columns.map(column => wordsOf(column.name));
  const prefix = sharedPrefix(names, wordsOf(table.name));
  const keys = new Set(table.primaryKey?.columns);
  const foreign = new Set(table.foreignKeys.flatMap(key => key.columns));
  const own = wordsOf(table.name).join(' ');
  return table.columns.map((column, i) => {
    const words = prefix && names[i]!.length > 1 ? names[i]!.slice(1) : names[i]!;
    const kind = kindOf(column.type);
    const read = readColumn(column, words, kind, keys.has(column.name), foreign.has(column.name));
    if (read.part !== 'reference' || !read.stem || foreign.has(column.name)) return read;
    // Its own key: the whole primary key, or the first column where none is declared.
    const whole = keys.size === 1 && keys.has(column.name);
    const first =
      keys.size === 0 &&
      i === 0 &&
      own.includes(read.stem.join(' ')) &&
      own.split(' ').length === read.stem.length;
    return whole || first ? { ...read, part: 'key' } : read;
  });
}

function readColumn(
  column: Column,
  words: readonly string[],
  kind: ValueKind,
  primary: boolean,
  foreign: boolean,
): ColumnReading {
  const base = { column, words, kind };
  const key = keyName(words, kind);
  if (foreign) return { ...base, part: 'reference', ...key };
  const validity = validityOf(words, kind);
  if (validity) return { ...base, part: 'validity', validity };
  if (isAudit(words)) return { ...base, part: 'audit' };
  if (key) return { ...base, part: 'reference', ...key };
  if (isFlag(column, words, kind)) return { ...base, part: 'flag' };
  if (kind === 'date' || kind === 'timestamp') return { ...base, part: 'time' };
  const last = words[words.length - 1] ?? '';
  if (DOCUMENT.has(last) && words.length > 1 && (kind === 'integer' || kind === 'text'))
    return { ...base, part: words.includes('line') ? 'ordinal' : 'document' };
  if (!isNumber(kind)) return { ...base, part: primary ? 'key' : 'attribute' };
  if (primary) return { ...base, part: 'key' };
  if (words.some(word => ORDINAL.has(word)) && !words.some(word => COUNTED.test(word)))
    return { ...base, part: 'ordinal' };
  const named = additivityOf(words);
  if (!named && kind === 'integer' && CODE.has(last)) return { ...base, part: 'attribute' };
  const measure: Measure = {
    column: column.name,
    additivity: named?.additivity ?? 'additive',
    because: named?.because ?? 'a number',
  };
  return { ...base, part: 'measure', measure };
}

/** `ss`, where every column begins with it, as in TPC's schemas. */
function sharedPrefix(names: readonly (readonly string[])[], table: readonly string[]): string | undefined {
  const first = names[0]?.[0];
  // `ward_code` of `ward` is no prefix; `web_name` of `web_site` is.
  if (first === undefined || first.length > (table.includes(first) ? 3 : 4) || names.length < 3)
    return undefined;
  return names.every(words => words[0] === first && words.length > 1) ? first : undefined;
}

function keyName(
  words: readonly string[],
  kind: ValueKind,
): { readonly stem: readonly string[]; readonly surrogate: boolean } | undefined {
  if (kind !== 'integer' && kind !== 'text' && kind !== 'uuid' && kind !== 'bytes' && !isDateKey(words, kind))
    return undefined;
  // `fact_id_1`, `fact_id_2`.
  if (words.length > 2 && /^\d$/.test(words[words.length - 1]!)) words = words.slice(0, -1);
  const last = words[words.length - 1] ?? '';
  const before = words.slice(0, -1);
  if (words.length > 1) {
    // `api_key` is text.
    if (SURROGATE.has(last))
      return { stem: before, surrogate: kind !== 'text' || last === 'sk' || last === 'hk' };
    if (last === 'id' || last === 'fk')
      return { stem: before[0] === 'fk' ? before.slice(1) : before, surrogate: false };
    if (words[0] === 'fk' || words[0] === 'id') return { stem: words.slice(1), surrogate: false };
  }
  // `custkey`, `datekey`: one word.
  const joined = kind === 'integer' ? /^([a-z]{3,})(key|sk)$/.exec(last) : null;
  if (joined && !/^(mon|tur|don|hoc|joc|whis|ta|ri|di)$/.test(joined[1]!))
    return { stem: [...before, joined[1]!], surrogate: joined[2] === 'key' || words.length > 1 };
  return undefined;
}

/** `Invoice Date Key` may hold the date itself, `order_date_key` too. */
function isDateKey(words: readonly string[], kind: ValueKind): boolean {
  return (
    (kind === 'date' || kind === 'timestamp' || kind === 'decimal') &&
    SURROGATE.has(words[words.length - 1] ?? '')
  );
}

function validityOf(words: readonly string[], kind: ValueKind): ColumnReading['validity'] {
  const text = words.join(' ');
  const timed = kind === 'date' || kind === 'timestamp' || kind === 'integer' || kind === 'text';
  if (timed && FROM.test(text)) return 'from';
  if (timed && TO.test(text)) return 'to';
  if (CURRENT.test(text) && (kind === 'boolean' || kind === 'text' || kind === 'integer')) return 'current';
  if (kind === 'integer' && /^(row version|version( no| number| num)?|version sk|scd version)$/.test(text))
    return 'version';
  return undefined;
}

function isAudit(words: readonly string[]): boolean {
  const text = words.join(' ');
  return (
    /^(created|updated|modified|inserted|deleted|loaded|changed|ingested|synced|processed)( (at|on|by|date|time|ts|datetime|timestamp|dt))?$/.test(
      text,
    ) ||
    /^(etl|dw|dwh|dbt|load|lineage|batch|ingest|ingestion|insert|update|audit|record|source system|src system|file)( |$)/.test(
      text,
    ) ||
    /^(last (edited|modified|updated|changed)|row (hash|id|created|updated))/.test(text) ||
    /\b(create|update|insert|load|modified) (date|time|ts|dt|timestamp|datetime)$/.test(text)
  );
}

function isFlag(column: Column, words: readonly string[], kind: ValueKind): boolean {
  if (kind === 'boolean') return true;
  const last = words[words.length - 1] ?? '';
  if (/^(is|has|was)$/.test(words[0] ?? '') && words.length > 1) return true;
  if (/^(flag|ind|indicator|yn)$/.test(last) || /.flag$/.test(last)) return true;
  return kind === 'text' && textLimit(column.type) === 1;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const SURROGATE = set('key sk skey wk wid hk dwkey dwid dimkey');
const DOCUMENT = set('number no num nr document ticket receipt invoice voucher reference ref');
const ORDINAL = set(
  'line seq sequence position pos ordinal sort year quarter month week day hour minute moy dom dow doy qoy yyyymm yyyymmdd age version revision',
);
const COUNTED = /^(amount|amt|quantity|qty|count|total|revenue|price|cost|sales|sum|number|num)$/;
const CODE = set('code zip status type class category phone level order flag group bucket grade');
const FROM =
  /^(valid from|(row )?(effective|eff)( from| start)?( date| dt| ts| time| datetime| timestamp)?|(row|rec|record|scd|version|dbt valid|sys|validity)( valid)? (from|start|begin|effective)( date| dt| ts| time)?|dbt valid from|start valid|valid start|begin effective|effective begin)( date| dt| ts| time| at| datetime)?$/;
const TO =
  /^(valid (to|until|thru|through)|(row )?(expiry|expiration|expires|expired|exp)( date| dt| ts| time| at)?|(effective|eff) (to|end|thru|until)( date| dt| ts| time)?|(row|rec|record|scd|version|sys|validity)( valid)? (to|end|expiration|expiry|until)( date| dt| ts| time)?|dbt valid to|valid end)( date| dt| ts| time| at| datetime)?$/;
const CURRENT =
  /^((is|row is|row) (current|latest)( row| record| version| flag| ind| indicator)?|(current|latest|curr)( row| record| version| rec)? (flag|ind|indicator|yn)|is (active version|most recent))$/;
