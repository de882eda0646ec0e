/** Words of a name: `unitPrice`, `unit_price`, `Unit Price` and `UNITPrice` give `unit`, `price`. */
export function wordsOf(name: string): readonly string[] {
  let words = KNOWN.get(name);
  if (words === undefined) {
    words = split(name);
    if (KNOWN.size >= KNOWN_LIMIT) KNOWN.clear();
    KNOWN.set(name, words);
  }
  return words;
}

/** A schema says few names, thousands of times, and a dozen rules ask about each. */
const KNOWN = new Map<string, readonly string[]>();
const KNOWN_LIMIT = 10_000;

function split(name: string): string[] {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');
}

/** `categories` as `category`, `boxes` as `box`, `days` as `day`; a word that is no plural stays. */
export function singular(word: string): string {
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
