import { runCases } from './case.js';

runCases('PostgreSQL: partitions, schemas, types, views', 'postgres', [
  {
    name: "a partition gets its parent's columns, keys, indexes and foreign keys",
    sql: `
      create table r (id int primary key);
      create table p (id int not null default 7, t date, r_id int references r, check (id > 0), primary key (id, t)) partition by range (t);
      create index on p (r_id);
      create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
      create table p2 partition of p (r_id not null default 3) default partition by hash (id);
      create table p2a partition of p2 for values with (modulus 2, remainder 0);
      create unique index u on p (id, t, r_id);
      alter table p add column x text;
    `,
    is: `
      table public.r
        id integer not null
        primary key r_pkey (id)
      partitioned table public.p
        id integer not null default 7
        t date not null
        r_id integer
        x text
        partition by range (t)
        primary key p_pkey (id, t)
        check p_id_check: id > 0
        foreign key p_r_id_fkey (r_id) -> public.r (id)
        index p_r_id_idx btree (r_id)
        unique index u btree (id, t, r_id)
      table public.p1 of public.p
        id integer not null default 7 inherited
        t date not null inherited
        r_id integer inherited
        x text inherited
        primary key p1_pkey (id, t) inherited
        check p_id_check: id > 0
        foreign key p_r_id_fkey (r_id) -> public.r (id) inherited
        index p1_r_id_idx btree (r_id) inherited
        unique index p1_id_t_r_id_idx btree (id, t, r_id) inherited
      partitioned table public.p2 of public.p
        id integer not null default 7 inherited
        t date not null inherited
        r_id integer not null default 3 inherited
        x text inherited
        partition by hash (id)
        primary key p2_pkey (id, t) inherited
        check p_id_check: id > 0
        foreign key p_r_id_fkey (r_id) -> public.r (id) inherited
        index p2_r_id_idx btree (r_id) inherited
        unique index p2_id_t_r_id_idx btree (id, t, r_id) inherited
      table public.p2a of public.p2
        id integer not null default 7 inherited
        t date not null inherited
        r_id integer not null default 3 inherited
        x text inherited
        primary key p2a_pkey (id, t) inherited
        check p_id_check: id > 0
        foreign key p_r_id_fkey (r_id) -> public.r (id) inherited
        index p2a_r_id_idx btree (r_id) inherited
        unique index p2a_id_t_r_id_idx btree (id, t, r_id) inherited
    `,
  },
  {
    name: 'ATTACH takes indexes that fit, and makes those that are missing',
    sql: `
      create table p (id int, t date, check (id > 0)) partition by range (t);
      alter table p add constraint pk primary key (id, t);
      create index on p (id);
      create index on p (t);
      create table c (id int not null, t date not null, constraint p_id_check check (id > 0), constraint cpk primary key (id, t));
      create index mine on c (t);
      alter table p attach partition c for values from ('2020-01-01') to ('2021-01-01');
    `,
    is: `
      partitioned table public.p
        id integer not null
        t date not null
        partition by range (t)
        primary key pk (id, t)
        check p_id_check: id > 0
        index p_id_idx btree (id)
        index p_t_idx btree (t)
      table public.c of public.p
        id integer not null inherited
        t date not null inherited
        primary key cpk (id, t) inherited
        check p_id_check: id > 0
        index mine btree (t) inherited
        index c_id_idx btree (id) inherited
    `,
  },
  {
    name: 'DETACH leaves a table of its own',
    sql: `
      create table p (id int primary key, n int) partition by list (id);
      create table c partition of p for values in (1);
      create index i on p (n);
      alter table p detach partition c;
      drop table p;
    `,
    is: `
      table public.c
        id integer not null
        n integer
        primary key c_pkey (id)
        index c_n_idx btree (n)
    `,
  },
  {
    name: 'a dump attaches partitions and indexes one by one',
    sql: `
      create table only_p (id int not null, t date not null) partition by range (t);
      create table c (id int not null, t date not null);
      alter table only only_p attach partition c for values from ('2020-01-01') to ('2021-01-01');
      alter table only only_p add constraint p_pkey primary key (id, t);
      alter table only c add constraint c_pkey primary key (id, t);
      create index p_t on only only_p using btree (t);
      create index c_t on c using btree (t);
      alter index p_pkey attach partition c_pkey;
      alter index p_t attach partition c_t;
      drop index p_t;
    `,
    is: `
      partitioned table public.only_p
        id integer not null
        t date not null
        partition by range (t)
        primary key p_pkey (id, t)
      table public.c of public.only_p
        id integer not null inherited
        t date not null inherited
        primary key c_pkey (id, t) inherited
    `,
  },
  {
    name: 'dropping a parent drops its partitions; what is dropped above goes below',
    sql: `
      create table p (id int, n int, check (n > 0)) partition by list (id);
      create table c partition of p for values in (1);
      alter table p add constraint u unique (id);
      create index i on p (n);
      alter table p drop constraint u, drop constraint p_n_check;
      drop index i;
      alter table p rename column n to m;
      alter table p rename column id to key;
      create table q (id int) partition by list (id);
      create table q1 partition of q for values in (1);
      drop table q;
    `,
    is: `
      partitioned table public.p
        key integer
        m integer
        partition by list (key)
      table public.c of public.p
        key integer inherited
        m integer inherited
    `,
  },
  {
    name: 'inheritance takes columns, NOT NULL, defaults and checks, no keys',
    sql: `
      create table base (id int primary key, n int default 3, check (n > 0));
      create index on base (n);
      create table child (extra text, n int default 4) inherits (base);
      alter table base add column late int;
      alter table base alter n type bigint;
      alter table child no inherit base;
    `,
    is: `
      table public.base
        id integer not null
        n bigint default 3
        late integer
        primary key base_pkey (id)
        check base_n_check: n > 0
        index base_n_idx btree (n)
      table public.child
        id integer not null
        n bigint default 4
        extra text
        late integer
        check base_n_check: n > 0
    `,
  },
  {
    name: 'LIKE takes what it is told',
    sql: `
      create table src (id int generated always as identity primary key, n int not null default 3, g int generated always as (n) stored, check (n > 0), unique (n));
      create index si on src (g) where n > 1;
      create table plain (like src, extra int);
      create table full_copy (first int, like src including all);
      create table part_copy (like src including defaults including constraints);
    `,
    is: `
      table public.src
        id integer not null identity always
        n integer not null default 3
        g integer as (n)
        primary key src_pkey (id)
        unique src_n_key (n)
        check src_n_check: n > 0
        index si btree (g) where n > 1
      table public.plain
        id integer not null inherited
        n integer not null inherited
        g integer inherited
        extra integer
      table public.full_copy
        first integer
        id integer not null identity always inherited
        n integer not null default 3 inherited
        g integer as (n) inherited
        primary key full_copy_pkey (id)
        unique full_copy_n_key (n)
        check src_n_check: n > 0
        index full_copy_g_idx btree (g) where n > 1
      table public.part_copy
        id integer not null inherited
        n integer not null default 3 inherited
        g integer inherited
        check src_n_check: n > 0
      sequence public.src_id_seq of public.src.id
      sequence public.full_copy_id_seq of public.full_copy.id
    `,
  },
  {
    name: 'OF a composite type',
    sql: `
      create type addr as (street text, zip varchar(10));
      alter type addr add attribute city text;
      create table t of addr (primary key (zip));
    `,
    is: `
      table public.t
        street text
        zip character varying(10) not null
        city text
        primary key t_pkey (zip)
      type public.addr (street text, zip character varying(10), city text)
    `,
  },
  {
    name: 'the search path decides where names go, and ends with its file',
    sql: `
      create schema app;
      set search_path = app, public;
      create table t (id int primary key);
      create table public.u (id int primary key);
      create table v (t_id int references t, u_id int references u, w_id int references w);
      create index on u (id);
      select pg_catalog.set_config('search_path', '', false);
      create table public.w (id int primary key);
    `,
    is: `
      table app.t
        id integer not null
        primary key t_pkey (id)
      table public.u
        id integer not null
        primary key u_pkey (id)
        index u_id_idx btree (id)
      table app.v
        t_id integer
        u_id integer
        w_id integer
        foreign key v_t_id_fkey (t_id) -> app.t (id)
        foreign key v_u_id_fkey (u_id) -> public.u (id)
        foreign key v_w_id_fkey (w_id) -> public.w (id)
      table public.w
        id integer not null
        primary key w_pkey (id)
      schema app
    `,
  },
  {
    name: 'CREATE SCHEMA makes what it lists, DROP SCHEMA drops what is inside',
    sql: `
      create schema s create table t (id int primary key) create view v as select id from t;
      create table k (id int references s.t);
      create schema gone;
      create table gone.t (id int);
      create type gone.m as enum ('a');
      drop schema gone cascade;
      alter schema s rename to s2;
    `,
    is: `
      table s2.t
        id integer not null
        primary key t_pkey (id)
      table public.k
        id integer
        foreign key k_id_fkey (id) -> s2.t (id)
      view s2.v (id) reads s2.t
      schema s2
    `,
  },
  {
    name: 'temporary tables hide others of their name',
    sql: `
      create table t (a int);
      create temp table t (b int);
      alter table t add column c int;
    `,
    is: `
      table public.t
        a integer
      table pg_temp.t temporary
        b integer
        c integer
    `,
  },
  {
    name: 'enums, domains and composite types',
    sql: `
      create type mood as enum ('sad', 'ok');
      alter type mood add value 'fine' after 'sad';
      alter type mood add value 'awful' before 'sad';
      alter type mood add value if not exists 'ok';
      alter type mood rename value 'ok' to 'good';
      create domain pos as int not null check (value > 0);
      create type pt as (x int, y int);
      create table t (m mood, ms mood[], p pos);
      alter type mood rename to humour;
      create type dead as enum ('x');
      alter table t add column d dead;
      drop type dead cascade;
      drop domain if exists nope;
    `,
    is: `
      table public.t
        m humour
        ms humour[]
        p pos
      enum public.humour awful sad fine good
      domain public.pos integer not null
      type public.pt (x integer, y integer)
    `,
  },
  {
    name: 'views and materialized views',
    sql: `
      create table t (a int, b int);
      create view v as select a, b as bee, a + b as total from t;
      create view star as select * from t;
      create view named (x, y) as select a, b from t;
      create view two as select * from t join v on true;
      create materialized view mv as select a from t;
      create unique index on mv (a);
      create or replace view v as select a from t;
      drop view named;
      alter view star rename to stars;
    `,
    is: `
      table public.t
        a integer
        b integer
      view public.stars (a, b) reads public.t
      view public.two (a, b, a) reads public.t public.v
      materialized view public.mv (a) reads public.t
        unique index mv_a_idx btree (a)
      view public.v (a) reads public.t
    `,
  },
  {
    name: 'triggers and functions, with overloads',
    sql: `
      create table t (a int);
      create function f() returns trigger language plpgsql as $$ begin return new; end $$;
      create function g(int) returns int language sql as 'select 1';
      create function g(text) returns int language sql as 'select 2';
      create or replace function g(int) returns int language sql as 'select 3';
      create trigger tr before insert or update of a on t for each row execute function f();
      create trigger tr2 after delete on t execute function f();
      drop trigger tr2 on t;
      create procedure p() language sql as 'select 1';
      drop procedure p;
    `,
    is: `
      table public.t
        a integer
        trigger tr
      function public.f()
      function public.g(text)
      function public.g(integer)
    `,
  },
  {
    name: 'comments, options, row security, replica identity, extensions',
    sql: `
      create extension if not exists pgcrypto;
      create table t (a int not null unique, b text) with (fillfactor = 70);
      comment on table t is 'things';
      comment on column t.b is 'their name';
      alter table t enable row level security;
      alter table t replica identity using index t_a_key;
      create unlogged table u (a int);
      drop extension pgcrypto;
    `,
    is: `
      table public.t row security replica identity index t_a_key 'things'
        a integer not null
        b text 'their name'
        unique t_a_key (a)
      table public.u unlogged
        a integer
    `,
  },
  {
    name: 'calls of extension functions',
    sql: `
      create table metrics (t timestamptz, v float);
      select create_hypertable('metrics', 'time');
      select create_distributed_table('public.metrics', 'v');
      select create_hypertable('nothing', 't');
    `,
    is: `
      table public.metrics
        t timestamp with time zone
        v double precision
        calls create_hypertable
        calls create_distributed_table
    `,
  },
  {
    name: 'CREATE TABLE AS takes names and types from what it selects',
    sql: `
      create table t (a int not null, b text);
      create table c as select a, b as name, a + 1 as n from t;
      create table d as select * from t;
      create table e (x, y) as select a, b from t;
      create table f as select * from unknown;
    `,
    is: `
      table public.t
        a integer not null
        b text
      table public.c
        a integer
        name text
        n ?
      table public.d
        a integer
        b text
      table public.e
        x integer
        y text
      table public.f incomplete
    `,
  },
  {
    name: 'a column that one script adds twice is the first: the second statement fails',
    sql: `
      create table t (a int);
      alter table t add column b int;
      alter table t add column b text not null;
      alter table t add column if not exists b date;
    `,
    is: `
      table public.t
        a integer
        b integer
    `,
  },
  {
    name: 'what is not there is left alone',
    sql: `
      alter table nothing add column a int;
      drop table nothing;
      drop index nothing;
      create index on nothing (a);
      alter table nothing rename to else_thing;
      comment on table nothing is 'x';
      create table t (a int);
      alter table t drop column nope, drop constraint nope, alter nope set not null;
      alter table t attach partition nope default;
    `,
    is: `
      table public.t
        a integer
    `,
  },
]);
