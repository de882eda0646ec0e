import type { Table } from '../../../schema/model.js';
import { wordsOf } from '../naming.js';
import { isOwnTable } from '../tables.js';

/** `categories` gives `category`, `boxes` `box`, `orders` `order`; what is no plural stays. */
export function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

/** The words of a name, the last one in the singular: what one row of the table is called. */
export function stemOf(name: string): string[] {
  const words = [...wordsOf(name)];
  if (words.length > 1 && /^(tbl|tb|t|app|core|sys)$/.test(words[0]!)) words.shift();
  const last = words.pop();
  return last === undefined ? [] : [...words, singular(last)];
}

export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

/** What is left of `words` behind `prefix`; undefined where they do not begin so, or nothing is left. */
export function behind(words: readonly string[], prefix: readonly string[]): string[] | undefined {
  if (prefix.length === 0 || words.length <= prefix.length) return undefined;
  return prefix.every((word, i) => words[i] === word) ? words.slice(prefix.length) : undefined;
}

/**
 * Tables whose rows say how something was at a time, or which a pipeline fills: a copy in them is what they are for.
 */
export function keepsThePast(tableName: string): boolean {
  const words = wordsOf(tableName);
  return words.some(word => PAST.has(word)) || /^(?:version|revision)s?$/.test(words[words.length - 1] ?? '');
}

/** Tables of a warehouse or a pipeline, whose copies a load writes anew. */
export function isAnalytical({ schema, name }: { readonly schema: string; readonly name: string }): boolean {
  return (
    wordsOf(name).some(word => ANALYTICAL.has(word)) || wordsOf(schema).some(word => ANALYTICAL.has(word))
  );
}

/** A table that people keep things of the present in: neither past nor analytical, and made by its own statement. */
export function keepsThePresent(table: Table): boolean {
  let present = PRESENT.get(table);
  if (present === undefined) {
    present = isOwnTable(table) && !keepsThePast(table.name) && !isAnalytical(table);
    PRESENT.set(table, present);
  }
  return present;
}

const PRESENT = new WeakMap<Table, boolean>();

/**
 * True where the words name the table itself: its stem or a part of it, its initials, or what most of its columns
 * begin with. Such a number is the row's own.
 */
export function isOwnName(table: Table, stem: readonly string[]): boolean {
  const words = stemOf(table.name);
  const own = words.join('');
  const joined = stem.join('');
  const last = stem[stem.length - 1] ?? '';
  if (own.startsWith(joined) || joined.startsWith(own) || own.startsWith(last) || own.endsWith(last))
    return true;
  if (words.map(word => word[0]).join('') === joined) return true;
  const alike = table.columns.filter(({ name }) => stem.every((word, i) => wordsOf(name)[i] === word)).length;
  return alike * 2 > table.columns.length;
}

/** Values that are meant to stay as they were agreed: a price, a rate, a discount. */
export function isAgreed(words: readonly string[]): boolean {
  return words.some(word => AGREED.has(word));
}

/** True for `customer_name` and the like behind `customer`: what describes a thing, and nothing that happens to it. */
export function describesOnly(words: readonly string[], stem: readonly string[]): boolean {
  const rest = behind(words, stem);
  if (rest === undefined || rest.length > 2 || !DESCRIBES.has(rest[rest.length - 1]!)) return false;
  return rest.length === 1 || PARTS.has(rest[0]!);
}

/** Words that say what a row is or how it stands: equal in two tables, they still mean two things. */
export function isOwnState(words: readonly string[]): boolean {
  return words.some(word => STATE.has(word));
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const PAST = set(
  'history histories log logs audit audits archive archives archived event events snapshot snapshots ' +
    'backup backups bak tmp temp old deleted trash change changes changelog transition transitions ' +
    'journal ledger invoice invoices receipt receipts import imports export exports migration migrations notification ' +
    'notifications message messages mail mails email emails outbox inbox queue jobs job session sessions cache cached',
);
const ANALYTICAL = set(
  'dim dimension dims fact facts fct stg staging stage raw src mart marts rpt reporting agg aggregate ' +
    'aggregates summary summaries rollup rollups stat stats statistics metric metrics lake bronze silver gold etl dw dwh ' +
    'warehouse bi olap cube kpi daily weekly monthly hourly yearly',
);
const AGREED = set(
  'price prices cost costs rate rates tax vat fee fees discount amount total subtotal salary wage commission margin ' +
    'currency value quantity qty weight interest',
);
const PARTS = set(
  'full first last middle display short long family given street postal billing shipping home work',
);
const DESCRIBES = set('name title label email mail phone address city country description');
const STATE = set(
  'id ids uuid guid key keys pk type types kind status state states active enabled deleted visible flag flags order ' +
    'position sort rank priority seq sequence index level created updated modified at on by date time timestamp ' +
    'version revision etag hash checksum token secret password salt count counter parent',
);
