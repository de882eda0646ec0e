import assert from 'node:assert/strict';
import { ready } from '../rules/harness.js';
import { project } from './print.js';

const TABLES = `
create table orders (id int primary key, total numeric);
create table items (id int primary key, order_id int, price numeric);
`;
const body = (statement: string, head = 'f()'): string =>
  `create or replace function ${head} returns trigger language plpgsql as $$ begin ${statement}; return new; end $$;\n`;
const TRIGGER = 'create trigger t after insert on items for each row execute function f();\n';

/** What the only trigger of `items` does. */
function does(sql: string): string[] {
  const { workload, table } = project(TABLES + sql);
  const read = workload.bodyOf(table('items').triggers[0]!);
  if (!read) return ['nothing'];
  return [
    ...read.queries.map(({ shape, from, holder }) => `${from} ${holder} ${shape.verb}`),
    ...read.assignments.map(
      ({ target, value, query }) => `${target.name} = ${value.text}${query ? ` by ${query.shape.verb}` : ''}`,
    ),
    ...read.operations,
    ...(read.opaque ? ['opaque'] : []),
  ];
}

describe('bodies of triggers and routines', () => {
  before(() => ready);

  it('are those of the last definition', () => {
    assert.deepEqual(does(body('delete from orders') + TRIGGER + body('update orders set total = 0')), [
      'trigger f update',
    ]);
  });

  it('are found by schema, and never those of a function with arguments', () => {
    const other = body('delete from orders', 'app.f()') + body('truncate orders', 'f(int)');
    assert.deepEqual(does(`create schema app;\n${other}${body('update orders set total = 0')}${TRIGGER}`), [
      'trigger f update',
    ]);
    assert.deepEqual(does(`create schema app;\n${other}${TRIGGER.replace('f()', 'app.f()')}`), [
      'trigger f delete',
    ]);
  });

  it('are none of a function that is dropped or not there', () => {
    assert.deepEqual(does(TRIGGER), ['nothing']);
    assert.deepEqual(does(body('delete from orders') + TRIGGER + 'drop function f();'), ['nothing']);
  });

  it('tell operations, assignments and texts that are run', () => {
    const said = does(
      body(
        `if tg_op = 'INSERT' then new.price := (select total from orders where id = new.order_id); end if;
         execute 'delete from ' || tg_argv[0]`,
      ) + TRIGGER,
    );
    assert.deepEqual(said, [
      'trigger f select',
      'price = (select total from orders where id = new.order_id) by select',
      'insert',
      'opaque',
    ]);
  });

  it('name the relations on which they work', () => {
    const sql = `
create function a() returns void language sql as 'delete from orders';
create function b() returns void language sql as 'select 1 from items';
create function c() returns void language plpgsql as $$ begin execute 'truncate orders' || ''; end $$;
create function d() returns void language sql as $$ select 'orders' $$;
create procedure e(k int) language sql as 'update orders set total = k';
create function a() returns void language sql as 'select 2';`;
    const { workload, table } = project(TABLES + sql);
    assert.deepEqual(
      workload
        .routinesOn(table('orders'))
        .map(({ routine }) => routine.key)
        .sort(),
      ['public.c()', 'public.e(integer)'],
    );
  });

  it('are read where they stand in the trigger itself', () => {
    const { workload, table } = project(
      `create table a (id int, n int); create table b (id int);
       create trigger t after insert on b for each row update a set n = n + 1 where id = new.id;`,
      'mysql',
    );
    const [use] = workload.usesOf(table('a'));
    assert.equal(use?.query.holder, 't');
    assert.equal(workload.bodyOf(table('b').triggers[0]!)?.queries.length, 1);
  });
});
