import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { applied, bench, only, ready } from './harness.js';

interface Case {
  readonly what: string;
  readonly rule: string;
  readonly dialect?: Dialect;
  readonly files: Readonly<Record<string, string>> | string;
  /** The text of the changed file, or that there is no fix. */
  readonly gives: string | 'no fix';
  readonly safe?: boolean;
}

const USERS = 'CREATE TABLE users (id bigint PRIMARY KEY);\n';

const CASES: readonly Case[] = [
  {
    what: 'removes an element with its comma, and leaves the comments',
    rule: 'duplicate-index',
    dialect: 'mysql',
    files:
      'CREATE TABLE t (\n  id int PRIMARY KEY, -- the key\n  a int,\n  KEY a (a), -- first\n  KEY b (a) -- second\n);',
    gives:
      'CREATE TABLE t (\n  id int PRIMARY KEY, -- the key\n  a int,\n  KEY a (a) -- first\n   -- second\n);',
    safe: true,
  },
  {
    what: 'removes a whole statement with the blank line before it',
    rule: 'duplicate-index',
    files: 'CREATE TABLE t (id int PRIMARY KEY);\n\nCREATE UNIQUE INDEX i ON t (id);\nSELECT 1;',
    gives: 'CREATE TABLE t (id int PRIMARY KEY);\nSELECT 1;',
    safe: true,
  },
  {
    what: 'keeps a comment before a removed statement',
    rule: 'duplicate-index',
    files: 'CREATE TABLE t (id int PRIMARY KEY);\n-- why\nCREATE UNIQUE INDEX i ON t (id);\n',
    gives: 'CREATE TABLE t (id int PRIMARY KEY);\n-- why\n\n',
    safe: true,
  },
  {
    what: 'does not remove a statement that also adds the column',
    rule: 'duplicate-index',
    files:
      'CREATE TABLE t (id int PRIMARY KEY);\nALTER TABLE t ADD COLUMN a int UNIQUE;\nALTER TABLE t ADD COLUMN b int, ADD UNIQUE (a);',
    gives: 'no fix',
  },
  {
    what: 'does not remove an index that a later statement renames',
    rule: 'duplicate-index',
    files:
      'CREATE TABLE t (id int PRIMARY KEY);\nCREATE UNIQUE INDEX i ON t (id);\nALTER INDEX i RENAME TO j;',
    gives: 'no fix',
  },
  {
    what: 'is not safe in a migration, which may have run',
    rule: 'duplicate-index',
    files: {
      'migrations/001_a.sql': 'CREATE TABLE t (id int PRIMARY KEY);\nCREATE UNIQUE INDEX i ON t (id);',
    },
    gives: 'CREATE TABLE t (id int PRIMARY KEY);',
    safe: false,
  },
  {
    what: 'quotes what has to be quoted and names the schema that was written',
    rule: 'fk-without-index',
    files: USERS + 'CREATE TABLE app."Order" (id bigint PRIMARY KEY, "User" bigint REFERENCES users);',
    gives:
      USERS +
      'CREATE TABLE app."Order" (id bigint PRIMARY KEY, "User" bigint REFERENCES users);\n\nCREATE INDEX "Order_User_idx" ON app."Order" ("User");',
    safe: true,
  },
  {
    what: 'ends a last statement that has no semicolon',
    rule: 'fk-without-index',
    files: USERS + 'CREATE TABLE p (id bigint PRIMARY KEY, u bigint REFERENCES users) -- end\n',
    gives:
      USERS +
      'CREATE TABLE p (id bigint PRIMARY KEY, u bigint REFERENCES users);\n\nCREATE INDEX p_u_idx ON p (u); -- end\n',
    safe: true,
  },
  {
    what: 'builds concurrently where an earlier migration made the table',
    rule: 'fk-without-index',
    files: {
      'migrations/001_a.sql': USERS + 'CREATE TABLE p (id bigint PRIMARY KEY, u bigint);',
      'migrations/002_b.sql': 'ALTER TABLE p ADD FOREIGN KEY (u) REFERENCES users;',
    },
    gives:
      'ALTER TABLE p ADD FOREIGN KEY (u) REFERENCES users;\n\nCREATE INDEX CONCURRENTLY p_u_idx ON p (u);',
    safe: false,
  },
  {
    what: 'adds no column to what a query makes',
    rule: 'no-primary-key',
    files: 'CREATE TABLE t AS SELECT 1 AS a;',
    gives: 'no fix',
  },
  {
    what: 'makes an id that is there the key',
    rule: 'no-primary-key',
    files: 'CREATE TABLE t (a int, id int NOT NULL, b int);',
    gives: 'CREATE TABLE t (a int, id int NOT NULL PRIMARY KEY, b int);',
    safe: false,
  },
  {
    what: 'keeps precision and scale',
    rule: 'float-for-exact',
    dialect: 'mysql',
    files: 'CREATE TABLE t (id int PRIMARY KEY, price double(8,2) unsigned NOT NULL);',
    gives: 'CREATE TABLE t (id int PRIMARY KEY, price decimal(8,2) unsigned NOT NULL);',
    safe: false,
  },
  {
    what: 'declares all inferred keys behind the later table',
    rule: 'inferred-missing-fk',
    files: 'CREATE TABLE p (id bigint PRIMARY KEY, up bigint REFERENCES p, user_id bigint);\n' + USERS,
    gives:
      'CREATE TABLE p (id bigint PRIMARY KEY, up bigint REFERENCES p, user_id bigint);\nCREATE TABLE users (id bigint PRIMARY KEY);\n\nALTER TABLE p ADD FOREIGN KEY (user_id) REFERENCES users (id);\n',
    safe: false,
  },
  {
    what: 'keeps what stands between an index and its constraint',
    rule: 'nullable-in-unique',
    files:
      'CREATE TABLE t (a int NOT NULL, b int);\nCREATE UNIQUE INDEX i ON t (a, b);\nALTER TABLE t ADD CONSTRAINT i UNIQUE USING INDEX i;',
    gives: 'no fix',
  },
  {
    what: 'moves a key from its column to the table',
    rule: 'partition-key-not-in-unique',
    files: 'CREATE TABLE m (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);',
    gives: 'CREATE TABLE m (id bigint , at date NOT NULL,\n  PRIMARY KEY (id, at)) PARTITION BY RANGE (at);',
    safe: false,
  },
  {
    what: 'turns a constraint on an expression into an index',
    rule: 'expression-in-unique-constraint',
    files: 'CREATE TABLE t (\n  mail text,\n  CONSTRAINT t_mail UNIQUE (lower(mail))\n);',
    gives: 'CREATE TABLE t (\n  mail text\n);\n\nCREATE UNIQUE INDEX t_mail ON t (lower(mail));',
    safe: false,
  },
  {
    what: 'keeps an index that another statement names',
    rule: 'duplicate-index',
    files: 'CREATE TABLE t (id bigint PRIMARY KEY);\nCREATE INDEX t_id ON t (id);\nCLUSTER t USING t_id;',
    gives: 'no fix',
    safe: false,
  },
  {
    what: 'writes a template with blanks as it is',
    rule: 'fk-without-index',
    files:
      'CREATE TABLE {{ .Schema }}.t (id bigint PRIMARY KEY);\nCREATE TABLE {{ .Schema }}.u (id bigint PRIMARY KEY, t_id bigint REFERENCES {{ .Schema }}.t (id));',
    gives:
      'CREATE TABLE {{ .Schema }}.t (id bigint PRIMARY KEY);\nCREATE TABLE {{ .Schema }}.u (id bigint PRIMARY KEY, t_id bigint REFERENCES {{ .Schema }}.t (id));\n\nCREATE INDEX u_t_id_idx ON {{ .Schema }}.u (t_id);',
    safe: true,
  },
  {
    what: 'writes the schema as the template does',
    rule: 'fk-without-index',
    files:
      'CREATE TABLE @cdm.t (id bigint PRIMARY KEY);\nCREATE TABLE @cdm.u (id bigint PRIMARY KEY, t_id bigint REFERENCES @cdm.t (id));',
    gives:
      'CREATE TABLE @cdm.t (id bigint PRIMARY KEY);\nCREATE TABLE @cdm.u (id bigint PRIMARY KEY, t_id bigint REFERENCES @cdm.t (id));\n\nCREATE INDEX u_t_id_idx ON @cdm.u (t_id);',
    safe: true,
  },
];

describe('fixes of the rules', () => {
  before(() => ready);

  for (const { what, rule: id, dialect = 'postgres', files: given, gives, safe } of CASES) {
    it(`${id} ${what}`, () => {
      const files = typeof given === 'string' ? { 'schema.sql': given } : given;
      const findings = bench(files, dialect, only(ruleById(id)!)).findings();
      assert.ok(findings.length > 0, 'no finding');
      const fix = findings.flatMap(fixesOf)[0];
      if (gives === 'no fix' || !fix) return assert.equal(fix?.title ?? 'no fix', gives);
      const changed = applied(files, fix.edits);
      const name = Object.keys(files).find(uri => changed[uri] !== files[uri])!;
      assert.equal(changed[name], gives);
      assert.equal(fix.safe, safe);
    });
  }
});
