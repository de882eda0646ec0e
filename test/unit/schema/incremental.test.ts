import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalogBuilder } from '../../../server/src/schema/builder.js';
import type { Catalog, RelationKey } from '../../../server/src/schema/model.js';
import { type Dialect, familyOf } from '../../../server/src/sql/dialect.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { ready, unitsOf } from './support.js';

/** Statements that meet each other in every way: few names, many effects. */
const POSTGRES = `
create table a (id int primary key, n int, t text)
create table if not exists a (id bigint primary key)
create table b (id serial primary key, a_id int references a, n int check (n > 0))
create table b (id int, a_id int, foreign key (a_id) references a (id))
create table s.a (id int primary key, b_id int references b (id))
create table c (like a including all)
create table d (x int) inherits (a)
create table p (id int, n int, primary key (id, n)) partition by range (n)
create table p1 partition of p for values from (1) to (2)
create table p2 (id int not null, n int not null)
alter table p attach partition p2 for values from (2) to (3)
alter table p detach partition p2
alter table p1 attach partition p for values from (2) to (3)
alter table p1 rename to p
alter table a inherit d
alter table d rename to a
create table p (id int, n int) inherits (p1)
create table p1 partition of p1 default
create table q (p_id int, p_n int, foreign key (p_id, p_n) references p)
create index on a (n)
create index ai on a (n)
create unique index ai on b (n)
create index if not exists pi on p (n)
alter index ai rename to bi
alter table a rename to z
alter table z rename to a
alter table a rename column n to m
alter table a drop column n cascade
alter table a add column n int not null default 3
alter table a add constraint k unique (n)
alter table b add constraint k check (id > 0)
alter table b drop constraint k
alter table a add check (n > 1)
alter table b add unique (a_id)
alter table a drop constraint a_pkey cascade
alter table b add foreign key (n) references z
alter table a set schema s
drop table a
drop table if exists a cascade
drop table b, p cascade
drop index ai
create schema s
drop schema s cascade
set search_path = s, public
set search_path = public
create type mood as enum ('x')
alter type mood add value 'y'
alter type mood rename to humour
drop type if exists mood cascade
create table e (m mood, n int)
create view v as select id, n from a
create or replace view v as select * from b
create materialized view mv as select id from a
create view mv as select * from v
create view v as select * from mv
create view e as select b.*, mv.* from b, mv
create index mi on mv (id)
drop view v cascade
create sequence b_id_seq
alter sequence b_id_seq owned by b.id
create function f() returns trigger language plpgsql as 'begin end'
create trigger tr before insert on a for each row execute function f()
drop function f cascade
comment on column a.n is 'number'
select create_hypertable('a', 'n')
create table ctas as select id, n from a
alter table a alter column n type bigint
create temp table a (id text)
create table a_n (idx int, fkey int unique)
insert into a values (1)
begin
begin
commit
rollback
rollback
savepoint s1
rollback to s1
release savepoint s1
\\set ON_ERROR_STOP 0
\\set ON_ERROR_STOP 1
alter table a add column n int, add column o int
alter table b add primary key (a_id)
create table f (id int default count(*))
`;

const MYSQL = `
CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY, n INT, KEY (n))
CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id))
CREATE TABLE IF NOT EXISTS b (id INT)
CREATE TABLE c LIKE b
ALTER TABLE b ADD KEY k (a_id)
ALTER TABLE b DROP KEY k
ALTER TABLE a DROP COLUMN n
ALTER TABLE a CHANGE n m BIGINT NOT NULL
RENAME TABLE a TO z
RENAME TABLE z TO a
CREATE UNIQUE INDEX u ON a (n)
DROP INDEX u ON a
USE other
USE main
DROP TABLE IF EXISTS a
ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES z (id)
ALTER TABLE b DROP FOREIGN KEY fk
CREATE VIEW v AS SELECT * FROM a
CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW SET NEW.n = 1
DROP TRIGGER tr
`;

interface Edit {
  readonly file: number;
  readonly at: number;
  readonly removed: number;
  readonly added: readonly number[];
  readonly swap: boolean;
}

describe('incremental folding', () => {
  before(() => ready);
  for (const [dialect, pool, runs] of [
    ['postgres', POSTGRES, 120],
    ['mysql', MYSQL, 60],
  ] as const)
    it(`equals folding from scratch after random edits (${dialect})`, function () {
      this.timeout(120_000);
      const statements = pool.trim().split('\n');
      const pick = fc.array(fc.nat(statements.length - 1), { maxLength: 12 });
      const edit: fc.Arbitrary<Edit> = fc.record({
        file: fc.nat(1),
        at: fc.nat(40),
        removed: fc.nat(2),
        added: fc.array(fc.nat(statements.length - 1), { maxLength: 3 }),
        swap: fc.constantFrom(false, false, false, false, true),
      });
      fc.assert(
        fc.property(pick, pick, fc.array(edit, { maxLength: 8 }), (first, second, edits) => {
          compare(dialect, statements, [first, second], edits);
        }),
        {
          numRuns: Number(process.env.FUZZ_RUNS ?? runs),
          ...(process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {}),
        },
      );
    });

  it('follows a star over a view whose own star shows another relation now', () => {
    const statements = [
      'create table a (id int)',
      'create table b (id int, n int)',
      'create view v as select * from b',
      'create view w as select * from v',
      'create view v as select * from a',
    ];
    const edits = [{ file: 0, at: 2, removed: 1, added: [4], swap: false }];
    compare('postgres', statements, [[0, 1, 2, 3], []], edits);
  });
});

