import type { Span } from '../text/span.js';
import type { BodyShape, QueryShape } from './ast/shape.js';
import type { Dialect, Family } from './dialect.js';
import { familyOf } from './dialect.js';
import { postgresBody } from './postgres/bodies/index.js';
import { postgresShapes } from './postgres/shapes/index.js';
import { takeTree } from './postgres/tree.js';
import type { Reading, SourceUnit } from './reading.js';
import { readQueryShapes, readRoutineBody } from './tolerant/shapes/index.js';

/**
 * Reads the queries of a statement: `span` is the statement within the piece's `text`. Spans of what comes back are
 * relative to the piece. Never throws; gives nothing for what is no query.
 */
export type ShapeReader = (
  text: string,
  span: Span,
  dialect: Dialect,
  reading?: Reading,
) => readonly QueryShape[];

/** Reads the body of the CREATE FUNCTION, PROCEDURE or TRIGGER that `reading` is; undefined where it has none. */
export type BodyReader = (text: string, reading: Reading, dialect: Dialect) => BodyShape | undefined;

/** One for each family; those that are absent give no shapes. */
const SHAPES: Readonly<Partial<Record<Family, ShapeReader>>> = {
  postgres: (text, span, dialect, reading) => {
    const shapes = postgresShapes(text, span, reading && takeTree(reading));
    // What CockroachDB and YugabyteDB add to the grammar.
    return shapes.length > 0 || dialect === 'postgres' ? shapes : readQueryShapes(text, span, dialect);
  },
  mysql: readQueryShapes,
  sqlite: readQueryShapes,
  tsql: readQueryShapes,
  snowflake: readQueryShapes,
  bigquery: readQueryShapes,
  redshift: readQueryShapes,
  clickhouse: readQueryShapes,
  spark: readQueryShapes,
  flink: readQueryShapes,
  cql: readQueryShapes,
};

const BODIES: Readonly<Partial<Record<Family, BodyReader>>> = {
  postgres: postgresBody,
  mysql: readRoutineBody,
  sqlite: readRoutineBody,
  tsql: readRoutineBody,
  snowflake: readRoutineBody,
  bigquery: readRoutineBody,
};

/** Shapes of the queries of one statement, worked out when first asked for: the statement is parsed again. */
export function shapesOf(unit: SourceUnit, reading: Reading): readonly QueryShape[] {
  let shapes = knownShapes.get(reading);
  if (!shapes) {
    const held = originals.get(reading);
    shapes = held
      ? held.move(shapesOf(held.unit, held.reading))
      : (SHAPES[familyOf(unit.dialect)]?.(unit.piece.text, reading.span, unit.dialect, reading) ?? NONE);
    knownShapes.set(reading, shapes);
  }
  return shapes;
}

/** What the body of the routine or trigger does that a statement makes, worked out when first asked for. */
export function bodyShapeOf(unit: SourceUnit, reading: Reading): BodyShape | undefined {
  let body = knownBodies.get(reading);
  if (body === undefined) {
    const held = originals.get(reading);
    body = held
      ? held.move(bodyShapeOf(held.unit, held.reading) ?? null)
      : (BODIES[familyOf(unit.dialect)]?.(unit.piece.text, reading, unit.dialect) ?? null);
    knownBodies.set(reading, body);
  }
  return body ?? undefined;
}

/** A reading that goes on counting while its text is broken. */
export interface Held {
  /** Where it was read, and what was read there. */
  readonly unit: SourceUnit;
  readonly reading: Reading;
  /** A copy of plain data with every span in it moved to where the reading's text stands now. */
  move<T>(value: T): T;
}

/** Says what a reading is a copy of: its shapes come from the text that the original was read from. */
export function holdShapes(copy: Reading, held: Held): void {
  const { unit, reading, move } = held;
  if (!CARRIERS.has(reading.statement.kind)) return;
  // A copy of a copy takes what it needs at once, lest every text since the last good one be kept.
  const isBody = reading.statement.kind === 'create function' || reading.statement.kind === 'create trigger';
  if (!originals.has(reading) && !knownShapes.has(reading) && !knownBodies.has(reading))
    originals.set(copy, held);
  else if (isBody) knownBodies.set(copy, move(bodyShapeOf(unit, reading) ?? null));
  else knownShapes.set(copy, move(shapesOf(unit, reading)));
}

const CARRIERS: ReadonlySet<string> = new Set([
  'query',
  'create view',
  'create table',
  'create function',
  'create trigger',
]);

const NONE: readonly QueryShape[] = [];

/** Readings hold nothing but offsets relative to the piece, and so do shapes: equal texts share both. */
const knownShapes = new WeakMap<Reading, readonly QueryShape[]>();
const originals = new WeakMap<Reading, Held>();
const knownBodies = new WeakMap<Reading, BodyShape | null>();
