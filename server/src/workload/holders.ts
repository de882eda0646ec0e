import { foldName, type Routine, type Trigger } from '../schema/index.js';
import { lastName, type Statement } from '../sql/ast/index.js';
import { effectiveReadings, type Origin, type Reading, type SourceUnit } from '../sql/reading.js';
import type { RoutineBody } from './model.js';
import { bodyIn } from './queries.js';
import type { Lookups } from './resolve/lookups.js';

/** False for a view, routine or trigger that a later statement has replaced or dropped: nobody runs it. */
export function stillCounts(unit: SourceUnit, statement: Statement, lookups: Lookups): boolean {
  switch (statement.kind) {
    case 'create view':
      return isAt(
        lookups.relation(statement.name, unit)?.nameOrigin,
        unit,
        lastName(statement.name).span.start,
      );
    case 'create function': {
      const routines = lookups.routines(lastName(statement.name).value);
      return routines.some(({ body }) => isAt(body?.origin, unit, statement.body?.span.start));
    }
    case 'create trigger': {
      const table = lookups.relation(statement.table, unit);
      if (!table || !('triggers' in table)) return true;
      return table.triggers.some(({ origins }) => origins.some(origin => origin.unit === unit));
    }
    default:
      return true;
  }
}

/** What a routine of the catalog does. */
export function bodyOfRoutine({ body }: Routine): RoutineBody | undefined {
  if (!body) return undefined;
  const { unit, span } = body.origin;
  return bodyAt(
    unit,
    ({ statement }) => statement.kind === 'create function' && statement.body?.span.start === span.start,
  );
}

/** What a trigger does: the function that it executes, or its own body. */
export function bodyOfTrigger(trigger: Trigger, lookups: Lookups): RoutineBody | undefined {
  if (trigger.function === undefined) {
    const [origin] = trigger.origins;
    return (
      origin &&
      bodyAt(
        origin.unit,
        ({ statement }) => statement.kind === 'create trigger' && statement.name.value === trigger.name,
      )
    );
  }
  const dot = trigger.function.lastIndexOf('.');
  const { family, defaultSchema } = lookups;
  const named = lookups.routines(trigger.function.slice(dot + 1)).filter(routine => routine.signature === '');
  const schema = foldName(family, dot >= 0 ? trigger.function.slice(0, dot) : trigger.table.split('.')[0]!);
  const inSchema = (name: string): Routine | undefined =>
    named.find(routine => foldName(family, routine.schema) === name);
  const routine = dot >= 0 ? inSchema(schema) : (inSchema(defaultSchema) ?? inSchema(schema) ?? named[0]);
  return routine && bodyOfRoutine(routine);
}

function bodyAt(unit: SourceUnit, is: (reading: Reading) => boolean): RoutineBody | undefined {
  const reading = effectiveReadings(unit).find(is);
  return reading && bodyIn(unit, reading);
}

function isAt(origin: Origin | undefined, unit: SourceUnit, start: number | undefined): boolean {
  return origin?.unit === unit && origin.span.start === start;
}
