import { wordsOf } from './naming.js';

/** `sure` for names that mean nothing but money; undefined where a word says ratio, measure or estimate. */
export function moneyOf(name: string, more: readonly string[] = []): 'sure' | 'likely' | undefined {
  const words = wordsOf(name);
  if (words.some(word => more.includes(word))) return 'sure';
  if (words.some(word => NOT_MONEY.has(word))) return undefined;
  if (words.some(word => MONEY.has(word))) return 'sure';
  return words.some(word => AMBIGUOUS.has(word)) && !words.some(word => MEASURE.has(word))
    ? 'likely'
    : undefined;
}

const MONEY = new Set(
  (
    'price prices fare fares cost costs salary wage wages fee fees tax taxes vat payment payments revenue budget ' +
    'refund deposit subtotal payout commission money income expense expenses turnover usd eur gbp'
  ).split(' '),
);
/** An amount of a drug and a balance of a sensor are no money. */
const AMBIGUOUS = new Set([
  'amount',
  'amounts',
  'balance',
  'balances',
  'total',
  'due',
  'paid',
  'charge',
  'charges',
  'discount',
]);
/** Beside an ambiguous word: a total of hours, an amount in kilograms. */
const MEASURE = new Set(
  (
    'hour hours hr hrs minute minutes min mins sec day days week weeks count counts quantity qty volume length height ' +
    'width depth distance area size bytes kb mb gb km mile miles m cm mm kg g mg lb lbs l ml kwh wh watt watts power ' +
    'energy battery voltage current temperature calories kcal points point votes hits rows items users duration speed level levels substance'
  ).split(' '),
);
const NOT_MONEY = new Set(
  (
    'rate ratio percent percentage pct factor score weight index rank ranking multiplier coefficient probability avg ' +
    'average mean median stddev variance deviation estimate estimated predicted prediction forecast norm normalized ' +
    'cpu io startup planner query time seconds ms change elasticity reverse matrix model load sheet'
  ).split(' '),
);
