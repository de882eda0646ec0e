import { textOf } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'vacuum-too-early',
  subject: 'warehouse',
  since: '0.8.0',
  on: 'statement',
  severity: 'warning',
  engines: ['spark'],
  summary: 'Files of a Delta table are deleted sooner than readers and writers may be done with them.',
  gains: 'Storage is freed at once.',
  costs:
    'A query that began before the vacuum fails when its files are gone, and files of a write that has not committed yet are taken for rubbish: the table is then corrupt. Versions older than that can be read no more, so a mistaken DELETE cannot be taken back.',
  fineWhen:
    'Nobody reads or writes the table meanwhile, as when it is taken out of use or rows have to be erased at once.',
  advice: 'Keep the 7 days of the default, or more than the longest query and write take.',
  sources: [
    {
      title: 'Delta Lake: VACUUM',
      url: 'https://docs.databricks.com/en/sql/language-manual/delta-vacuum.html',
    },
    {
      title: 'Delta Lake: remove files no longer referenced',
      url: 'https://docs.delta.io/latest/delta-utility.html#remove-files-no-longer-referenced-by-a-delta-table',
    },
  ],
  bad: [
    { dialect: 'spark', sql: 'VACUUM lake.visits RETAIN 0 HOURS;', says: 'at once' },
    { dialect: 'spark', sql: 'VACUUM lake.visits RETAIN 24 HOURS;', says: '24 hours' },
    {
      dialect: 'spark',
      sql: "CREATE TABLE lake.visits (id STRING, at TIMESTAMP) USING DELTA TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 6 hours');",
      says: '6 hours',
    },
  ],
  good: [
    { dialect: 'spark', sql: 'VACUUM lake.visits RETAIN 240 HOURS;' },
    { dialect: 'spark', sql: 'VACUUM lake.visits RETAIN 0 HOURS DRY RUN;' },
    {
      dialect: 'spark',
      sql: "CREATE TABLE lake.visits (id STRING, at TIMESTAMP) USING DELTA TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 14 days');",
    },
  ],
  check({ unit, reading: { statement, span } }, context) {
    const text = textOf({ unit, span });
    const isVacuum = statement.kind === 'other' && statement.verb === 'VACUUM';
    if (isVacuum && /\bdry\s+run\b/i.test(text)) return;
    const found = isVacuum
      ? /\bretain\s+(\d+(?:\.\d+)?)\s+(hour)s?\b/i.exec(text)
      : /\bdelta\.deletedFileRetentionDuration'?\s*=\s*'\s*(?:interval\s+)?'?(\d+)'?\s+(minute|hour|day)s?\b/i.exec(
          text,
        );
    if (found === null) return;
    const hours = Number(found[1]) * HOURS[found[2]!.toLowerCase()]!;
    if (hours >= LEAST) return;
    const start = span.start + found.index;
    const after =
      hours === 0 ? 'at once' : `after ${found[1]} ${found[2]!.toLowerCase()}${found[1] === '1' ? '' : 's'}`;
    context.report({
      origin: { unit, span: { start, end: start + found[0].length } },
      message: `Files that the table no longer names are deleted ${after}: a query that still reads them fails, and a write that has not committed yet can lose its own. Keep 168 hours (7 days), or more than the longest of either.`,
    });
  },
});

const HOURS: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };
/** Below this many hours Delta itself asks to have its check switched off. */
const LEAST = 168;
