import type { Column, Table } from '../../schema/model.js';
import type { TableOption } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'utf8mb3-charset',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: MYSQL_LIKE,
  summary: 'A table or column has the character set utf8 (utf8mb3), which holds only a part of Unicode.',
  gains: 'An index of a long text fits three quarters of the bytes that utf8mb4 needs.',
  costs:
    'Characters of four bytes (emoji, many Chinese names, mathematical signs) are refused in strict mode and cut off with all that follows otherwise. Comparing with a utf8mb4 column converts one side, which can keep an index from being used. MySQL has deprecated the character set, and the name utf8 is to change its meaning.',
  fineWhen: 'The column holds nothing but codes and identifiers in ASCII.',
  advice: 'Use utf8mb4 for the table and all columns that it is compared with.',
  sources: [
    {
      title: 'MySQL: the utf8mb3 character set',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb3.html',
    },
    { title: 'MariaDB: Unicode', url: 'https://mariadb.com/kb/en/unicode/' },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(80)) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci;',
      says: 'four bytes',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(80) CHARACTER SET utf8mb3) DEFAULT CHARSET=utf8mb4;',
      says: 'name',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(80), code char(2) CHARACTER SET ascii) DEFAULT CHARSET=utf8mb4;',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE links (a int, b int, PRIMARY KEY (a, b)) DEFAULT CHARSET=utf8;' },
  ],
  check(table, context) {
    const texts = table.columns.filter(column => TEXT.test(column.type?.base ?? ''));
    const own = texts.filter(column => charset(column.options) !== undefined || column.collation);
    const whole = table.options.find(isCharset);
    const name = display(table, context.catalog);
    if (whole && THREE.test(whole.value) && texts.length > own.length) {
      const origin = originOf(table, whole);
      if (!origin) return;
      context.report({
        origin,
        message: `Texts of ${name} have the character set ${whole.value}, which lacks all characters of four bytes, such as emoji: they are refused or cut off. Use utf8mb4.`,
      });
      return;
    }
    const found = own.find(
      column =>
        !column.inherited &&
        (THREE.test(charset(column.options) ?? '') || /^utf8(mb3)?_/i.test(column.collation ?? '')),
    );
    if (!found) return;
    context.report({
      origin: found.nameOrigin,
      message: `${name}.${found.name} has the character set utf8mb3, which lacks all characters of four bytes, such as emoji: they are refused or cut off. Use utf8mb4.`,
    });
  },
});

function isCharset(option: TableOption): boolean {
  return option.name === 'character set' || option.name === 'charset';
}

function charset(options: Column['options']): string | undefined {
  return options.find(isCharset)?.value;
}

function originOf(table: Table, option: TableOption): Origin | undefined {
  const unit = table.origins.find(({ unit: each }) =>
    each.piece.text
      .slice(option.span.start, option.span.end)
      .toLowerCase()
      .includes(option.value.toLowerCase()),
  )?.unit;
  return unit && { unit, span: option.span };
}

const THREE = /^utf8(mb3)?$/i;
const TEXT = /^(var)?char$|text$|^(character|character varying|enum|set)$/;
