import type { Column, Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { replace } from '../lib/edits.js';
import { POSTGRES_FAMILY } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule, type Edit, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'timestamp-without-time-zone',
  subject: 'types',
  since: '0.1.0',
  on: 'catalog',
  severity: 'hint',
  engines: [...POSTGRES_FAMILY, 'redshift'],
  summary: 'A column keeps a date and time without saying in which time zone.',
  gains:
    'What was written comes back letter for letter, whatever the session says: right for opening hours and alarms.',
  costs:
    'It is no point in time: sessions in other zones read it differently, differences across the change to summer time are an hour off, and now() stored into it is cut to the zone of whoever wrote it.',
  fineWhen:
    'Every writer and reader agrees on UTC, as many frameworks do, or wall-clock time is what is meant.',
  advice: 'Use timestamptz: the same eight bytes, compared as points in time.',
  sources: [
    {
      title: 'PostgreSQL: date/time types',
      url: 'https://www.postgresql.org/docs/current/datatype-datetime.html',
    },
    {
      title: 'PostgreSQL wiki: timestamp without time zone',
      url: 'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29',
    },
    {
      title: 'Prisma: native database types',
      url: 'https://www.prisma.io/docs/orm/prisma-migrate/workflows/native-database-types',
    },
    {
      title: 'Redshift: datetime types',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/r_Datetime_types.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, created_at timestamp NOT NULL, edited_at timestamp(3) without time zone);',
      says: 'created_at and edited_at',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, created_at timestamptz NOT NULL, edited_at timestamp);',
      says: 'created_at has one',
    },
    {
      dialect: 'postgres',
      sql: '-- CreateTable\nCREATE TABLE "Post" ("id" TEXT NOT NULL, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      says: '@db.Timestamptz(3) in schema.prisma',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE labs (id bigint PRIMARY KEY, chartdate timestamp(0), stored_at timestamp);',
      says: 'or date for chartdate',
    },
    {
      dialect: 'postgres',
      sql: [...'abcd']
        .map(name => `CREATE TABLE ${name} (id bigint PRIMARY KEY, made_at timestamp);`)
        .join('\n'),
      says: '3 more columns of 4 tables',
    },
    { dialect: 'redshift', sql: 'CREATE TABLE posts (id bigint, created_at timestamp);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE posts (id INT8 PRIMARY KEY, created_at TIMESTAMP);' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE schedules (id bigint PRIMARY KEY, start_time timestamp NOT NULL, end_time timestamp NOT NULL, timezone_id text);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE visits (id bigint PRIMARY KEY, visit_date date NOT NULL, visit_datetime timestamp, start_date date, start_time timestamp);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (id bigint PRIMARY KEY, created_at timestamptz, published_on date);\nCREATE TABLE people (id bigint PRIMARY KEY, birth_datetime timestamp);',
    },
    { dialect: 'redshift', sql: 'CREATE TABLE posts (id bigint, created_at timestamptz);' },
  ],
  check(catalog, context) {
    const alone: Local[] = [];
    const alike: Local[] = [];
    let zoned = 0;
    for (const table of catalog.allTables()) {
      const { local, zone } = momentsOf(table);
      if (zone) zoned++;
      if (local.length > 0) (zone ? alone : alike).push({ table, columns: local, zone });
    }
    // What a schema does throughout is a convention: one finding, for it is one decision.
    if (alike.length >= MANY && alike.length > zoned) reportAll(alike, context);
    else for (const each of alike) reportOne(each, context);
    for (const each of alone) reportOne(each, context);
  },
});

/** Columns of one table that keep moments without a zone, and one that keeps a zone where there is any. */
interface Local {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly zone: Column | undefined;
}

/** So many tables that do it alike are a convention. */
const MANY = 4;

function momentsOf(table: Table): { readonly local: readonly Column[]; readonly zone: Column | undefined } {
  let found = MOMENTS_OF.get(table);
  if (!found) {
    const zone = table.columns.find(column => ZONED.has(column.type?.base ?? ''));
    MOMENTS_OF.set(table, (found = { local: localColumns(table), zone }));
  }
  return found;
}

const MOMENTS_OF = new WeakMap<
  Table,
  { readonly local: readonly Column[]; readonly zone: Column | undefined }
>();

function localColumns(table: Table): readonly Column[] {
  if (table.partitionOf || table.kind === 'foreign table' || table.kind === 'external table') return [];
  if (!ENGINES.has(table.dialect)) return [];
  const ownZone = table.columns.some(({ name }) => ZONE.test(name));
  return table.columns.filter(
    column =>
      !column.inherited &&
      isLocal(column) &&
      !BIRTH.test(column.name) &&
      !repeatsDate(table, column) &&
      !(ownZone && isSpan(column)),
  );
}

const ENGINES: ReadonlySet<string> = new Set([...POSTGRES_FAMILY, 'redshift']);

