import { ENFORCING } from '../lib/engines.js';
import { reportSuggestion, suggestionsFor } from '../lib/workload/advice.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'missing-join-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'A join finds the rows of a table by columns that no index begins with.',
  gains: 'Where both tables are read whole, a hash join needs no index.',
  costs:
    'Where the other side is narrowed down to a few rows, or the subquery is asked for each of them, the rows here could be looked up one by one; without an index the whole table is read, once or for each row.',
  fineWhen: 'The table stays small, or the join is part of a report that reads most of it anyway.',
  advice: 'Create an index that begins with the columns that the join compares.',
  sources: [
    {
      title: 'PostgreSQL: kinds of joins in plans',
      url: 'https://www.postgresql.org/docs/current/planner-optimizer.html',
    },
    {
      title: 'MySQL: nested-loop joins',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/nested-loop-joins.html',
    },
    { title: 'SQLite: joins are nested loops', url: 'https://www.sqlite.org/optoverview.html#joins' },
    {
      title: 'SQL Server: nested loops joins',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/performance/joins',
    },
    { title: 'CockroachDB: lookup joins', url: 'https://www.cockroachlabs.com/docs/stable/joins' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\nCREATE TABLE posts (id bigint PRIMARY KEY, author bigint NOT NULL, title text);\nSELECT p.title FROM users u JOIN posts p ON p.author = u.id WHERE u.email = $1;',
      says: '(author)',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\nCREATE TABLE posts (id bigint PRIMARY KEY, author bigint NOT NULL, title text);\nSELECT u.id, (SELECT count(*) FROM posts p WHERE p.author = u.id) FROM users u;',
      says: '(author)',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(80) UNIQUE);\nCREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL);\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = ?;',
      says: '(author)',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER NOT NULL);\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = ?;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) UNIQUE);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int NOT NULL);\nGO\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = @email;\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING UNIQUE);\nCREATE TABLE posts (id INT8 PRIMARY KEY, author INT8 NOT NULL);\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = $1;',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\nCREATE TABLE posts (id bigint PRIMARY KEY, author bigint NOT NULL, title text);\nSELECT u.email, count(*) FROM users u JOIN posts p ON p.author = u.id GROUP BY 1;\nSELECT u.email FROM posts p JOIN users u ON p.author = u.id WHERE p.id = $1;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(80) UNIQUE);\nCREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL, KEY (author));\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = ?;',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER NOT NULL);\nCREATE INDEX a ON posts (author);\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = ?;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, email nvarchar(80) UNIQUE);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int NOT NULL, INDEX a (author));\nGO\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = @email;\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING UNIQUE);\nCREATE TABLE posts (id INT8 PRIMARY KEY, author INT8 NOT NULL);\nCREATE INDEX ON posts (author);\nSELECT p.id FROM users u JOIN posts p ON p.author = u.id WHERE u.email = $1;',
    },
  ],
  check(table, context) {
    for (const suggestion of suggestionsFor(table, context)) {
      if (suggestion.byJoin) reportSuggestion(suggestion, table, context);
    }
  },
});
