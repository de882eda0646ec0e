import assert from 'node:assert/strict';
import { createCatalogBuilder } from '../../../server/src/schema/index.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { createWorkloadStore, type Workload } from '../../../server/src/workload/index.js';
import { ready, unitsOf } from '../rules/harness.js';
import { printUse } from './print.js';

/** Statements that give names other meanings, and those that use them. */
const STATEMENTS = [
  'create table users (id int primary key, email text);',
  'create table users (id int primary key, email text, org int);',
  'create table orders (id int primary key, user_id int, total numeric);',
  'create schema app;',
  'create table app.orders (id int primary key, buyer int);',
  'create table app.users (id int, name text);',
  'drop table users;',
  'drop table app.orders;',
  'alter table orders add column status text;',
  'alter table users rename to people;',
  'set search_path = app, public;',
  'set search_path = public;',
  'select * from orders where user_id = $1;',
  'select email, total from users join orders on user_id = users.id where org = 3;',
  'select name from users where lower(name) = $1 order by id;',
  'update orders set total = 0 where status = $1;',
  "insert into users (id, email) values (1, 'a');",
  "insert into users (id, email) values (2, 'b');",
  "insert into users (id, email) values (3, 'c') on conflict (id) do nothing;",
  'create view big as select * from orders where total > 10;',
  'create or replace view big as select id from users;',
  'drop view big;',
  'select id from big where total = 4;',
  'create function f() returns trigger language plpgsql as $$ begin update orders set total = total + new.id where id = new.id; return new; end $$;',
  'create or replace function f() returns trigger language plpgsql as $$ begin delete from users where id = old.id; return old; end $$;',
  'drop function f();',
  'create trigger t after insert on users for each row execute function f();',
  'drop trigger t on users;',
];

/** Everything that rules may ask about one relation, printed. */
function answers(
  workload: Workload,
  key: string,
  catalog: { table(key: string): unknown; view(key: string): unknown },
) {
  const table = catalog.table(key) as Parameters<Workload['routinesOn']>[0] | undefined;
  const relation = table ?? (catalog.view(key) as Parameters<Workload['usesOf']>[0] | undefined);
  if (!relation) return 'none';
  return [
    ...workload.usesOf(relation).map(use => `${use.query.unit.uri} ${printUse(use)}`),
    ...(table ? workload.routinesOn(table).map(({ routine }) => `routine ${routine.key}`) : []),
    ...(table?.triggers ?? []).map(
      trigger =>
        `trigger ${trigger.name}: ${workload.bodyOf(trigger)?.queries.map(query => query.shape.verb)}`,
    ),
  ]
    .sort()
    .join('\n');
}

/** What a project begins with, so that edits have something to change the meaning of. */
const FIRST: Readonly<Record<string, readonly number[]>> = {
  'a.sql': [1, 2, 3, 4, 12, 13, 23, 26],
  'b.sql': [12, 14, 15, 16, 17, 19, 22],
};

const KEYS = [
  'public.users',
  'public.orders',
  'public.people',
  'public.big',
  'app.orders',
  'app.users',
  'app.big',
];
const FILES = ['a.sql', 'b.sql'];

describe('workload after edits', () => {
  before(() => ready);

  it('answers as from scratch, when only what a changed answer touches is asked again', () => {
    const random = generator(7);
    for (let round = 0; round < 25; round++) {
      const builder = createCatalogBuilder('postgres');
      builder.setFiles(FILES);
      const store = createWorkloadStore(builder);
      const files = new Map<string, SourceUnit[]>(FILES.map(uri => [uri, []]));
      let looked = new Set<string>();
      const catalog = builder.tracked(look => looked.add(look));
      const asked = store.tracked(catalog, look => looked.add(look));
      const known = new Map<string, { text: string; looked: ReadonlySet<string> }>();
      for (let step = 0; step < 12; step++) {
        const removed: SourceUnit[] = [];
        const added: SourceUnit[] = [];
        if (step === 0) {
          for (const [uri, units] of files) {
            for (const index of FIRST[uri]!)
              units.push(...unitsOf(uri, STATEMENTS[index]!, 'postgres').slice(0, 1));
            added.push(...units);
            builder.setUnits(uri, units);
          }
        }
        for (let change = 0; change <= random(3); change++) {
          const uri = FILES[random(2)]!;
          const units = files.get(uri)!;
          const at = random(units.length + 1);
          const gone = units.splice(at, random(2));
          const fresh = unitsOf(uri, STATEMENTS[random(STATEMENTS.length)]!, 'postgres').slice(0, 1);
          units.splice(at, 0, ...fresh);
          for (const [index, unit] of units.entries()) unit.piece.start = index * 1000;
          for (const unit of gone) {
            const before = added.indexOf(unit);
            if (before >= 0) added.splice(before, 1);
            else removed.push(unit);
          }
          added.push(...fresh);
          builder.setUnits(uri, units);
        }
        const change = builder.refresh();
        store.change(removed, added);
        const moved = new Set([...change.changed, ...store.takeChanged()]);
        for (const key of KEYS) {
          const last = known.get(key);
          if (last && !change.relations.has(key) && ![...last.looked].some(look => moved.has(look))) continue;
          looked = new Set();
          const text = answers(asked, key, catalog);
          known.set(key, { text, looked });
        }
        const fresh = createCatalogBuilder('postgres');
        fresh.setFiles(FILES);
        for (const [uri, units] of files) fresh.setUnits(uri, units);
        fresh.refresh();
        const scratch = createWorkloadStore(fresh);
        scratch.change([], [...files.values()].flat());
        const workload = scratch.tracked(fresh.catalog, () => {});
        for (const key of KEYS) {
          const sql = [...files].map(
            ([uri, units]) => `-- ${uri}\n${units.map(unit => unit.piece.text).join('\n')}`,
          );
          assert.equal(
            known.get(key)!.text,
            answers(workload, key, fresh.catalog),
            `${key}\n${sql.join('\n')}`,
          );
        }
      }
    }
  });
});

/** Whole numbers below a limit, the same in every run. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
