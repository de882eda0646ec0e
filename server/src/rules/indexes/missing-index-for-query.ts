import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { reportSuggestion, suggestionsFor } from '../lib/workload/advice.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'missing-index-for-query',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'Queries of the project search a table by columns that no index begins with.',
  gains: 'Without it, writes are cheaper by one index, and it takes no space.',
  costs: 'Each run of such a query reads the whole table, and takes longer as it grows.',
  fineWhen: 'The table stays small, or the query runs once a night.',
  advice:
    'One index for the queries that begin alike: first the columns compared by `=`, then what is sorted by or the one range. Where every query asks for the same constant (`deleted_at IS NULL`), leave the other rows out of it.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'PostgreSQL: indexes and ORDER BY',
      url: 'https://www.postgresql.org/docs/current/indexes-ordering.html',
    },
    {
      title: 'MySQL: how indexes are used',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-indexes.html',
    },
    { title: 'SQLite: query planner', url: 'https://www.sqlite.org/queryplanner.html' },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'CockroachDB: secondary indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/schema-design-indexes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL, at timestamptz NOT NULL, total numeric);\nSELECT * FROM orders WHERE customer = $1 ORDER BY at DESC LIMIT 20;',
      says: '(customer, at)',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE jobs (id bigint PRIMARY KEY, state text NOT NULL, at timestamptz NOT NULL);\nCREATE INDEX jobs_state ON jobs (state);\nSELECT id FROM jobs WHERE state = 'new' ORDER BY at LIMIT 10;",
      says: "(at) WHERE state = 'new'",
    },
    {
      // An INSERT of parameters is the application's own.
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL);\nINSERT INTO orders (id, customer) VALUES ($1, $2);\nSELECT * FROM orders WHERE customer = $1;',
      says: '(customer)',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, at datetime NOT NULL);\nSELECT * FROM orders WHERE customer = ? AND at >= ?;',
      says: '(customer, at)',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, at TEXT);\nSELECT * FROM orders WHERE customer = ?;',
      says: '(customer)',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, customer int NOT NULL, at datetime2);\nGO\nSELECT * FROM orders WHERE customer = @customer;\n',
      says: '(customer)',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, customer INT8 NOT NULL, at TIMESTAMPTZ);\nSELECT * FROM orders WHERE customer = $1;',
      says: '(customer)',
    },
  ],
  good: [
    ...portable(
      "CREATE TABLE orders (id int NOT NULL PRIMARY KEY, customer int NOT NULL, note varchar(20));\nINSERT INTO orders (id, customer, note) VALUES (1, 7, 'a'), (2, 8, 'b');\nSELECT * FROM orders WHERE customer = 7;",
    ),
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL, at timestamptz NOT NULL, state text NOT NULL);\nCREATE INDEX ON orders (customer);\nSELECT * FROM orders WHERE customer = $1 ORDER BY at DESC LIMIT 20;\nSELECT * FROM orders WHERE id = $1 AND state = 'new';\nSELECT count(*) FROM orders;\nSELECT count(*) FROM orders WHERE state = 'new';",
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, at datetime NOT NULL, KEY (customer, at));\nSELECT * FROM orders WHERE customer = ? AND at >= ?;',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER UNIQUE, at TEXT);\nSELECT * FROM orders WHERE customer = ? AND at > ?;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, customer int NOT NULL, INDEX ix (customer));\nGO\nSELECT * FROM orders WHERE customer = @customer;\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, customer INT8 NOT NULL, at TIMESTAMPTZ);\nCREATE INDEX ON orders (customer);\nSELECT * FROM orders WHERE customer = $1;',
    },
  ],
  check(table, context) {
    for (const suggestion of suggestionsFor(table, context)) {
      if (!suggestion.byJoin) reportSuggestion(suggestion, table, context);
    }
  },
});