function compare(
  dialect: Dialect,
  statements: readonly string[],
  initial: readonly (readonly number[])[],
  edits: readonly Edit[],
): void {
  const unit = (uri: string, index: number): SourceUnit =>
    unitsOf(uri, statements[index]! + (statements[index]!.startsWith('\\') ? '\n' : ';\n'), dialect)[0]!;
  const uris = ['one.sql', 'two.sql'];
  const order = [...uris];
  const files = initial.map((list, i) => list.map(index => unit(uris[i]!, index)));
  const builder = createCatalogBuilder(familyOf(dialect));
  builder.setFiles(order);
  for (const [i, uri] of uris.entries()) builder.setUnits(uri, files[i]!);
  builder.refresh();
  let before = picture(builder.catalog);
  check(before);
  for (const edit of edits) {
    const file = files[edit.file]!;
    const at = Math.min(edit.at, file.length);
    const removed = Math.min(edit.removed, file.length - at);
    const added = edit.added.map(index => unit(uris[edit.file]!, index));
    file.splice(at, removed, ...added);
    builder.spliceUnits(uris[edit.file]!, at, removed, added);
    if (edit.swap) {
      order.reverse();
      builder.setFiles(order);
    }
    const { changed, relations } = builder.refresh();
    const after = picture(builder.catalog);
    check(after);
    for (const [key, answer] of after.answers)
      if (before.answers.get(key) !== answer)
        assert.ok(changed.has(key), `${key} has changed, but nothing says so`);
    for (const [key, text] of after.relations) {
      const same = before.relations.get(key) === text;
      assert.equal(before.objects.get(key) === after.objects.get(key), same, `identity of ${key}`);
      assert.equal(relations.has(key), !same, `${key} among what changed`);
    }
    before = after;
  }

  function check(picture: Picture): void {
    const scratch = createCatalogBuilder(familyOf(dialect));
    scratch.setFiles(order);
    for (const uri of order) scratch.setUnits(uri, files[uris.indexOf(uri)]!);
    scratch.refresh();
    const whole = pictureOf(scratch.catalog, ids);
    assert.deepEqual([...picture.relations].sort(), [...whole.relations].sort());
    assert.deepEqual([...picture.answers].sort(), [...whole.answers].sort());
    assert.equal(picture.all, whole.all);
  }

  function picture(catalog: Catalog): Picture {
    return pictureOf(catalog, ids);
  }
}

interface Picture {
  readonly relations: Map<RelationKey, string>;
  readonly objects: Map<RelationKey, unknown>;
  readonly answers: Map<string, string>;
  readonly all: string;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'p', 'p1', 'p2', 'q', 'v', 'z', 'mv', 'ctas', 'a_n'];
const SCHEMAS = ['public', 's', 'pg_temp', '', 'main', 'other'];

const numbers = new WeakMap<SourceUnit, number>();
let next = 0;

/** Units stand for themselves, so that equal pictures mean equal places. */
function ids(unit: SourceUnit): number {
  let id = numbers.get(unit);
  if (id === undefined) numbers.set(unit, (id = next++));
  return id;
}

function pictureOf(catalog: Catalog, id: (unit: SourceUnit) => number): Picture {
  const text = (value: unknown): string =>
    JSON.stringify(value, (key, inner) =>
      key === 'unit' ? id(inner as SourceUnit) : key === 'entry' ? undefined : inner,
    );
  const relations = new Map<RelationKey, string>();
  const objects = new Map<RelationKey, unknown>();
  const answers = new Map<string, string>();
  answers.set('keys', String(catalog.hasKeys()));
  for (const relation of [...catalog.allTables(), ...catalog.allViews()]) {
    relations.set(relation.key, text(relation));
    objects.set(relation.key, relation);
  }
  for (const name of NAMES) {
    answers.set('named:' + name, text(catalog.tablesNamed(name)));
    for (const schema of SCHEMAS) {
      const key = `${schema}.${name}`;
      answers.set('rel:' + key, text(catalog.table(key) ?? catalog.view(key)) ?? '');
      answers.set('refs:' + key, text(catalog.referencing(key)));
      answers.set('parts:' + key, text(catalog.partitionsOf(key)));
    }
  }
  for (const name of ['mood', 'humour'])
    answers.set('type:' + name, text(catalog.enumType(undefined, name)) ?? '');
  const all = text([
    [...catalog.allTables()].map(table => table.key),
    [...catalog.allViews()].map(view => view.key),
    [...catalog.allSequences()],
    [...catalog.allEnums()],
    [...catalog.allRoutines()],
    [...catalog.allSchemas()],
  ]);
  return { relations, objects, answers, all };
}
