import { lastWord, reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn } from '../lib/edits.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'timestamp-2038',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['mysql'],
  summary: 'A date that may lie in the future has the type TIMESTAMP, which ends in January 2038.',
  gains: 'One byte less than DATETIME, and values are converted between the zone of the session and UTC.',
  costs:
    'No moment after 2038-01-19 03:14:07 UTC can be stored: strict mode refuses it, otherwise a zero date is written. Ends of validity, maturities and retention reach there today.',
  fineWhen: 'Values are never more than a few years ahead, and the table will be converted before 2038.',
  advice: 'Use DATETIME and write UTC into it.',
  sources: [
    {
      title: 'MySQL: the DATE, DATETIME, and TIMESTAMP types',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/datetime.html',
    },
  ],
  options: {
    allColumns: {
      description: 'Report every TIMESTAMP column, not only those whose names speak of the future.',
      default: false,
      type: 'boolean',
    },
  },
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE tokens (id int PRIMARY KEY, expires_at timestamp NOT NULL, created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);',
      says: 'expires_at',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE prices (id int PRIMARY KEY, valid_until timestamp(3) NULL, maturity timestamp NULL);',
      says: 'valid_until and maturity',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE tokens (id int PRIMARY KEY, expires_at datetime NOT NULL, created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);',
    },
  ],
  check(table, context) {
    const all = context.options.allColumns === true;
    const found = writtenColumns(table).filter(
      column => column.type?.base === 'timestamp' && (all || isAhead(column.name)),
    );
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} cannot hold a moment after 2038-01-19, where TIMESTAMP ends. Use DATETIME with UTC in it.`,
      title: 'Use datetime',
      edit: column => column.typeOrigin && replaceIn(column.typeOrigin, /\btimestamp\b/i, 'datetime'),
    });
  },
});

function isAhead(name: string): boolean {
  return wordsOf(name).some(word => AHEAD.test(word)) || ENDS.test(lastWord(name));
}

const AHEAD = /^(expires?|expir(y|ation|ed)|until|maturity|matures|due|renews?|renewal|deadline|retention)$/;
const ENDS = /^(validto|enddate|expiresat|expiredate)$/;
