import assert from 'node:assert/strict';
import { readDumped } from '../../../server/src/sql/postgres/dumped/index.js';
import { readParsed } from '../../../server/src/sql/postgres/parsed.js';
import { postgresShapes } from '../../../server/src/sql/postgres/shapes/index.js';
import { parseRaw } from '../../../server/src/sql/postgres/wasm.js';
import { withPostgres } from './setup.js';

/** What pg_dump writes, with a word of ours where a name stands. */
const FORMS: readonly ((name: string) => string)[] = [
  name =>
    `CREATE TABLE public.${name} (\n    ${name} bigint NOT NULL,\n    a character varying(20) DEFAULT 'it''s'::character varying,\n    b numeric(12,2) DEFAULT 0 NOT NULL,\n    c timestamp(3) with time zone DEFAULT now() NOT NULL,\n    d boolean DEFAULT false,\n    e ${name}.${name} DEFAULT 'new'::public.${name} NOT NULL,\n    f integer[] DEFAULT '{}'::integer[],\n    g uuid DEFAULT public.${name}(),\n    h text DEFAULT ''::text,\n    i timestamp without time zone DEFAULT CURRENT_TIMESTAMP\n);`,

  name => `ALTER TABLE public.${name} OWNER TO app;`,
  name => `ALTER TABLE ${name} OWNER TO ${name}`,
  name => `ALTER SEQUENCE ${name}.orders_id_seq OWNER TO app;\n`,
  name => `ALTER VIEW ${name} OWNER TO app;`,
  name => `ALTER SEQUENCE public.${name} OWNED BY public.${name}.${name};`,
  name =>
    `ALTER TABLE ONLY ${name} ALTER COLUMN ${name} SET DEFAULT nextval('public.${name}_seq'::regclass);`,
  name => `ALTER TABLE ONLY public.${name}\n    ADD CONSTRAINT ${name} PRIMARY KEY (${name}, b);`,
  name => `ALTER TABLE ONLY public.orders\n    ADD CONSTRAINT orders_${name} UNIQUE (${name});`,
  name =>
    `ALTER TABLE ONLY orders\n    ADD CONSTRAINT ${name} FOREIGN KEY (a, ${name}) REFERENCES public.${name}(id, ${name}) ON UPDATE SET NULL ON DELETE CASCADE;`,
  name =>
    `ALTER TABLE orders\n    ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES ${name}(id) ON DELETE RESTRICT;`,
  name => `COMMENT ON TABLE public.${name} IS 'It''s one;\n-- of many, \\ and "ö"';`,
  name => `COMMENT ON COLUMN public.orders.${name} IS 'x';`,
  name =>
    `CREATE SEQUENCE public.${name}\n    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    NO MAXVALUE\n    CACHE 1;`,
  name => `CREATE INDEX ${name} ON public.orders USING btree (${name}, b);`,
  name => `CREATE UNIQUE INDEX orders_${name} ON ONLY ${name} USING ${name} (a);`,
  name => `CREATE INDEX i ON public.orders USING btree (a) WHERE (${name} IS NOT NULL);`,
  name => `CREATE UNIQUE INDEX i ON public.orders USING btree (a) WHERE (${name} IS NULL);`,
  name => `CREATE INDEX i ON public.orders USING btree (a) WHERE (NOT ${name});`,
  name => `CREATE INDEX i ON public.orders USING btree (a) WHERE (${name} = true);`,
  name =>
    `CREATE TRIGGER ${name} BEFORE UPDATE ON public.${name} FOR EACH ROW EXECUTE FUNCTION public.${name}();`,
  name =>
    `CREATE TRIGGER t AFTER UPDATE OR INSERT OR DELETE ON ${name} FOR EACH STATEMENT EXECUTE PROCEDURE ${name}();`,
  name => `ALTER FUNCTION public.${name}() OWNER TO app;`,
  name => `ALTER FUNCTION ${name}(${name} integer, text, b ${name}.${name}) OWNER TO ${name};`,
  name => `COPY public.${name} (id, ${name}) FROM stdin;`,
];
/** Of each kind of keyword that PostgreSQL has some, and words that mean something in one place only. */
const KEYWORDS =
  'name action select user left between coalesce none public cascade only end values row type window year interval ' +
  'position precision time timestamp';

describe('postgres: statements as pg_dump writes them', () => {
  withPostgres();

  for (const form of FORMS) {
    it(`reads what the tree says: ${form('orders')}`, () => {
      const sql = form('orders');
      const read = readDumped(sql, 7);
      assert.deepEqual(read, long(sql));
    });

    it(`reads it with any word, or leaves it to the grammar: ${form('...')}`, () => {
      for (const word of [
        ...KEYWORDS.split(' '),
        `${'x'.repeat(63)}`,
        'x'.repeat(64),
        'Upper',
        '"quoted"',
        '"Order"',
        '"two words"',
      ]) {
        const read = readDumped(form(word), 7);
        if (read) assert.deepEqual(read, long(form(word)), word);
      }
    });
  }

  it('gives COPY the shape that the tree gives it', () => {
    for (const sql of ['COPY public.orders (id, "Name", position) FROM stdin;', 'COPY o (a) FROM stdin']) {
      const span = { start: 5, end: 5 + sql.length };
      const loud = `/* */${sql.replace('stdin', 'STDIN')}`;
      assert.deepEqual(postgresShapes(`/* */${sql}`, span), postgresShapes(loud, span));
    }
  });

  for (const sql of [
    'ALTER TABLE select OWNER TO app;',
    "COMMENT ON TABLE t IS '';",
    'CREATE TABLE t (\n    a integer DEFAULT 1.5\n);',
    "CREATE TABLE t (\n    a boolean DEFAULT 't'::boolean\n);",
    'CREATE TABLE t (\n    a integer,\n    CONSTRAINT c CHECK ((a > 0))\n);',
    'CREATE TABLE t (\n    a serial\n);',
    "COMMENT ON TABLE t IS 'a' 'b';",
    'CREATE INDEX i ON t USING btree (a) WHERE (b > 0);',
    'CREATE INDEX i ON t USING btree (a) WHERE ',
    'CREATE INDEX i ON t USING btree (a) WHERE (b IS NULL) OR (c IS NULL);',
    'CREATE TRIGGER t BEFORE UPDATE OR UPDATE ON o FOR EACH ROW EXECUTE FUNCTION f();',
    "CREATE TRIGGER t BEFORE UPDATE ON o FOR EACH ROW EXECUTE FUNCTION f('a');",
    'ALTER FUNCTION f(VARIADIC a text[]) OWNER TO app;',
    'COPY t FROM stdin;',
    'COPY t (a) FROM stdin WITH (FORMAT csv);',
    'CREATE TABLE "a""b" (\n    a integer\n);',
    'CREATE TABLE t (\n    "ä" integer\n);',
    'ALTER TABLE ONLY t\n    ADD CONSTRAINT u UNIQUE (a) DEFERRABLE;',
    'ALTER TABLE t OWNER TO app; ALTER TABLE t OWNER TO app;',
    'ALTER TABLE t OWNER TO',
  ]) {
    it(`leaves to the grammar: ${sql}`, () => assert.equal(readDumped(sql, 0), undefined));
  }
});

function long(sql: string): unknown {
  const parsed = parseRaw(sql);
  return parsed.ok ? readParsed(sql, sql, 7, parsed)[0] : parsed;
}
