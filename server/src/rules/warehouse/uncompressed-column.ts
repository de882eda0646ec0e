import { kindOf, type ValueKind } from '../../classify/index.js';
import type { Column } from '../../schema/model.js';
import { replaceIn } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'uncompressed-column',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ['redshift'],
  summary: 'A column is stored with ENCODE RAW though it is no sort key.',
  gains: 'No work to decode it.',
  costs:
    'It takes its full width on disk and on each read, which costs more than decoding; one ENCODE in a table also ends ENCODE AUTO for all of it.',
  fineWhen: 'The table is small, or the column leads the sort key, where RAW is the default.',
  advice:
    'Leave ENCODE out, so that Redshift chooses, or take AZ64 for numbers and dates and ZSTD for texts.',
  sources: [
    {
      title: 'Amazon Redshift: compression encodings',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html',
    },
  ],
  bad: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE hits (at timestamp ENCODE raw, page varchar(200) ENCODE raw, visitor bigint ENCODE az64) SORTKEY (at);',
      says: 'or take ZSTD.',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE hits (at timestamp ENCODE raw, visitor bigint ENCODE raw) SORTKEY (at);',
      says: 'or take AZ64.',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE hits (at timestamp ENCODE raw, visitor bigint ENCODE raw, page varchar(200) ENCODE raw) SORTKEY (at);',
      says: 'AZ64 for numbers and times',
    },
  ],
  good: [
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE hits (at timestamp ENCODE raw, page varchar(200) ENCODE zstd, visitor bigint ENCODE az64, bot boolean ENCODE raw) SORTKEY (at);',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE hits (at timestamp, page varchar(200), visitor bigint) SORTKEY (at);',
    },
  ],
  check(table, context) {
    const raw = table.columns.filter(column =>
      column.options.some(({ name, value }) => name === 'encode' && /^(raw|none)$/i.test(value)),
    );
    if (raw.length === 0) return;
    const sorted = new Set(
      ['sortkey', 'compound sortkey', 'interleaved sortkey'].flatMap(
        name => optionOf(table, name)?.parts?.flatMap(part => part.column?.value.toLowerCase() ?? []) ?? [],
      ),
    );
    const wasted = raw.filter(column => {
      const kind = kindOf(column.type);
      // RAW is what Redshift itself gives these.
      if (kind === 'boolean' || kind === 'float' || kind === 'other') return false;
      return (
        !sorted.has(column.name.toLowerCase()) && !column.options.some(option => option.name === 'sortkey')
      );
    });
    const first = wasted[0];
    if (!first) return;
    const names = wasted.map(column => column.name);
    const shown =
      names.length > 4
        ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more columns`
        : listed(names);
    context.report({
      origin: first.nameOrigin,
      message: `${shown} of ${display(table, context.catalog)} ${names.length > 1 ? 'are' : 'is'} stored uncompressed (ENCODE RAW): every scan reads ${names.length > 1 ? 'their' : 'its'} full width. Leave ENCODE out, or take ${advise(wasted)}.`,
      fixes: () => fixes(wasted),
    });
  },
});

/** AZ64 is for whole numbers, decimals, dates and times, ZSTD for any type. */
function encodingFor(column: Column): 'AZ64' | 'ZSTD' {
  return AZ64.has(kindOf(column.type)) ? 'AZ64' : 'ZSTD';
}

function encodings(columns: readonly Column[]): string {
  return [...new Set(columns.map(encodingFor))].sort().join(' and ');
}

/** Which is for which, where the columns need both. */
function advise(columns: readonly Column[]): string {
  const names = encodings(columns);
  return names.includes(' ') ? 'AZ64 for numbers and times and ZSTD for the others' : names;
}

const AZ64: ReadonlySet<ValueKind> = new Set<ValueKind>(['integer', 'decimal', 'date', 'timestamp', 'time']);

function fixes(columns: readonly Column[]): readonly Fix[] {
  const edits = columns.flatMap(column => {
    const origin = column.origins[0];
    const edit =
      origin &&
      replaceIn(origin, /\bencode\s+(?:raw|none)\b/i, `ENCODE ${encodingFor(column).toLowerCase()}`);
    return edit ? [edit] : [];
  });
  return edits.length === columns.length
    ? [{ title: `Compress with ${encodings(columns)}`, edits, safe: false }]
    : [];
}
