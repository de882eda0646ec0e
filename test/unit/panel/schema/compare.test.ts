import { strict as assert } from 'node:assert';
import type { SchemaComparison } from '../../../../server/src/protocol/schema-panel.js';
import { bench } from './support.js';

const FILE = 'file:///work/schema.sql';

async function compared(before: string | null, after: string): Promise<SchemaComparison> {
  const { ask, analyzer } = await bench(after);
  const answer = await ask({ kind: 'compare', texts: { [FILE]: before }, label: 'HEAD' });
  assert.ok(typeof answer !== 'string', String(answer));
  assert.equal(analyzer.text(FILE), after);
  return answer;
}

/** The migration leads from the old texts to the new ones: compared again, nothing is left. */
async function leads(before: string, after: string): Promise<SchemaComparison> {
  const found = await compared(before, after);
  const again = await compared(`${before}\n${found.migration}`, after);
  assert.deepEqual([again.tables, again.columns, again.edges], [{}, {}, {}], found.migration);
  return found;
}

const BEFORE = `CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(100), age int);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users, body text);
CREATE TABLE old_things (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
CREATE INDEX posts_user ON posts (user_id);
CREATE VIEW shown AS SELECT id, body FROM posts;
`;
const AFTER = `CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(50) NOT NULL DEFAULT '', city text);
CREATE TABLE tags (id bigint PRIMARY KEY, name text UNIQUE);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, body text, tag_id bigint REFERENCES tags);
CREATE INDEX posts_tag ON posts (tag_id);
CREATE VIEW shown AS SELECT id, body, tag_id FROM posts;
`;

describe('schema panel: compare', () => {
  it('says what was added, dropped and changed, with both values', async () => {
    const found = await compared(BEFORE, AFTER);
    assert.deepEqual(found.tables, {
      'public.users': 'changed',
      'public.tags': 'added',
      'public.posts': 'changed',
      'public.shown': 'changed',
      'public.old_things': 'dropped',
    });
    assert.deepEqual(found.columns['public.users'], {
      mail: {
        change: 'changed',
        before: 'character varying(100)',
        after: "character varying(50) NOT NULL DEFAULT ''",
      },
      city: { change: 'added', after: 'text' },
      age: { change: 'dropped', before: 'integer' },
    });
    assert.equal(found.edges['ref:public.posts(tag_id)>public.tags'], 'added');
    assert.equal(found.edges['ref:public.old_things(user_id)>public.users'], 'dropped');
    assert.ok(found.before.tables.some(({ id, place }) => id === 'public.old_things' && place === undefined));
  });

  it('writes statements that lead from one to the other, and warns of what is lost', async () => {
    const { migration, notes } = await leads(BEFORE, AFTER);
    assert.match(migration, /CREATE TABLE tags \(id bigint PRIMARY KEY, name text UNIQUE\);/);
    assert.match(migration, /DROP TABLE old_things;\n$/);
    const said = notes.join('\n');
    assert.match(said, /DROP TABLE old_things loses all of its rows\./);
    assert.match(said, /Dropping users\.age loses its values\./);
    assert.match(said, /users\.mail changes from character varying\(100\) to character varying\(50\)/);
    assert.match(said, /NOT NULL of posts\.user_id fails/);
  });

  it('does so in other dialects', async () => {
    const old = (dialect: string) =>
      `-- dialect: ${dialect}\nCREATE TABLE a (id int NOT NULL PRIMARY KEY, label varchar(20), rest int);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, a_id int);\n`;
    const now = (dialect: string) =>
      `-- dialect: ${dialect}\nCREATE TABLE a (id int NOT NULL PRIMARY KEY, label varchar(40) NOT NULL, extra int);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, a_id int, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));\n`;
    for (const dialect of ['mysql', 'tsql', 'mariadb', 'cockroach', 'redshift', 'snowflake'])
      await leads(old(dialect), now(dialect));
  });

  it('takes a column of the same type that goes and comes for what may be one', async () => {
    const { notes } = await leads(
      'CREATE TABLE a (id int, nam text);',
      'CREATE TABLE a (id int, name text);',
    );
    assert.match(notes.join(), /RENAME COLUMN nam TO name keeps its values/);
  });

  it('finds nothing where nothing has changed but places and comments', async () => {
    const found = await compared(BEFORE, `-- moved\n\n${BEFORE}`);
    assert.deepEqual([found.tables, found.edges, found.migration, found.notes], [{}, {}, '', []]);
  });

  it('takes every table for new where there was no file', async () => {
    const found = await compared(null, BEFORE);
    assert.deepEqual(new Set(Object.values(found.tables)), new Set(['added']));
    assert.equal(found.before.tables.length, 0);
  });
});
