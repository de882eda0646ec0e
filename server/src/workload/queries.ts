import { lastName, type Query } from '../sql/ast/index.js';
import type { BodyShape, QueryShape } from '../sql/ast/shape.js';
import { effectiveReadings, type Reading, type SourceUnit } from '../sql/reading.js';
import { bodyShapeOf, shapesOf } from '../sql/shapes.js';
import { rateOf } from './facts/index.js';
import type { RoutineBody, WorkloadQuery } from './model.js';
import { runsQueries } from './names.js';
import { roughShape } from './rough.js';

/** Queries of one statement of a unit, worked out when first asked for. */
export function queriesIn(unit: SourceUnit, reading: Reading): readonly WorkloadQuery[] {
  const { statement } = reading;
  switch (statement.kind) {
    case 'query':
    case 'create table':
      if (statement.kind === 'create table' && !statement.asQuery) return NONE;
      return made(unit, reading, () =>
        shapesOrRough(unit, reading, statement.kind === 'query' ? statement : statement.asQuery!).map(shape =>
          query(unit, shape, isCode(unit.uri) ? 'code' : 'statement'),
        ),
      );
    case 'create view':
      return made(unit, reading, () =>
        shapesOrRough(unit, reading, statement.query).map(shape =>
          query(unit, shape, 'view', lastName(statement.name).value),
        ),
      );
    case 'create function':
    case 'create trigger':
      return bodyIn(unit, reading)?.queries ?? NONE;
    case 'other':
      if (!runsQueries(statement)) return NONE;
      if (statement.verb === 'DO') return bodyIn(unit, reading)?.queries ?? NONE;
      return made(unit, reading, () => shapesOf(unit, reading).map(shape => query(unit, shape, 'statement')));
    default:
      return NONE;
  }
}

/** All queries of a unit. */
export function queriesOfUnit(unit: SourceUnit): readonly WorkloadQuery[] {
  const readings = effectiveReadings(unit);
  if (readings.length === 1) return queriesIn(unit, readings[0]!);
  return readings.flatMap(reading => queriesIn(unit, reading));
}

/** What the routine or trigger does that a statement makes; undefined where it has no body, or none that is read. */
export function bodyIn(unit: SourceUnit, reading: Reading): RoutineBody | undefined {
  let known = bodies.get(unit);
  if (!known) bodies.set(unit, (known = new Map()));
  let body = known.get(reading);
  if (body === undefined) {
    const shape = bodyShapeOf(unit, reading);
    body = shape ? routineBody(unit, reading, shape) : null;
    known.set(reading, body);
  }
  return body ?? undefined;
}

const NONE: readonly WorkloadQuery[] = [];
const queries = new WeakMap<SourceUnit, Map<Reading, readonly WorkloadQuery[]>>();
const bodies = new WeakMap<SourceUnit, Map<Reading, RoutineBody | null>>();

function made(
  unit: SourceUnit,
  reading: Reading,
  make: () => readonly WorkloadQuery[],
): readonly WorkloadQuery[] {
  let known = queries.get(unit);
  if (!known) queries.set(unit, (known = new Map()));
  let result = known.get(reading);
  if (!result) known.set(reading, (result = make()));
  return result;
}

/** Of a query that could not be read the tables are known still. */
function shapesOrRough(unit: SourceUnit, reading: Reading, rough: Query | undefined): readonly QueryShape[] {
  const shapes = shapesOf(unit, reading);
  return shapes.length > 0 || !rough || rough.tables.length === 0 ? shapes : [roughShape(rough)];
}

function query(
  unit: SourceUnit,
  shape: QueryShape,
  from: WorkloadQuery['from'],
  holder?: string,
): WorkloadQuery {
  const origin = { unit, span: shape.span };
  const rate = rateOf(unit, shape.span.start);
  return {
    unit,
    shape,
    from,
    ...(holder === undefined ? {} : { holder }),
    origin,
    ...(rate === undefined ? {} : { rate }),
  };
}

function routineBody(unit: SourceUnit, reading: Reading, shape: BodyShape): RoutineBody {
  const { statement } = reading;
  const isTrigger =
    statement.kind === 'create trigger' ||
    (statement.kind === 'create function' && statement.returns?.base === 'trigger');
  const holder =
    statement.kind === 'create trigger'
      ? statement.name.value
      : statement.kind === 'create function'
        ? lastName(statement.name).value
        : undefined;
  const span =
    statement.kind === 'create trigger' || statement.kind === 'create function'
      ? (statement.body?.span ?? reading.span)
      : reading.span;
  const from = isTrigger ? 'trigger' : 'routine';
  const queries = new Map(shape.queries.map(item => [item, query(unit, item, from, holder)]));
  return {
    queries: [...queries.values()],
    assignments: shape.assignments.map(({ target, value, query: of, span: place }) => {
      const whole = of && queries.get(of);
      return { target, value, ...(whole ? { query: whole } : {}), origin: { unit, span: place } };
    }),
    opaque: shape.opaque,
    operations: shape.operations,
    origin: { unit, span },
  };
}

/** Files of programs, in which SQL stands inside of strings. */
function isCode(uri: string): boolean {
  return /\.(?:py|[cm]?[jt]sx?|go|java|rb|php)$/i.test(uri);
}
