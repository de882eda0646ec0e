import { readByList } from './by-lists.js';
import { readColumn } from './columns.js';
import type { Cursor } from './cursor.js';
import { readKeyParts } from './key-parts.js';
import { push, readValue } from './option-values.js';
import type { TableTail } from './table-tail.js';

/** Options of several words; the longest that matches is taken. The value follows. */
const PHRASES = [
  'ORDER BY',
  'PRIMARY KEY',
  'SAMPLE BY',
  'CLUSTER BY',
  'CLUSTERED BY',
  'SORTED BY',
  'SKEWED BY',
  'DISTRIBUTED BY',
  'PARTITION BY',
  'PARTITIONED BY',
  'DEFAULT CHARACTER SET',
  'DEFAULT CHARSET',
  'DEFAULT COLLATE',
  'CHARACTER SET',
  'DATA DIRECTORY',
  'INDEX DIRECTORY',
  'ROW FORMAT SERDE',
  'ROW FORMAT',
  'STORED AS INPUTFORMAT',
  'STORED AS',
  'STORED BY',
  'FIELDS TERMINATED BY',
  'ESCAPED BY',
  'LINES TERMINATED BY',
  'COLLECTION ITEMS TERMINATED BY',
  'MAP KEYS TERMINATED BY',
  'NULL DEFINED AS',
  'COMPOUND SORTKEY',
  'INTERLEAVED SORTKEY',
  'COPY GRANTS',
  'WITHOUT ROWID',
  'REQUIRE USER',
  'DATA METRIC SCHEDULE',
  'ON COMMIT',
  'WITH SYSTEM VERSIONING',
  'WITH CONNECTION',
  'WITH PARTITION COLUMNS',
  'ON CLUSTER',
  'TABLE PROPERTIES',
].map(phrase => phrase.split(' '));

/** `ENGINE = MergeTree()`; ORDER BY, PRIMARY KEY of ClickHouse and their kin. */
export function readPhrase(c: Cursor, tail: TableTail): boolean {
  const phrase = PHRASES.find(words => c.is(...words));
  if (!phrase) return false;
  const from = c.pos;
  c.pos += phrase.length;
  const name = phrase.join(' ').toLowerCase();
  if (
    name === 'require user' ||
    name === 'copy grants' ||
    name === 'without rowid' ||
    name === 'with system versioning'
  ) {
    tail.options.push({ name, value: '', span: c.span(from) });
    return true;
  }
  if (name.endsWith(' by') && !/^(?:stored|escaped|.*terminated) by$/.test(name)) {
    return readByOption(c, tail, from, name);
  }
  if (name.endsWith(' sortkey') || name === 'primary key') return readByOption(c, tail, from, name);
  if (name === 'with partition columns') {
    if (c.isSymbol('(')) readPartitionColumnDefs(c, tail);
    tail.options.push({ name, value: '', span: c.span(from) });
    return true;
  }
  c.acceptSymbol('=');
  const start = c.pos;
  readValue(c, name);
  push(c, tail, name.replace('default ', '').replace('charset', 'character set'), from, start);
  return true;
}

function readPartitionColumnDefs(c: Cursor, tail: TableTail): void {
  c.inside(inner => {
    for (const [from, to] of inner.items()) {
      const column = to > from ? inner.between(from, to, item => readColumn(item)) : undefined;
      if (column) tail.columns.push(column);
    }
  });
}

/** Spanner goes on behind a comma: `PRIMARY KEY (a, b), INTERLEAVE IN PARENT p`, `..., ROW DELETION POLICY (...)`. */
function endsBeforeComma(c: Cursor): boolean {
  if (!c.isSymbol('(') || !c.isSymbolAt(',', c.closing() + 1)) return false;
  return /^(?:INTERLEAVE|ROW)$/.test(c.wordAt(c.closing() + 2));
}

function readByOption(c: Cursor, tail: TableTail, from: number, name: string): boolean {
  const start = c.pos;
  const parts = name === 'primary key' && endsBeforeComma(c) ? readKeyParts(c) : readByList(c);
  tail.options.push({ name, value: c.slice(start), parts, span: c.span(from) });
  if (name === 'primary key') {
    const enforced = c.options.enforced ? {} : { enforced: false };
    tail.constraints.push({ kind: 'primary key', parts, include: [], span: c.span(from), ...enforced });
  }
  return true;
}
