import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import { listed } from '../naming.js';

/** Every table that a document declares. */
export function tablesOf(document: DesignDocument): readonly DynamoTable[] {
  return document.designs.flatMap(design => (design.engine === 'dynamodb' ? design.tables : []));
}

/**
 * Tables that hold what is meant to last, as far as names tell: not caches, sessions and locks, not rows that expire.
 */
export function lastingTables(document: DesignDocument): readonly DynamoTable[] {
  const { text } = document.unit.piece;
  return tablesOf(document).filter(({ name, called, hash, ttl }) => {
    const names = `${name} ${called === undefined ? '' : text.slice(called.start, called.end)}`;
    const expires = ttl !== undefined && ttl.enabled?.value !== false;
    return !expires && hash?.value !== 'LockID' && !isDisposable(names);
  });
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
