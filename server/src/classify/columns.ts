import type { Column, Table } from '../schema/model.js';
import { wordsOf } from '../text/words.js';
import { isNumber, kindOf, textLimit, type ValueKind } from './kinds.js';
import { additivityOf } from './measures.js';
import type { Measure } from './model.js';
import { writtenName } from './written.js';

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
  /** Which part of a date the name is one of: `year`, `week`. */
  readonly calendar?: string;
}

/** Every column of a table, read by itself. */
export function readColumns(table: Table): readonly ColumnReading[] {
  const written = table.columns.map(column => writtenName(column.name, column.nameOrigin));
  const names = written.map(wordsOf);
  const own = wordsOf(writtenName(table.name, table.nameOrigin));
  const prefix = sharedPrefix(names, own);
  const keys = new Set(table.primaryKey?.columns);
  const given = new Set(table.foreignKeys.flatMap(key => key.columns));
  return table.columns.map((column, i) => {
    const cut = prefix !== undefined && names[i]!.length > 1;
    const foreign = given.has(column.name);
    const said = saidBy(column, written[i]!, cut, keys.has(column.name), foreign);
    if (said.part === 'reference' && said.stem && !foreign) {
      const whole = keys.size === 1 && keys.has(column.name);
      const first =
        keys.size === 0 &&
        i === 0 &&
        own.join(' ').includes(said.stem.join(' ')) &&
        own.length === said.stem.length;
      if (whole || first) return { column, ...said, part: 'key' };
    }
    return { column, ...said };
  });
}

/** What a name says of a column of some kind, wherever it stands. */
type Said = Omit<ColumnReading, 'column'>;

/** A schema says few names, thousands of times. For each kind a map for each of the places, and in it the names. */
const SAID = new Map<ValueKind, (Map<string, Said> | undefined)[]>();
const SAID_LIMIT = 10_000;

function saidBy(column: Column, written: string, cut: boolean, primary: boolean, foreign: boolean): Said {
  const kind = kindOf(column.type);
  const one = kind === 'text' && column.type?.text.includes('(1)') === true && textLimit(column.type) === 1;
  const place = (cut ? 1 : 0) + (primary ? 2 : 0) + (foreign ? 4 : 0) + (one ? 8 : 0);
  let places = SAID.get(kind);
  if (!places) SAID.set(kind, (places = new Array<undefined>(16).fill(undefined)));
  let byName = places[place];
  if (!byName) byName = places[place] = new Map();
  const key = written === column.name ? written : `${written}\0${column.name}`;
  let said = byName.get(key);
  if (!said) {
    const words = wordsOf(written);
    said = readName(column.name, cut ? words.slice(1) : words, kind, one, primary, foreign);
    if (byName.size >= SAID_LIMIT) byName.clear();
    byName.set(key, said);
  }
  return said;
}

function readName(
  name: string,
  words: readonly string[],
  kind: ValueKind,
  one: boolean,
  primary: boolean,
  foreign: boolean,
): Said {
  const calendar = calendarPart(words.join(''));
  const base = { words, kind, ...(calendar === undefined ? {} : { calendar }) };
  const key = keyName(words, kind);
  if (foreign) return { part: 'reference', ...base, ...key };
  const validity = validityOf(words, kind);
  if (validity) return { part: 'validity', validity, ...base };
  if (isAudit(words)) return { part: 'audit', ...base };
  if (key) return { part: 'reference', ...base, ...key };
  const day = dayNumber(words, kind);
  if (day) return { part: 'reference', ...base, stem: day, surrogate: false };
  if (isFlag(words, kind, one)) return { part: 'flag', ...base };
  if (kind === 'date' || kind === 'timestamp') return { part: 'time', ...base };
  const last = words[words.length - 1] ?? '';
  if (DOCUMENT.has(last) && words.length > 1 && (kind === 'integer' || kind === 'text'))
    return { part: words.includes('line') ? 'ordinal' : 'document', ...base };
  if (!isNumber(kind)) return { part: primary ? 'key' : 'attribute', ...base };
  // An `id` says which row it is, declared or not: nobody sums it.
  if (primary || (kind === 'integer' && words.length === 1 && ID.has(last))) return { part: 'key', ...base };
  if (words.some(word => ORDINAL.has(word)) && !words.some(word => COUNTED.test(word)))
    return { part: 'ordinal', ...base };
  const named = additivityOf(words);
  if (!named && kind === 'integer' && CODE.has(last)) return { part: 'attribute', ...base };
  const measure: Measure = {
    column: name,
    additivity: named?.additivity ?? 'additive',
    because: named?.because ?? 'a number',
  };
  return { part: 'measure', measure, ...base };
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

/** `orderdate` as a number may name a row of a table of dates: `order`, `date`. */
function dayNumber(words: readonly string[], kind: ValueKind): readonly string[] | undefined {
  if (kind !== 'integer') return undefined;
  const last = words[words.length - 1] ?? '';
  const before = /^([a-z]{3,})date$/.exec(last)?.[1];
  if (before === undefined || /^(up|vali|man)$/.test(before)) return undefined;
  return [...words.slice(0, -1), before, 'date'];
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
    /^(last (edited|modified|updated|changed|update)|row (hash|id|created|updated))/.test(text) ||
    /\b(create|update|insert|load|modified) (date|time|ts|dt|timestamp|datetime)$/.test(text)
  );
}

function isFlag(words: readonly string[], kind: ValueKind, one: boolean): boolean {
  if (kind === 'boolean') return true;
  const last = words[words.length - 1] ?? '';
  if (/^(is|has|was)$/.test(words[0] ?? '') && words.length > 1) return true;
  if (/^(flag|ind|indicator|yn)$/.test(last) || /.flag$/.test(last)) return true;
  return one;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const ID = set('id oid uid');
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

function calendarPart(text: string): string | undefined {
  return CALENDAR_PARTS.find(([, pattern]) => pattern.test(text))?.[0];
}

const CALENDAR_PARTS: readonly (readonly [string, RegExp])[] = [
  ['year', /year|^yr$/],
  ['quarter', /quarter|^qtr|^qoy$/],
  ['month', /month|^moy$|^mon$|yearmonth/],
  ['week', /week|^woy$|^dow$/],
  ['day', /dayof|dayname|daynum|^dom$|^day$|^doy$|weekday/],
  ['fiscal', /fiscal|^fy/],
  ['holiday', /holiday/],
];
