import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import { singular, wordsOf } from '../../../text/words.js';
import { listed } from '../naming.js';

/** Every table that a document declares. */
export function tablesOf(document: DesignDocument): readonly DynamoTable[] {
  return document.designs.flatMap(design => (design.engine === 'dynamodb' ? design.tables : []));
}

/** How the template calls a table, and what it will be called as far as it is written. */
export function namedAs(document: DesignDocument, { name, called }: DynamoTable): readonly string[] {
  if (called === undefined) return [name];
  return [name, document.unit.piece.text.slice(called.start, called.end).replace(/\$\{[^}]*\}/g, ' ')];
}

/**
 * Tables that hold what is meant to last, as far as names tell: not caches, sessions and locks, not rows that expire
 * soon. Those of records that nobody can make again stand first.
 */
export function lastingTables(document: DesignDocument): readonly DynamoTable[] {
  const { text } = document.unit.piece;
  const lasting = tablesOf(document).filter(table => {
    const { name, called, hash, ttl } = table;
    const names = `${name} ${called === undefined ? '' : text.slice(called.start, called.end)}`;
    const expires = ttl !== undefined && ttl.enabled?.value !== false && !isKeptLong(document, table, names);
    return !expires && hash?.value !== 'LockID' && !isDisposable(names);
  });
  const isRecord = (table: DynamoTable) =>
    namedAs(document, table).some(name => wordsOf(name).some(word => RECORDS.has(singular(word))));
  return [...lasting.filter(isRecord), ...lasting.filter(table => !isRecord(table))];
}

/**
 * Tables of which the template itself says that their rows matter: they are kept when the stack goes, others beside them
 * can be restored, they are copied to other regions, kept for years, or those of production. Names alone do not tell it, and
 * who has backups made elsewhere needs none.
 */
export function valuedTables(document: DesignDocument): readonly DynamoTable[] {
  const { text } = document.unit.piece;
  if (BACKUPS.test(text)) return [];
  const others = tablesOf(document).some(({ recovery }) => recovery?.value === true);
  return lastingTables(document).filter(table => {
    const { body, deletionProtection, regions, retained } = table;
    // What a comment says of production is what is not done here yet.
    const own = text.slice(body.start, body.end).replace(/(?:#|\/\/).*$/gm, '');
    return (
      others ||
      retained ||
      deletionProtection?.value === true ||
      regions > 1 ||
      isKeptLong(document, table, `${table.name} ${namedAs(document, table).join(' ')}`) ||
      PRODUCTION.test(own)
    );
  });
}

/** Rows expire, but after years, or they are evidence: names and what is written at the table tell. */
function isKeptLong(document: DesignDocument, { at: own, body, ttl }: DynamoTable, names: string): boolean {
  if (/audit|compliance/i.test(names)) return true;
  const { text } = document.unit.piece;
  const above =
    /(?:^[ \t]*(?:#|\/\/)[^\n]*\n)*[^\n]*$/m.exec(text.slice(Math.max(0, own.start - 500), own.start))?.[0] ??
    '';
  return YEARS.test(`${ttl?.attribute?.value ?? ''}\n${above}\n${text.slice(body.start, body.end)}`);
}

/** `orders`, `orders and users`, `orders, users and 3 more tables`. */
export function namesOf(tables: readonly DynamoTable[]): string {
  const names = tables.map(({ name }) => name);
  if (names.length < 4) return listed(names);
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more tables`;
}

function isDisposable(names: string): boolean {
  const words = names
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z]+/);
  return DISPOSABLE.test(names) || words.some(word => WORDS.has(word.replace(/s$/, '')));
}

/** AWS Backup, by a plan or by the tag that selects what it takes. */
const BACKUPS = /AWS::Backup::|\baws_backup_|\bbackup[\w-]*["']?[ \t]*[:=]|\bKey:[ \t]*["']?backup/i;
/** The name or a tag of a table says so: `Environment = "production"`. */
const PRODUCTION = /(?<!\bnon-?|\bpre-?|\bnot )\bprod(?:uction)?\b(?!["']?[ \t]*[?:),\]])/i;
const YEARS = /\b(?:\d+|one|two|three|five|six|seven|ten)[\s_-]*(?:years?|yrs?)\b/i;
/** What customers did, owe and own. */
const RECORDS: ReadonlySet<string> = new Set(
  'order payment transaction invoice ledger wallet account user customer audit booking reservation contract'.split(
    ' ',
  ),
);
const DISPOSABLE = /cache|session|idempoten|de-?dup|web-?socket|rate-?limit|throttl|visitor|terraform-?lock/i;
const WORDS: ReadonlySet<string> = new Set(
  'lock lease mutex temp tmp test testing connection conn presence nonce otp counter count demo sample example tutorial workshop poc sandbox playground dummy hello'.split(
    ' ',
  ),
);

/** A place in a document. */
export function at(document: DesignDocument, span: Span): Origin {
  return { unit: document.unit, span };
}
