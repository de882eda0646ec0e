import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { hasTableOf, keyColumns } from '../lib/denorm/references.js';
import { describesOnly, isOwnName, keepsThePresent } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { typeClass } from '../lib/types.js';
import { asDimension } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'transitive-dependency',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary:
    'A column seems to be decided by another one that is no key (`department_name` by `department_id`; third normal form).',
  gains: 'The description is read with the row; no table and no join is needed for it.',
  costs:
    'The description is repeated in every row with that number: one change has to reach them all, rows can contradict each other, and it is lost with the last such row.',
  fineWhen:
    'The other thing belongs to another system, and the row keeps what that system said at the time: note it beside the column.',
  advice: 'Make a table of the thing, keyed by its number, and let this table refer to it.',
  sources: [
    {
      title: 'General definitions of second and third normal form',
      url: 'https://www.brainkart.com/article/General-Definitions-of-Second-and-Third-Normal-Forms_11498/',
    },
    {
      title: 'Second and third normal form, with examples',
      url: 'https://tech.examadda.org/dbms/second-normal-form-2nf-and-third-normal-form-3nf',
    },
  ],
  bad: onEveryEngine(
    'CREATE TABLE employees (\n  id integer NOT NULL PRIMARY KEY,\n  name varchar(100),\n  hired_on date,\n  department_id integer NOT NULL,\n  department_name varchar(100),\n  department_phone varchar(20)\n);',
    'department_name and department_phone',
  ),
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE store (store_sk int PRIMARY KEY, store_id char(16) NOT NULL, rec_start_date date, rec_end_date date, division_id int, division_name text);\nCREATE TABLE store_sales (sold_date_sk int, store_sk int REFERENCES store, quantity int, sales_price numeric);',
    },
    ...onEveryEngine(
      'CREATE TABLE departments (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE employees (id integer NOT NULL PRIMARY KEY, department_id integer NOT NULL REFERENCES departments (id));',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE tickets (\n  id bigint PRIMARY KEY,\n  agent_id bigint,\n  agent_name text -- DENORMALIZED: agents live in the directory\n);',
    },
    {
      // Who it is stands in the table of users.
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE runs (id bigint PRIMARY KEY, executor_id bigint, executor_name text);',
    },
    {
      // The number is the row itself.
      dialect: 'postgres',
      sql: 'CREATE TABLE agents (agent_id bigint PRIMARY KEY, agent_name text);',
    },
  ],
  check(table, context) {
    // A dimension repeats on purpose.
    if (!keepsThePresent(table) || asDimension(table, context)) return;
    for (const { id, stem, described } of groupsOf(table)) {
      const columns = described.filter(
        column =>
          typeClass(column.type!, table.dialect, context.catalog).kind === 'text' &&
          !isDocumented(table, column),
      );
      const first = columns[0];
      // With a table of that name, the copies are what other rules look at.
      if (!first || hasTableOf(table, stem, context.catalog)) continue;
      if (isPerson(stem) && hasTableOf(table, 'user', context.catalog)) continue;
      const many = columns.length > 1;
      context.report({
        origin: first.nameOrigin,
        message: `By ${many ? 'their names' : 'its name'}, ${listed(columns.map(({ name }) => name))} of ${display(table, context.catalog)} ${many ? 'seem' : 'seems'} to be decided by ${id.name}, which is no key here: every row with that ${id.name} repeats ${many ? 'them' : 'it'}. A table of its own, keyed by ${id.name}, holds ${many ? 'them' : 'it'} once.`,
        related: [{ origin: id.nameOrigin, message: 'Decides what the others say.' }],
        fixes: () =>
          many
            ? []
            : [
                documentFix(
                  'Note that this is on purpose',
                  first.nameOrigin,
                  `as ${id.name} was called then`,
                ),
              ],
      });
    }
  },
});

interface Group {
  readonly id: Column;
  readonly stem: string;
  readonly described: readonly Column[];
}

function groupsOf(table: Table): readonly Group[] {
  let groups = GROUPS.get(table);
  if (!groups) GROUPS.set(table, (groups = findGroups(table)));
  return groups;
}

const GROUPS = new WeakMap<Table, readonly Group[]>();

/** `x_id` that is neither key nor reference, with what describes an x. */
function findGroups(table: Table): Group[] {
  const found: Group[] = [];
  for (const id of table.columns) {
    const words = wordsOf(id.name);
    if (words.length < 2 || words[words.length - 1] !== 'id' || keyColumns(table).has(id.name.toLowerCase()))
      continue;
    if (table.uniques.some(({ columns }) => columns.includes(id.name)) || isUniqueIndex(table, id.name))
      continue;
    const stem = words.slice(0, -1);
    if (OUTSIDE.has(stem[0]!) || isOwnName(table, stem)) continue;
    const described = table.columns.filter(
      column => column.type && !column.generated && describesOnly(wordsOf(column.name), stem),
    );
    if (described.length > 0) found.push({ id, stem: stem.join('_'), described });
  }
  return found;
}

function isUniqueIndex(table: Table, column: string): boolean {
  return table.indexes.some(index => index.unique && index.parts.some(part => part.column?.value === column));
}

/** What somebody is to a row: who that is stands in the table of users. */
function isPerson(stem: string): boolean {
  return PERSONS.has(stem.slice(stem.lastIndexOf('_') + 1));
}

const PERSONS = new Set(
  'user person executor creator owner operator author assignee reviewer approver editor modifier updater submitter reporter sender receiver recipient requester manager admin member initiator leader publisher uploader handler auditor applicant'.split(
    ' ',
  ),
);

/** Identities that other systems give to this very row. */
const OUTSIDE = new Set(
  'external ext provider oauth google github facebook social client legacy import remote'.split(' '),
);
