import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf } from '../lib/documents/search.js';
import { wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-float-for-money',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'An amount of money is indexed as a float.',
  gains: 'Any range and any number of digits behind the point.',
  costs:
    'A `float` keeps some seven digits, a `half_float` three: 123,456.78 is sorted and added up as 123,456.78125, so sums drift, and amounts that differ by a cent may become the same. Whole numbers also take less disk, for they compress better.',
  fineWhen: 'The exact amounts are kept elsewhere, and this is for rough ranges.',
  advice:
    'Use `scaled_float` with `scaling_factor: 100`, which is kept as a whole number, or `long` in cents.',
  sources: [
    {
      title: 'Elasticsearch: numeric types, scaled_float for prices',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/number',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "unit_price": { "type": "float" } } } }\n',
      'unit_price',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "unit_price": { "type": "scaled_float", "scaling_factor": 100 }, "tax_rate": { "type": "float" } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "gc_total_time_sec": { "type": "float" }, "total": { "type": "float" } } } }\n',
    ),
  ],
  check(document, context) {
    for (const { fields } of indexesOf(document)) {
      const isOfMoney = fields.some(({ name }) => wordsOf(name).some(word => CURRENCY.has(word)));
      for (const field of fields) {
        const digits = DIGITS[field.type ?? ''];
        if (digits === undefined) continue;
        const words = wordsOf(field.name);
        const isMoney = words.some(word => MONEY.has(word) || (isOfMoney && AMOUNT.has(word)));
        // `query_cost_ms`, `tax_rate`: measured, or a part of it.
        if (!isMoney || words.some(word => MEASURE.has(word))) continue;
        context.report({
          origin: at(document, field.at),
          message: `${field.path} seems to be money, but a ${field.type} keeps some ${digits} digits and no exact cents. Use scaled_float with a scaling_factor of 100, or long in cents.`,
        });
      }
    }
  },
});

const DIGITS: Readonly<Record<string, number>> = { half_float: 3, float: 7 };
const MONEY = new Set('price fee salary revenue invoice payment tax'.split(' '));
/** Money only where something else in the index is. */
const AMOUNT = new Set('amount cost total subtotal balance'.split(' '));
const CURRENCY = new Set('currency price salary invoice payment'.split(' '));
const MEASURE = new Set(
  'sec secs second seconds ms millis ns us time times duration gc jvm byte bytes count rate ratio pct percent percentage score rank factor weight index change delay latency'.split(
    ' ',
  ),
);
