import { textAt } from '../../documents/tree.js';
import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf } from '../lib/documents/search.js';
import { isSearchAtLeast } from '../lib/documents/search-version.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-date-format',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'warning',
  engines: ['elasticsearch'],
  summary: 'A date format uses letters that mean another thing than they seem to.',
  gains: 'Nothing: nobody means it.',
  costs:
    'Formats are those of java.time since version 7: `YYYY` is the year that a week belongs to, and month and day beside it are passed over, so all dates of a year become its first Monday; `DD` is the day of the year, so dates fall into January or are refused; `hh` is the hour of a clock with twelve hours, so hours after 12 are refused, and without am or pm the others lose the time of day.',
  fineWhen: 'Week dates are meant, with `ww` beside `YYYY`, or an am/pm mark (`a`) beside `hh`.',
  advice: 'Write `uuuu` or `yyyy`, `dd` and `HH`, or use a named format such as `strict_date_optional_time`.',
  sources: [
    {
      title: 'Elasticsearch: date format of java.time',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format',
    },
    {
      title: 'Elasticsearch: YYYY beside month and day',
      url: 'https://github.com/elastic/elasticsearch/pull/94499',
    },
    {
      title: 'Java: letters of DateTimeFormatter',
      url: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/format/DateTimeFormatter.html',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "at": { "type": "date", "format": "YYYY-MM-DD HH:mm:ss" } } } }\n',
      'Write `yyyy-MM-dd HH:mm:ss`',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "at": { "type": "date", "format": "epoch_millis||yyyy-MM-dd hh:mm:ss" } } } }\n',
      'hh',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "doc": { "properties": { "at": { "type": "date", "format": "YYYY-MM-dd HH:mm:ss" } } } } }\n',
    ),
    documentExample(
      'elasticsearch',
      'mapping.json',
      '{ "mappings": { "properties": { "at": { "type": "date", "format": "yyyy-MM-dd HH:mm:ss||epoch_millis" }, "week": { "type": "date", "format": "YYYY-\'W\'ww" } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      // Before version 7, where mappings have a type, letters are those of Joda: `YYYY` is what it seems to be.
      if (index.types.length > 0 || isSearchAtLeast(index, document.uri, context.beside, '7') === false)
        continue;
      for (const field of index.fields) {
        if (field.type !== 'date' && field.type !== 'date_nanos') continue;
        const format = textAt(field.node, 'format');
        const wrong = format?.value === undefined ? undefined : mistake(format.value);
        if (!format || !wrong) continue;
        context.report({
          origin: at(document, format.span),
          message: `In the format of ${field.path} \`${wrong[0]}\` is ${wrong[1]}. Write \`${meant(format.value!)}\`.`,
        });
      }
    }
  },
});

/** Letters and what they mean. */
function mistake(formats: string): readonly [string, string] | undefined {
  for (const format of formats.split('||')) {
    const wrong = wrongIn(format);
    if (wrong.year)
      return [
        'YYYY',
        'the year that a week belongs to: month and day are passed over, and all dates become the first Monday of that year',
      ];
    if (wrong.day)
      return ['DD', 'the day of the year, not of the month: dates fall into January or are refused'];
    if (wrong.hour)
      return [
        'hh',
        'the hour from 1 to 12: later ones are refused, and without am or pm the time of day is lost',
      ];
  }
  return undefined;
}

function wrongIn(format: string): {
  readonly year?: boolean;
  readonly day?: boolean;
  readonly hour?: boolean;
} {
  const letters = format.replace(/'[^']*'/g, '');
  // Names such as `strict_date_time` have letters of their own.
  if (/_/.test(letters) || /^[a-z]+$/.test(letters)) return {};
  return {
    year: /Y/.test(letters) && !/[we]/.test(letters) && /[Md]/.test(letters),
    day: /D/.test(letters) && /M/.test(letters),
    hour: /h/.test(letters) && !/[aB]/.test(letters),
  };
}

/** The formats with all letters as they were meant. */
function meant(formats: string): string {
  return formats
    .split('||')
    .map(format => {
      const { year, day, hour } = wrongIn(format);
      return format.replace(/'[^']*'|[YDh]/g, part =>
        part === 'Y' && year ? 'y' : part === 'D' && day ? 'd' : part === 'h' && hour ? 'H' : part,
      );
    })
    .join('||');
}
