import type { Additivity } from './model.js';

/** How a number of this name adds up; undefined where the name says nothing of it. */
export function additivityOf(
  words: readonly string[],
): { readonly additivity: Additivity; readonly because: string } | undefined {
  const has = (set: ReadonlySet<string>) => words.some(word => set.has(word));
  if (has(RATIO)) return { additivity: 'non-additive', because: 'a ratio' };
  if (has(AVERAGE)) return { additivity: 'non-additive', because: 'an average' };
  if (isUnitPrice(words)) return { additivity: 'non-additive', because: 'a price per unit' };
  if (has(READING)) return { additivity: 'non-additive', because: 'a reading' };
  if (isLevel(words)) return { additivity: 'semi-additive', because: 'a level at a point in time' };
  if (isCount(words) || words.some(isAmount)) return { additivity: 'additive', because: 'an amount' };
  return undefined;
}

/** A price or cost of one piece; `extended_price` and `total_cost` are those of a line. */
function isUnitPrice(words: readonly string[]): boolean {
  const priced = words.some(word => /^(price|msrp)$/.test(word) || /(unit|list|retail)price$/.test(word));
  const costed = words.some(word => /costs?$/.test(word));
  if (words.some(word => /^(ext|extended|total|line|sum|gross|subtotal)/.test(word))) return false;
  if (words.includes('discount') || words.includes('amount') || words.includes('amt')) return false;
  if (priced) return true;
  return costed && words.some(word => PER_PIECE.has(word));
}

function isLevel(words: readonly string[]): boolean {
  if (words.some(word => LEVEL.has(word))) return true;
  const text = words.join(' ');
  return /\b(on hand|on order|in stock|stock level|open orders)\b/.test(text);
}

function isCount(words: readonly string[]): boolean {
  return /^(num|number|n|no|nr) of /.test(words.join(' ')) || (words[0] === 'num' && words.length > 1);
}

function isAmount(word: string): boolean {
  return AMOUNT.has(word) || /.(amount|quantity|revenue|profit|discount|count|price)$/.test(word);
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const RATIO = set('ratio rate rates pct percent percentage perc share proportion fraction margin_pct prc');
const AVERAGE = set('avg average mean median stddev variance p50 p90 p95 p99');
const READING = set(
  'temperature humidity pressure score rating probability factor latitude longitude lat lon lng rank index',
);
const PER_PIECE = set('unit standard std wholesale list item piece');
const LEVEL = set('balance bal inventory stock onhand headcount backlog outstanding holdings aum');
const AMOUNT = set(
  'amount amt quantity qty count cnt revenue sales turnover cost costs profit total subtotal sum units hits clicks ' +
    'impressions views visits sessions duration seconds minutes hours bytes discount tax vat fee fees freight paid ' +
    'gross net commission earnings losses wins price calls orders returns points spend payments charges loss volume',
);
