import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'repeating-group',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'Numbered columns (`phone1`, `phone2`, `phone3`) hold a list.',
  gains: 'All values of the list come with the row, without a join, and the number of them is bounded.',
  costs:
    'A search for one value has to name every column and needs an index on each; uniqueness across them cannot be declared; the next value needs a new column in the table and in every query.',
  fineWhen: 'The number is part of the matter (two players of a match, three coordinates) and will not grow.',
  advice:
    'Move the values into a table of their own, one row per value, with a reference to this one; or, in engines with arrays, into an array where the values are only read together.',
  sources: [
    {
      title: 'Normal forms: no repeating groups',
      url: 'https://tech.examadda.org/dbms/second-normal-form-2nf-and-third-normal-form-3nf',
    },
    {
      title: 'SchemaCrawler: lint for tables with incrementing columns',
      url: 'https://www.schemacrawler.com/lint.html',
    },
  ],
  bad: onEveryEngine(
    'CREATE TABLE contacts (\n  id integer NOT NULL PRIMARY KEY,\n  phone1 varchar(20),\n  phone2 varchar(20),\n  phone3 varchar(20)\n);',
    'phone1 to phone3',
  ).concat({
    dialect: 'postgres',
    sql: 'CREATE TABLE shops (id bigint PRIMARY KEY, email_1 text, email_2 text);',
    says: 'email_1 and email_2',
  }),
  good: [
    ...onEveryEngine(
      'CREATE TABLE contacts (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE contact_phones (\n  contact_id integer NOT NULL REFERENCES contacts (id),\n  position integer NOT NULL,\n  phone varchar(20) NOT NULL,\n  PRIMARY KEY (contact_id, position)\n);',
    ),
    { dialect: 'postgres', sql: 'CREATE TABLE games (id bigint PRIMARY KEY, player1 text, player2 text);' },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE places (id bigint PRIMARY KEY, address1 text, address2 text, address3 text);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE contacts (\n  id bigint PRIMARY KEY,\n  -- DENORMALIZED: the form has three fields\n  phone1 text,\n  phone2 text,\n  phone3 text\n);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const group of groupsOf(table)) {
      const first = group.columns[0]!;
      const last = group.columns[group.columns.length - 1]!;
      if (isDocumented(table, first)) continue;
      context.report({
        origin: first.nameOrigin,
        ...(group.columns.length < 3 ? { severity: 'hint' as const } : {}),
        message: `${first.name} ${group.columns.length < 3 ? 'and' : 'to'} ${last.name} of ${display(table, context.catalog)} hold a list in ${group.columns.length} columns: a search for one value has to name them all, and one more value needs a new column. A table with one row per ${group.stem} holds any number.`,
        related: group.columns
          .slice(1)
          .map(column => ({ origin: column.nameOrigin, message: 'Another value of the list.' })),
        fixes: () => [
          documentFix('Note that this is on purpose', first.nameOrigin, 'the number of values is fixed'),
        ],
      });
    }
  },
});

interface Group {
  readonly stem: string;
  readonly columns: readonly Column[];
}

/** At least three columns of one type, numbered without a gap from 0 or 1; two where the name leaves no doubt. */
function groupsOf(table: Table): readonly Group[] {
  let groups = GROUPS.get(table);
  if (!groups) GROUPS.set(table, (groups = findGroups(table)));
  return groups;
}

const GROUPS = new WeakMap<Table, readonly Group[]>();

function findGroups(table: Table): Group[] {
  const byStem = new Map<string, { at: number; column: Column }[]>();
  for (const column of table.columns) {
    const match = NUMBERED.exec(column.name);
    if (!match || column.inherited || column.generated) continue;
    const stem = match[1]!.toLowerCase();
    if (!/[a-z]{3}/.test(stem) || NO_LIST.test(stem)) continue;
    const key = `${stem} ${column.type?.text ?? ''}`;
    const list = byStem.get(key);
    const entry = { at: Number(match[2]), column };
    if (list) list.push(entry);
    else byStem.set(key, [entry]);
  }
  const groups: Group[] = [];
  for (const [key, list] of byStem) {
    if (list.length < (isPlainList(key) ? 2 : 3)) continue;
    list.sort((a, b) => a.at - b.at);
    const from = list[0]!.at;
    if (from > 1 || list.some(({ at }, i) => at !== from + i)) continue;
    groups.push({ stem: key.slice(0, key.indexOf(' ')), columns: list.map(({ column }) => column) });
  }
  return groups;
}

/** What one has several of, in no order. */
function isPlainList(key: string): boolean {
  return /^(?:.*_)?(?:phone|phone_?(?:no|number)|telephone|tel|mobile|email|e_?mail|fax|photo|picture|image|tag|keyword|hobby|skill|child|contact|author|url|link|attachment)_? /.test(
    key,
  );
}

const NUMBERED = /^(.*?[a-z])_?(\d{1,2})$/i;
/** Lines of an address, names of algorithms, periods (another rule), and columns without any meaning. */
const NO_LIST =
  /addr|street|line|strasse|adresse|(?:attr|prop|param|arg|custom|udf|segment|ext|extra|property|attribute|parameter|option|field)$|^(?:col|column|test|foo|bar|dummy|reserved|spare|filler|unused|pad)$|(?:^|_)(?:md|sha|crc|utf|ipv|hash|q|quarter|month|week|day|hour|year|period|quarter|fy|p|percentile|level|lvl|tier|hierarchy)$/;