function reportOne({ table, columns, zone }: Local, context: RuleContext): void {
  const first = columns[0]!;
  const names = listed(columns.map(column => column.name));
  const prisma = columns.some(isPrisma);
  const days = prisma ? [] : columns.filter(isDay);
  const zonedType = prisma ? 'Give the fields @db.Timestamptz(3) in schema.prisma' : 'Use timestamptz';
  context.report({
    origin: placeOf(first),
    severity: zone ? 'info' : 'hint',
    message: `${names} of ${display(table, context.catalog)} ${columns.length > 1 ? 'have' : 'has'} no time zone${zone ? `, while ${zone.name} has one: comparing the two uses the zone of the session` : ', so sessions in other zones read another moment'}. ${days.length === 0 ? zonedType : days.length === columns.length ? 'Use date if only the day counts, else timestamptz,' : `Use timestamptz, or date for ${listed(days.map(column => column.name))} if only the day counts,`} unless wall-clock time is meant.`,
    related: columns.slice(1).map(column => ({
      origin: placeOf(column),
      message: `${column.name} as well.`,
    })),
    fixes: prisma ? [] : fixes(columns),
  });
}

function reportAll(all: readonly Local[], context: RuleContext): void {
  const { table, columns } = all[0]!;
  const count = all.reduce((sum, each) => sum + each.columns.length, 0);
  const prisma = all.some(each => each.columns.some(isPrisma));
  context.report({
    origin: placeOf(columns[0]!),
    severity: 'hint',
    message: `${columns[0]!.name} of ${display(table, context.catalog)} and ${count - 1} more columns of ${all.length} tables have no time zone: right as long as everything that writes and reads them keeps to one zone, such as UTC. Where that is not sure, ${prisma ? 'give the fields @db.Timestamptz(3) in schema.prisma' : 'use timestamptz'}.`,
    related: all.slice(1, 6).map(each => ({
      origin: placeOf(each.columns[0]!),
      message: `${listed(each.columns.map(({ name }) => name))} of ${display(each.table, context.catalog)} as well.`,
    })),
    fixes: () => (prisma ? [] : fixes(all.flatMap(each => each.columns))),
  });
}

function placeOf(column: Column): Origin {
  return column.typeOrigin ?? column.nameOrigin;
}

function isLocal(column: Column): boolean {
  const base = column.type?.base;
  return base === 'timestamp without time zone' || base === 'timestamp';
}

/** `visit_datetime` beside `visit_date date`: the time of that day by the same clock, which a zone would part. */
function repeatsDate(table: Table, { name }: Column): boolean {
  const day = name.replace(/_?(?:date_?time|timestamp|time)$/i, '');
  if (day === name || day === '') return false;
  return table.columns.some(
    ({ name: other, type }) =>
      type?.base === 'date' && other.toLowerCase().replace(/_?date$/, '') === day.toLowerCase(),
  );
}

/** Where the zone stands in a column of its own, when something starts and ends is meant by the clock there. */
function isSpan({ name }: Column): boolean {
  return /^(?:starts?|ends?|begins?|opens?|closes?|scheduled|due)(?=_|[A-Z]|$)/i.test(name);
}

const ZONE = /(?:^|_)(?:time_?zone|tz)(?:_?(?:id|name))?$|[a-z]TimeZone(?:Id|Name)?$/i;

/** Meant by the clock of the place, wherever somebody reads it. */
const BIRTH = /birth|(?:^|_)dob(?:_|$)/i;

/** `chartdate`, `due_date`: a day by its name, and nothing fills it with the moment. */
function isDay(column: Column): boolean {
  return /date$/i.test(column.name) && !column.default && !MOMENTS.test(column.name);
}

const MOMENTS = /creat|updat|modif|chang|insert|delet|login|seen|sync|last/i;

/** Written by Prisma from another file: the next migration would take back what is changed here. */
function isPrisma({ type, typeOrigin }: Column): boolean {
  if (!typeOrigin || type?.args[0] !== '3') return false;
  const { text, comments, body } = typeOrigin.unit.piece;
  return comments.some(
    ({ start, end }) => end <= body.start && /^-- (?:Create|Alter)Table\s*$/.test(text.slice(start, end)),
  );
}

function fixes(columns: readonly Column[]) {
  const edits: Edit[] = [];
  for (const column of columns) {
    if (!column.typeOrigin) return [];
    const [precision] = column.type!.args;
    const array = '[]'.repeat(column.type!.dimensions);
    const type = isDay(column) ? 'date' : `timestamptz${precision === undefined ? '' : `(${precision})`}`;
    edits.push(replace(column.typeOrigin, type + array));
  }
  const days = columns.filter(isDay).length;
  const title = days === 0 ? 'Use timestamptz' : `Use ${days < columns.length ? 'timestamptz and ' : ''}date`;
  return [{ title, edits, safe: false }];
}

const ZONED = new Set(['timestamp with time zone', 'timestamptz']);
